"""What mentoring does when something happens below."""

from ecosystem.mentoring.reactions import programmes, sessions

__all__ = ["programmes", "sessions"]
