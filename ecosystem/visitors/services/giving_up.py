"""Visitors give paid tickets back themselves: how much goes back is the organiser's rule."""

from dataclasses import dataclass

from ecosystem.core.database import locked, transaction
from ecosystem.payments.services.refunds import ensure_as_shown
from ecosystem.visitors import notices
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.domain.states import TicketState
from ecosystem.visitors.models import Registration, Ticket
from ecosystem.visitors.services.ending import cancel_registration, cancel_ticket
from ecosystem.visitors.services.paying import goes_back, lock_order
from ecosystem.visitors.services.terms import refund_percent


@dataclass(frozen=True)
class Promise:
    """What goes back to a visitor who cancels now: đồng for the whole registration, and for one ticket of it."""

    whole: int
    ticket: int


def promise_of(registration: Registration) -> Promise:
    """Return what goes back today for what is still valid."""
    if registration.state is not State.CONFIRMED:
        return Promise(0, 0)
    percent, valid = refund_percent(registration), _valid(registration)
    return Promise(
        goes_back(registration, valid, percent=percent), goes_back(registration, min(1, valid), percent=percent)
    )


def give_up_registration(registration: Registration, *, by: int | None, shown: int | None = None) -> bool:
    """Cancel the whole registration for its holder; tell whether it was live. Again changes nothing.

    `shown` is what was promised on the page. Raises Refused when it is another amount by now, or somebody came in.
    """
    with transaction():
        lock_order(registration)
        row = locked(Registration, registration.id)
        if row.state in (State.CANCELLED, State.EXPIRED):
            return False
        was_paid = row.state is State.CONFIRMED and row.unit_price > 0
        promise, tickets = promise_of(row), _valid(row)
        ensure_as_shown(shown, promise.whole)
        cancel_registration(row, by=by, percent=refund_percent(row) if was_paid else 100)
        if was_paid:
            notices.given_up(row, tickets=tickets, refund=promise.whole)
        return True


def give_up_ticket(ticket: Ticket, *, by: int | None, shown: int | None = None) -> bool:
    """Cancel one ticket for whoever registered; like `give_up_registration`."""
    with transaction():
        lock_order(ticket.registration)
        row = locked(Registration, ticket.registration_id)
        if locked(Ticket, ticket.id).state is not TicketState.VALID:
            return False
        promise = promise_of(row)
        ensure_as_shown(shown, promise.ticket)
        cancel_ticket(ticket, by=by, percent=refund_percent(row) if row.unit_price > 0 else 100)
        if row.unit_price > 0:
            notices.given_up(row, tickets=1, refund=promise.ticket)
        return True


def _valid(registration: Registration) -> int:
    return sum(ticket.state is TicketState.VALID for ticket in registration.tickets)
