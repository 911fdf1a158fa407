"""Tests of the pages of entries."""
