"""Reads of judging, one module a subject."""
