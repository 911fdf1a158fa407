"""The life of an event. Upcoming, running and past are computed from its days."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class EventState(StrEnum):
    """What its staff decided."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


class EventPhase(StrEnum):
    """Where a day stands to an event."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    PAST = "past"


LIFE = StateMachine(
    step("publish", [EventState.DRAFT], EventState.PUBLISHED, _l("Publish")),
    step("cancel", [EventState.PUBLISHED], EventState.CANCELLED, _l("Cancel the event")),
    step("reinstate", [EventState.CANCELLED], EventState.PUBLISHED, _l("Take the cancellation back")),
    step("archive", [EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED], EventState.ARCHIVED, _l("Archive")),
    step("restore", [EventState.ARCHIVED], EventState.DRAFT, _l("Take out of the archive")),
)


def phase_on(today: date, starts_on: date, ends_on: date) -> EventPhase:
    """Return whether `today`, a day in the event's zone, lies before, in or after it."""
    if today < starts_on:
        return EventPhase.UPCOMING
    return EventPhase.PAST if today > ends_on else EventPhase.RUNNING
