"""Which message goes to whom in mentoring."""

from ecosystem.mentoring.notices import matches, programmes, requests, sessions

__all__ = ["matches", "programmes", "requests", "sessions"]
