"""Tickets and badges on paper, calendars, lists for spreadsheets."""
