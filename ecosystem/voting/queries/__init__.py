"""Reads of public votes."""
