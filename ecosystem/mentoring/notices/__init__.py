"""Which message goes to whom in mentoring."""

from ecosystem.mentoring.notices import sessions

__all__ = ["sessions"]
