"""Reads of fundraising, one module a subject."""
