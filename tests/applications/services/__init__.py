"""Tests of the use cases of entries."""
