"""Mentors and startups: programmes, requests, matching rounds and sessions."""
