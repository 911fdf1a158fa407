"""Decisions about tickets, entries and leads, without a database or a clock."""
