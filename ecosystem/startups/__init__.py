"""Startups and their teams."""
