"""Ending registrations and tickets: cancelled, expired; what they held goes to whoever waits longest."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.events.models import EventState
from ecosystem.payments.services.runs import given_back_by
from ecosystem.visitors import notices
from ecosystem.visitors.domain.life_cycle import LIFE
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.domain.states import TicketState
from ecosystem.visitors.models import Registration, Ticket
from ecosystem.visitors.services.consents import withdraw_all
from ecosystem.visitors.services.issuing import was_used
from ecosystem.visitors.services.paying import call_off, lock_order, order_of, pay_back
from ecosystem.visitors.services.places import give_back, next_in_line, release, take_places

OFFER_LASTS = timedelta(hours=24)


def cancel_registration(registration: Registration, *, by: int | None, reason: str = "", percent: int = 100) -> bool:
    """Cancel a registration with all its tickets, ask for `percent` of what they cost to go back, and tell its holder.

    Its places go to the next in line. Tells whether it was live; again changes nothing. Raises Refused when somebody
    came in with one of its tickets.
    """
    with transaction():
        lock_order(registration)
        row = locked(Registration, registration.id)
        if row.state in (State.CANCELLED, State.EXPIRED):
            return False
        lock_tickets(row)
        if any(was_used(ticket.id) for ticket in row.tickets):
            raise Refused(_l("Somebody came in with one of these tickets, so they cannot be cancelled any more."))
        refund = pay_back(row, len(_valid(row)), percent=percent, reason=reason, by=by)
        end_registration(row, "cancel", by=by)
        notices.registration_cancelled(row, reason=reason, refund=refund)
        return True


def cancel_with_event(registration: Registration, *, run_id: int | None, reason: str) -> bool:
    """Cancel a registration whose event is cancelled, whoever came in already; the run gives the money back.

    Tells whether it was live; again changes nothing.
    """
    with transaction():
        lock_order(registration)
        row = locked(Registration, registration.id)
        if row.state in (State.CANCELLED, State.EXPIRED):
            return False
        order = order_of(row)
        refund = given_back_by(run_id, [order] if order is not None else [])
        end_registration(row, "cancel", by=None)
        notices.registration_cancelled(row, reason=reason, refund=refund)
        return True


def expire_registration(registration_id: int) -> bool:
    """Let a registration go whose time to confirm or to answer is over; tell whether it was.

    One that waits for its payment expires with its order.
    """
    with transaction():
        row = locked(Registration, registration_id)
        over = row.expires_at is not None and row.expires_at <= clock.now()
        if row.state not in (State.UNVERIFIED, State.OFFERED) or not over:
            return False
        end_registration(row, "expire", by=None)
        notices.registration_expired(row)
        return True


def end_registration(row: Registration, step: str, *, by: int | None) -> None:
    """Take the step ("cancel" or "expire") on a locked registration: tickets end, places go to the next in line."""
    was_unpaid = row.state is State.AWAITING_PAYMENT
    row.state = LIFE.after(row.state, step)
    row.ended_at, row.expires_at = clock.now(), None
    for ticket in _valid(row):
        _end(ticket)
    release(row)
    if was_unpaid:
        call_off(row, by=by)
    record("visitors.cancelled", row, by=by, scope=row.event, note=step)
    session().flush()
    offer_places(row.ticket_type_id)


def cancel_ticket(ticket: Ticket, *, by: int | None, reason: str = "", percent: int = 100) -> bool:
    """Cancel one ticket of a registration; with the last one the registration ends. Again changes nothing.

    `percent` of what was paid for it goes back. Raises Refused when somebody came in with it.
    """
    with transaction():
        lock_order(ticket.registration)
        registration = locked(Registration, ticket.registration_id)
        row = locked(Ticket, ticket.id)
        if row.state is not TicketState.VALID:
            return False
        if was_used(row.id):
            raise Refused(_l("Somebody came in with this ticket, so it cannot be cancelled any more."))
        if len(_valid(registration)) == 1:
            return cancel_registration(registration, by=by, reason=reason, percent=percent)
        refund = pay_back(registration, 1, percent=percent, reason=reason, by=by)
        _end(row)
        registration.holds -= 1
        give_back(registration.ticket_type_id, 1)
        record("visitors.ticket_cancelled", row, by=by, scope=row.event, note=reason)
        session().flush()
        notices.ticket_cancelled(row, refund=refund)
        offer_places(registration.ticket_type_id)
        return True


def offer_places(ticket_type_id: int) -> int:
    """Offer free places to those who wait longest, in their order; return how many registrations got an offer.

    A group that does not fit into what is free keeps its turn: nobody overtakes it.
    """
    offered = 0
    while True:
        ident = next_in_line(ticket_type_id)
        if ident is None:
            return offered
        row = locked(Registration, ident)
        if row.event.state is not EventState.PUBLISHED or not take_places(ticket_type_id, row.quantity):
            return offered
        row.state = LIFE.after(row.state, "offer")
        row.holds, row.expires_at = row.quantity, clock.now() + OFFER_LASTS
        session().flush()
        notices.place_offered(row)
        offered += 1


def lock_tickets(registration: Registration) -> None:
    """Lock the tickets of a locked registration, as a scan does: nobody comes in while they end."""
    of_registration = select(Ticket).where(Ticket.registration_id == registration.id).order_by(Ticket.id)
    session().scalars(of_registration.with_for_update().execution_options(populate_existing=True)).all()


def _valid(registration: Registration) -> list[Ticket]:
    return [ticket for ticket in registration.tickets if ticket.state is TicketState.VALID]


def _end(ticket: Ticket) -> None:
    ticket.state, ticket.ended_at = TicketState.CANCELLED, clock.now()
    withdraw_all(ticket)
