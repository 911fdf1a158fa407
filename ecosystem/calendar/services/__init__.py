"""Use cases of calendars: engage people and places, move, release."""

from ecosystem.calendar.services.engagements import engage, move, release, retell
from ecosystem.calendar.services.many import NewEngagement, engage_all, move_all, release_all, retell_all

__all__ = [
    "NewEngagement",
    "engage",
    "engage_all",
    "move",
    "move_all",
    "release",
    "release_all",
    "retell",
    "retell_all",
]
