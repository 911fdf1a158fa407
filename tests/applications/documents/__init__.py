"""Tests of the documents made from entries."""
