"""Reads of what exhibitors show and of what visitors do with it."""
