"""Registrations and tickets, for visitors and for the staff."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ecosystem.core import clock
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event, Organiser
from ecosystem.visitors.domain.life_cycle import EXPIRING, LIVE
from ecosystem.visitors.domain.states import RegistrationState
from ecosystem.visitors.models import (
    Entry,
    InvitationCode,
    Registration,
    Ticket,
    TicketConsent,
    TicketType,
    VisitorQuestion,
)
from ecosystem.visitors.queries.links import REGISTRATION, TICKET, id_in_link


@dataclass(frozen=True)
class VisitorFilter:
    """What is looked for in the list of registrations."""

    query: str = ""
    state: str = ""
    ticket_type: str = ""
    came: str = ""  # "yes" | "no"
    sort: str = ""


SORTS: dict[str, Any] = {
    "name": (Registration.sort_key, Registration.id),
    "-name": (Registration.sort_key.desc(), Registration.id.desc()),
    "when": (Registration.id,),
    "-when": (Registration.id.desc(),),
}


def types_of(event: Event) -> Sequence[TicketType]:
    """Return the ticket types in their order."""
    statement = select(TicketType).where(TicketType.event_id == event.id)
    return scalars(statement.order_by(TicketType.position, TicketType.id))


def type_of_event(organiser_slug: str, event_slug: str, type_id: str) -> TicketType:
    """Return a ticket type with its event and organiser. Raises NoSuchRecord."""
    statement = (
        select(TicketType)
        .join(TicketType.event)
        .join(Event.organiser)
        .where(TicketType.public_id == type_id, Event.slug == event_slug, Organiser.slug == organiser_slug)
        .options(contains_eager(TicketType.event).contains_eager(Event.organiser))
    )
    return one_or_missing(session().scalar(statement))


def questions_of(event_id: int) -> Sequence[VisitorQuestion]:
    """Return the questions that are asked now."""
    statement = select(VisitorQuestion).where(VisitorQuestion.event_id == event_id)
    standing = statement.where(VisitorQuestion.removed_at.is_(None))
    return scalars(standing.order_by(VisitorQuestion.position, VisitorQuestion.id))


def codes_of(event: Event) -> Sequence[InvitationCode]:
    """Return the invitation codes with their ticket types, the newest first."""
    statement = select(InvitationCode).where(InvitationCode.event_id == event.id)
    return scalars(statement.options(joinedload(InvitationCode.ticket_type)).order_by(InvitationCode.id.desc()))


def registration_by_key(key: str) -> Registration:
    """Return the registration of a mailed link, with tickets, type and event. Raises NoSuchRecord."""
    public_id = id_in_link(REGISTRATION, key)
    return _one(select(Registration).where(Registration.public_id == public_id))


def registration_of_event(organiser_slug: str, event_slug: str, registration_id: str) -> Registration:
    """Return a registration of this organiser's event. Raises NoSuchRecord."""
    return _one(
        select(Registration)
        .join(Registration.event)
        .join(Event.organiser)
        .where(Registration.public_id == registration_id, Event.slug == event_slug, Organiser.slug == organiser_slug)
    )


def _one(statement: Select[Any]) -> Registration:
    whole = statement.options(
        joinedload(Registration.ticket_type),
        joinedload(Registration.event).joinedload(Event.organiser),
        selectinload(Registration.tickets),
    )
    found: Registration | None = session().scalar(whole)
    return one_or_missing(found)


def ticket_by_key(key: str) -> Ticket:
    """Return the ticket of a mailed link, with type, registration, event and organiser. Raises NoSuchRecord."""
    return ticket_by_public_id(id_in_link(TICKET, key))


def ticket_by_public_id(public_id: str) -> Ticket:
    """Return a ticket with type, registration, event and organiser. Raises NoSuchRecord."""
    statement = select(Ticket).where(Ticket.public_id == public_id).options(*whole_ticket())
    return one_or_missing(session().scalar(statement))


def whole_ticket() -> tuple[Any, ...]:
    """What a ticket's page shows, in one statement."""
    return (
        joinedload(Ticket.ticket_type),
        joinedload(Ticket.registration),
        joinedload(Ticket.event).joinedload(Event.organiser),
    )


def registrations_of_account(account_id: int) -> Sequence[Registration]:
    """Return a person's registrations with event and tickets, the newest first."""
    statement = select(Registration).where(Registration.account_id == account_id)
    options = (joinedload(Registration.event), joinedload(Registration.ticket_type), selectinload(Registration.tickets))
    return scalars(statement.options(*options).order_by(Registration.id.desc()))


def places_of_address(ticket_type_id: int, email_key: str) -> int:
    """Return how many tickets of a type an address has or waits for."""
    statement = select(func.coalesce(func.sum(Registration.quantity), 0)).where(
        Registration.ticket_type_id == ticket_type_id,
        Registration.email_key == email_key,
        Registration.state.in_(LIVE),
    )
    return int(session().scalar(statement) or 0)


def listed(event: Event, wanted: VisitorFilter) -> Select[Any]:
    """Statement: the registrations that fit, with type and tickets."""
    statement = (
        select(Registration)
        .where(Registration.event_id == event.id)
        .options(joinedload(Registration.ticket_type), selectinload(Registration.tickets))
        .order_by(*SORTS.get(wanted.sort, SORTS["-when"]))
    )
    return _fitting(statement, wanted)


def _fitting(statement: Select[Any], wanted: VisitorFilter) -> Select[Any]:
    if wanted.query:
        statement = statement.where(matches(Registration.search_text, wanted.query))
    if wanted.state in {each.value for each in RegistrationState}:
        statement = statement.where(Registration.state == RegistrationState(wanted.state))
    if wanted.ticket_type:
        of_type = select(TicketType.id).where(TicketType.public_id == wanted.ticket_type).scalar_subquery()
        statement = statement.where(Registration.ticket_type_id == of_type)
    if wanted.came in ("yes", "no"):
        came = exists().where(
            Ticket.registration_id == Registration.id, Entry.ticket_id == Ticket.id, Entry.period.is_not(None)
        )
        statement = statement.where(came if wanted.came == "yes" else ~came)
    return statement


def counts_by_state(event: Event) -> dict[str, int]:
    """Return how many registrations are in each state."""
    rows = session().execute(
        select(Registration.state, func.count()).where(Registration.event_id == event.id).group_by(Registration.state)
    )
    return {row[0].value: row[1] for row in rows}


def exported_tickets(event: Event, wanted: VisitorFilter) -> Iterator[tuple[Ticket | None, Registration]]:
    """Yield every ticket of the fitting registrations, and registrations without one, in the order of the list."""
    for registration in _in_pieces(listed(event, wanted)):
        if not registration.tickets:
            yield None, registration
        for ticket in registration.tickets:
            yield ticket, registration


def _in_pieces(statement: Select[Any], size: int = 500) -> Iterable[Registration]:
    position = 0
    while True:
        piece = scalars(statement.limit(size).offset(position))
        yield from piece
        if len(piece) < size:
            return
        position += size


def entered_at(ticket_ids: Sequence[int]) -> dict[int, datetime]:
    """Map tickets to their first entry that counts; one statement."""
    rows = session().execute(
        select(Entry.ticket_id, func.min(Entry.entered_at))
        .where(Entry.ticket_id.in_(ticket_ids), Entry.period.is_not(None))
        .group_by(Entry.ticket_id)
    )
    return {row[0]: row[1] for row in rows}


def expired_registrations(limit: int = 200) -> Sequence[int]:
    """Return the ids of registrations whose time to confirm, pay or answer is over."""
    statement = select(Registration.id).where(
        Registration.state.in_(EXPIRING), Registration.expires_at.is_not(None), Registration.expires_at <= clock.now()
    )
    return session().scalars(statement.order_by(Registration.id).limit(limit)).all()


def live_consents(ticket_id: int) -> Sequence[TicketConsent]:
    """Return what the holder agrees to now."""
    statement = select(TicketConsent).where(TicketConsent.ticket_id == ticket_id, TicketConsent.live.is_(True))
    return scalars(statement.order_by(TicketConsent.id))
