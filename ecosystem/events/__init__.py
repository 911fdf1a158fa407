"""Organisers, their staff, events with venue, programme and partners."""
