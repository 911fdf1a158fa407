"""What an organiser sees of all its contests."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from ecosystem.contests.models import Contest
from ecosystem.core.database import scalars
from ecosystem.core.finding import matches
from ecosystem.events.models import Event, EventState, Organiser


def contests_of(organiser: Organiser, *, query: str = "") -> Select[Any]:
    """Statement: the contests of an organiser, the latest first, with their events."""
    statement = (
        select(Contest)
        .join(Contest.event)
        .options(contains_eager(Contest.event))
        .where(Event.organiser_id == organiser.id)
        .order_by(Contest.created_at.desc(), Contest.id.desc())
    )
    return statement.where(matches(Contest.search_text, query)) if query else statement


def events_for_contests(organiser: Organiser) -> list[Event]:
    """Return the events that can still hold a new contest, the next one first."""
    statement = (
        select(Event)
        .where(Event.organiser_id == organiser.id, Event.state.in_([EventState.DRAFT, EventState.PUBLISHED]))
        .order_by(Event.starts_on.desc(), Event.id.desc())
    )
    return list(scalars(statement))
