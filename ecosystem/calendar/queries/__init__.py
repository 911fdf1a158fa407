"""Reading calendars."""

from ecosystem.calendar.queries.engagements import engagement_of, engagements_of, free_of, taken_of

__all__ = ["engagement_of", "engagements_of", "free_of", "taken_of"]
