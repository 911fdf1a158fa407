"""Visitors cancel paid tickets themselves: what goes back, who is told, what the gate says then."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db
from ecosystem.core.errors import Refused, StaleEdit
from ecosystem.core.invariants import violations
from ecosystem.notifications.models import Mail
from ecosystem.payments.invariants import INVARIANTS as OF_MONEY
from ecosystem.payments.models import Order, Refund
from ecosystem.visitors.domain.states import Outcome, TicketState
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.invariants import INVARIANTS
from ecosystem.visitors.models import Entry, GateDevice, Registration, TicketType
from ecosystem.visitors.queries.gates import ticket_list
from ecosystem.visitors.services.ending import cancel_registration
from ecosystem.visitors.services.giving_up import give_up_registration, give_up_ticket, promise_of
from ecosystem.visitors.services.registering import register
from ecosystem.visitors.services.scanning import Scan, scan
from ecosystem.visitors.services.terms import set_terms, terms_of
from tests.support.factories.accounts import account
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.payments import make_seller, pay
from tests.support.factories.visitors import make_device, make_gate, make_ticket_type
from tests.visitors.services.test_registering import HERE, wish

PRICE = 100_001


def sold(
    steps: list[list[int]], *names: str, days: int = 20, email: str = "lan@example.vn", **values: object
) -> Registration:
    first = clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).date() + timedelta(days)
    event = make_event(make_organiser(), starts_on=first, ends_on=first)
    make_seller(event.organiser)
    set_terms(event, steps, by=event.organiser.staff[0].account_id, shown=None)
    kind: TicketType = make_ticket_type(event, price=PRICE, **values)
    person = account(email=email)
    registration = register(kind, wish(email, *(names or ("A",))), account=person, origin=HERE)
    pay(order_of(registration))
    return registration


def order_of(registration: Registration) -> Order:
    return db.session.get_one(Order, registration.order_id)


def refunds() -> list[int]:
    return list(db.session.scalars(select(Refund.amount).order_by(Refund.id)))


def mails(kind: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.id)))


def sound() -> None:
    db.session.flush()
    assert list(violations((*INVARIANTS, *OF_MONEY))) == []


@pytest.mark.parametrize(("days", "share"), [(30, 100), (29, 50), (7, 50), (6, 0), (0, 0)])
def test_the_days_that_are_left_say_how_much_goes_back(session: Session, days: int, share: int) -> None:
    registration = sold([[30, 100], [7, 50]], days=days)
    promised = promise_of(registration).whole
    assert promised == PRICE * share // 100
    assert give_up_registration(registration, by=None, shown=promised)
    assert not give_up_registration(registration, by=None, shown=promised)
    assert refunds() == ([promised] if promised else [])
    assert registration.state is State.CANCELLED
    sound()


def test_each_ticket_gives_back_its_own_share(session: Session) -> None:
    registration = sold([[1, 50]], "A", "B", "C")
    first, second, third = registration.tickets
    give_up_ticket(first, by=None)
    assert not give_up_ticket(first, by=None)
    give_up_ticket(second, by=None)
    # The organiser cancels what is left: all of the last ticket, and nothing of what was kept of the others.
    cancel_registration(registration, by=None)
    assert refunds() == [PRICE // 2, PRICE // 2, PRICE]
    assert third.state is TicketState.CANCELLED
    assert len(mails("visit_ticket_cancelled")) == 2
    sound()


def test_whoever_waits_gets_the_place_and_both_sides_are_told(session: Session) -> None:
    registration = sold([[1, 100]], capacity=1)
    person = account(email="b@example.vn")
    kind = registration.ticket_type
    waiting = register(kind, wish("b@example.vn", may_wait=True), account=person, origin=HERE)
    assert waiting.state is State.WAITING
    give_up_registration(registration, by=None)
    assert waiting.state is State.OFFERED
    (told,) = mails("visit_cancelled")
    assert "100.001" in told.body
    assert len(mails("visit_given_up")) == len(registration.event.organiser.staff)


def test_a_promise_that_changed_is_said_before_anything_happens(session: Session) -> None:
    registration = sold([[20, 100]])
    promised = promise_of(registration).whole
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(Refused):
        give_up_registration(registration, by=None, shown=promised)
    assert registration.state is State.CONFIRMED
    assert refunds() == []


def test_a_harder_rule_is_for_later_buyers_only(session: Session) -> None:
    registration = sold([[1, 100]])
    event = registration.event
    owner, terms = event.organiser.staff[0].account_id, terms_of(event)
    assert terms is not None
    set_terms(event, [], by=owner, shown=terms.version)
    assert promise_of(registration).whole == PRICE
    with pytest.raises(StaleEdit):
        set_terms(event, [], by=owner, shown=terms.version - 1)


def test_the_gate_refuses_a_ticket_from_that_moment_and_lists_without_network_learn_it(session: Session) -> None:
    registration = sold([[1, 100]], "A", "B")
    ticket = registration.tickets[0]
    device, _token = make_device(make_gate(registration.event))
    listed = clock.now()
    with clock.at(listed + timedelta(minutes=1)):
        give_up_ticket(ticket, by=None)
        result = scan(device, Scan(key="a" * 20, ticket_id=ticket.public_id))
        news = {row["i"]: row["s"] for row in ticket_list(device, listed)}
    assert result.outcome is Outcome.CANCELLED
    assert news == {ticket.public_id: "cancelled"}


@pytest.mark.both_databases
def test_nobody_comes_in_with_a_ticket_that_is_given_back_at_that_moment(committed_app: Flask) -> None:
    with committed_app.app_context():
        registrations = [sold([[0, 100]], email=f"k{number}@example.vn", days=0) for number in range(6)]
        at_gate = [(each.id, each.tickets[0].public_id, _device(each)) for each in registrations]
    start = Barrier(2 * len(at_gate))

    def come_in(ticket_id: str, device_id: int) -> None:
        with committed_app.app_context():
            start.wait()
            scan(db.session.get_one(GateDevice, device_id), Scan(key=f"scan-{ticket_id}", ticket_id=ticket_id))

    def cancel(ident: int) -> None:
        with committed_app.app_context(), suppress(Refused):
            start.wait()
            give_up_registration(db.session.get_one(Registration, ident), by=None)

    with ThreadPoolExecutor(2 * len(at_gate)) as pool:
        works = [pool.submit(come_in, ticket, device) for _ident, ticket, device in at_gate]
        works += [pool.submit(cancel, ident) for ident, _ticket, _device in at_gate]
    for work in works:
        work.result()
    with committed_app.app_context():
        for ident, _ticket, _device_id in at_gate:
            registration = db.session.get_one(Registration, ident)
            came = db.session.scalar(select(Entry.id).where(Entry.ticket_id == registration.tickets[0].id))
            assert (came is None) == (registration.state is State.CANCELLED)
            assert (order_of(registration).reserved > 0) == (came is None)
        sound()


def _device(registration: Registration) -> int:
    return make_device(make_gate(registration.event))[0].id
