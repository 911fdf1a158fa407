"""The days for which a person has tickets, for their calendar."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from ecosystem.core.database import scalars
from ecosystem.events.models import Event
from ecosystem.visitors.domain.admission import days_of
from ecosystem.visitors.domain.states import TicketState
from ecosystem.visitors.models import Registration, Ticket


def tickets_held_by(account_id: int, first: date, last: date) -> Sequence[Ticket]:
    """Return the valid tickets that are the person's, or that they registered, of events that touch these days.

    With ticket type, registration and event; by event, in the order they were made. One statement.
    """
    return scalars(
        select(Ticket)
        .join(Ticket.event)
        .join(Ticket.ticket_type)
        .join(Ticket.registration)
        .where(
            or_(Ticket.account_id == account_id, Registration.account_id == account_id),
            Ticket.state == TicketState.VALID,
            Event.starts_on <= last,
            Event.ends_on >= first,
        )
        .options(
            contains_eager(Ticket.event),
            contains_eager(Ticket.ticket_type),
            contains_eager(Ticket.registration),
        )
        .order_by(Event.starts_on, Ticket.event_id, Ticket.id)
    )


def visits_of(tickets: Iterable[Ticket]) -> dict[Event, list[date]]:
    """Return the days on which at least one of the tickets lets somebody in, by event, in order."""
    days: dict[Event, set[date]] = {}
    for each in tickets:
        let_in = days_of(each.event.starts_on, each.event.ends_on, each.ticket_type.valid_days)
        days.setdefault(each.event, set()).update(let_in)
    return {event: sorted(found) for event, found in days.items()}
