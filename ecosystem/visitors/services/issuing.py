"""Making tickets when a registration is confirmed, and giving one to another person."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Refused
from ecosystem.core.identifiers import public_id
from ecosystem.core.search import fold, person_sort_key
from ecosystem.visitors import notices
from ecosystem.visitors.domain.life_cycle import LIFE
from ecosystem.visitors.domain.people import Person
from ecosystem.visitors.domain.states import ConsentPurpose, TicketState
from ecosystem.visitors.domain.tokens import CODE_LENGTH
from ecosystem.visitors.models import Entry, Registration, Ticket
from ecosystem.visitors.services.consents import give_consent, withdraw_all


def issue_tickets(registration: Registration, *, by: int | None = None, tell: bool = True) -> None:
    """Confirm a locked registration that holds its places: one ticket for each holder, and the mails."""
    registration.state = LIFE.after(registration.state, "confirm")
    registration.confirmed_at, registration.expires_at = clock.now(), None
    for position, each in enumerate(registration.holders):
        ticket = _ticket(registration, Person(**each))
        # Whoever registers holds the first ticket, unless they registered somebody else.
        if position == 0 and ticket.holder_name == registration.name:
            ticket.account_id = registration.account_id
            ticket.holder_email = ticket.holder_email or registration.email
            ticket.holder_phone = ticket.holder_phone or registration.phone
        registration.tickets.append(ticket)
    session().flush()
    for purpose in registration.consents:
        give_consent(
            registration.tickets[0],
            ConsentPurpose(purpose),
            channel="registration",
            language=registration.language,
        )
    record("visitors.confirmed", registration, by=by, scope=registration.event)
    if tell:
        notices.tickets_ready(registration)


def _ticket(registration: Registration, person: Person) -> Ticket:
    ticket = Ticket(
        event_id=registration.event_id,
        event=registration.event,
        ticket_type_id=registration.ticket_type_id,
        ticket_type=registration.ticket_type,
        registration_id=registration.id,
        code=public_id(CODE_LENGTH).upper(),
        holder_name=person.name,
        holder_email=person.email,
        holder_phone=person.phone,
        holder_organisation=person.organisation or registration.organisation,
    )
    index_ticket(ticket)
    return ticket


def index_ticket(ticket: Ticket) -> None:
    """Derive what a ticket is sorted and found by."""
    ticket.sort_key = person_sort_key(ticket.holder_name)
    ticket.search_text = fold(f"{ticket.holder_name} {ticket.holder_email} {ticket.holder_organisation} {ticket.code}")


def hand_over(ticket: Ticket, person: Person, *, by: int | None) -> Ticket:
    """Give a ticket to another person: the old one is worth nothing from now on, the new one has its own code.

    What the old holder agreed to ends. Raises Refused for a ticket that is not valid or was used.
    """
    with transaction() as current:
        registration = locked(Registration, ticket.registration_id)  # first, as cancelling does
        row = locked(Ticket, ticket.id)
        if row.state is not TicketState.VALID:
            raise Refused(_l("This ticket is no longer valid, so it cannot be handed over."))
        if was_used(row.id):
            raise Refused(_l("This ticket was used at the gate, so it cannot be handed over any more."))
        row.state, row.ended_at = TicketState.HANDED_OVER, clock.now()
        withdraw_all(row)
        successor = _ticket(registration, person)
        successor.successor_of_id = row.id
        registration.tickets.append(successor)
        with unique_or(_l("This ticket was handed over a moment ago.")):
            current.flush()
        record(
            "visitors.ticket_handed_over",
            row,
            by=by,
            scope=row.event,
            changes={"holder_name": (row.holder_name, successor.holder_name)},
        )
        notices.ticket_ready(successor)
        return successor


def was_used(ticket_id: int) -> bool:
    """Tell whether somebody came in with the ticket."""
    used = exists().where(Entry.ticket_id == ticket_id, Entry.period.is_not(None))
    return bool(session().scalar(select(used)))
