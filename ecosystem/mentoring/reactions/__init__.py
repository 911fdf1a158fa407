"""What mentoring does when something happens below."""

from ecosystem.mentoring.reactions import sessions

__all__ = ["sessions"]
