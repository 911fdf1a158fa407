"""What mentoring does when something happens below."""

from ecosystem.mentoring.reactions import people, programmes, sessions

__all__ = ["people", "programmes", "sessions"]
