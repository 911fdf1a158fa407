"""Leads, for the exhibitor and for the visitor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event
from ecosystem.exhibitions.models import Exhibition, Exhibitor
from ecosystem.visitors.domain.states import LeadState, Warmth
from ecosystem.visitors.models import Lead, Ticket


@dataclass(frozen=True)
class LeadFilter:
    """What an exhibitor looks for among its leads; `due` those whose follow-up is due by a day."""

    query: str = ""
    warmth: str = ""
    rating: int | None = None
    due: date | None = None
    sort: str = ""


SORTS: dict[str, Any] = {
    "when": (Lead.scanned_at, Lead.id),
    "-when": (Lead.scanned_at.desc(), Lead.id.desc()),
    "name": (Ticket.sort_key, Lead.id),
    "-name": (Ticket.sort_key.desc(), Lead.id.desc()),
    "follow": (Lead.follow_up_on.is_(None), Lead.follow_up_on, Lead.id),
    "-rating": (Lead.rating.is_(None), Lead.rating.desc(), Lead.id),
}


def exhibitor_with_event(exhibitor_id: str) -> Exhibitor:
    """Return an exhibitor with exhibition, event and organiser. Raises NoSuchRecord."""
    statement = (
        select(Exhibitor)
        .where(Exhibitor.public_id == exhibitor_id)
        .options(joinedload(Exhibitor.exhibition).joinedload(Exhibition.event).joinedload(Event.organiser))
    )
    return one_or_missing(session().scalar(statement))


def leads_of(exhibitor: Exhibitor, wanted: LeadFilter) -> Select[Any]:
    """Statement: the leads whose visitors agree, with ticket and type. Nobody else's person is ever read."""
    statement = (
        select(Lead)
        .join(Lead.ticket)
        .where(Lead.exhibitor_id == exhibitor.id, Lead.state == LeadState.GIVEN)
        .options(contains_eager(Lead.ticket).joinedload(Ticket.registration))
        .order_by(*SORTS.get(wanted.sort, SORTS["-when"]))
    )
    if wanted.query:
        statement = statement.where(matches(Lead.search_text, wanted.query))
    if wanted.warmth in {each.value for each in Warmth}:
        statement = statement.where(Lead.warmth == Warmth(wanted.warmth))
    if wanted.rating is not None:
        statement = statement.where(Lead.rating == wanted.rating)
    if wanted.due is not None:
        statement = statement.where(Lead.follow_up_on <= wanted.due)
    return statement


def all_leads(exhibitor: Exhibitor, wanted: LeadFilter) -> Iterator[Lead]:
    """Yield the fitting leads in the order of the list."""
    yield from scalars(leads_of(exhibitor, wanted))


def counts_of(exhibitor: Exhibitor) -> dict[LeadState, int]:
    """Return how many leads are in each state."""
    rows = session().execute(
        select(Lead.state, func.count()).where(Lead.exhibitor_id == exhibitor.id).group_by(Lead.state)
    )
    return {row[0]: row[1] for row in rows}


def lead_of_exhibitor(exhibitor_id: str, lead_id: str) -> Lead:
    """Return a lead with its ticket and exhibitor, if the visitor agrees. Raises NoSuchRecord."""
    statement = (
        select(Lead)
        .join(Lead.exhibitor)
        .where(Lead.public_id == lead_id, Exhibitor.public_id == exhibitor_id, Lead.state == LeadState.GIVEN)
        .options(
            joinedload(Lead.ticket).joinedload(Ticket.registration),
            contains_eager(Lead.exhibitor)
            .joinedload(Exhibitor.exhibition)
            .joinedload(Exhibition.event)
            .joinedload(Event.organiser),
        )
    )
    return one_or_missing(session().scalar(statement))


def leads_of_ticket(ticket: Ticket) -> Sequence[Lead]:
    """Return who scanned a ticket, with the exhibitors, the newest first."""
    statement = select(Lead).where(Lead.ticket_id == ticket.id).options(joinedload(Lead.exhibitor))
    return scalars(statement.order_by(Lead.scanned_at.desc(), Lead.id.desc()))


def lead_of_ticket(ticket: Ticket, lead_id: str) -> Lead:
    """Return a scan of this ticket with its exhibitor. Raises NoSuchRecord."""
    statement = select(Lead).where(Lead.ticket_id == ticket.id, Lead.public_id == lead_id)
    options = (joinedload(Lead.exhibitor), joinedload(Lead.ticket))
    return one_or_missing(session().scalar(statement.options(*options)))
