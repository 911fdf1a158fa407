"""Use cases of calendars: engage people and places, move, release."""

from ecosystem.calendar.services.engagements import engage, move, release, retell

__all__ = ["engage", "move", "release", "retell"]
