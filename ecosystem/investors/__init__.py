"""Investors and founders: theses, fundraising profiles, sessions, timetables and what came of them."""
