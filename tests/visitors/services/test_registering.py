"""Registering: places, groups, codes, waiting, tickets."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.services import erase_account
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.core.invariants import violations
from ecosystem.core.signals import announce
from ecosystem.events.models import EventState
from ecosystem.events.signals import EventCancelled
from ecosystem.notifications.models import Mail
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.models import Order
from ecosystem.payments.services.testing import Click, click
from ecosystem.visitors.domain.people import Person
from ecosystem.visitors.domain.states import ConsentPurpose, TicketState
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.invariants import INVARIANTS
from ecosystem.visitors.models import Registration, TicketType
from ecosystem.visitors.queries.registrations import live_consents
from ecosystem.visitors.services.ending import cancel_registration, cancel_ticket, expire_registration
from ecosystem.visitors.services.issuing import hand_over
from ecosystem.visitors.services.offer import change_type, delete_type
from ecosystem.visitors.services.registering import NewRegistration, accept_offer, confirm_address, register
from tests.support.background import run_tasks
from tests.support.factories.accounts import account
from tests.support.factories.payments import make_seller, pay
from tests.support.factories.visitors import make_code, make_registration, make_running_event, make_ticket_type

HERE = Origin("203.0.113.9")


def wish(email: str = "lan@example.vn", *names: str, **values: object) -> NewRegistration:
    people = [Person(name) for name in names or ("Trần Mẫu Lan",)]
    return NewRegistration(people[0].name, email, f"key-{email}-{len(people)}", people, **values)  # type: ignore[arg-type]


def as_guest(kind: TicketType, wanted: NewRegistration) -> Registration:
    return register(kind, wanted, account=None, origin=HERE)


def mails(kind: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.kind == kind)))


def sound() -> None:
    assert [str(each) for each in violations(INVARIANTS)] == []


def test_a_guest_confirms_the_address_and_gets_tickets(session: Session) -> None:
    kind = make_ticket_type(capacity=10)
    registration = as_guest(kind, wish("lan@example.vn", "Trần Mẫu Lan", "Y Mẫu"))
    assert registration.state is State.UNVERIFIED
    assert registration.tickets == []
    link = re.search(r"/visits/[\w.]+", mails("visit_confirm")[0].body)
    assert link is not None
    assert confirm_address(registration).state is State.CONFIRMED
    confirm_address(registration)
    assert [ticket.holder_name for ticket in registration.tickets] == ["Trần Mẫu Lan", "Y Mẫu"]
    assert len({ticket.code for ticket in registration.tickets}) == 2
    assert len(mails("visit_tickets")) == 1
    sound()


def test_a_known_address_has_the_tickets_at_once(session: Session) -> None:
    person = account(email="lan@example.vn")
    registration = register(make_ticket_type(), wish(), account=person, origin=HERE)
    assert registration.state is State.CONFIRMED
    other = register(make_ticket_type(), wish("hoa@example.vn"), account=person, origin=HERE)
    assert other.state is State.UNVERIFIED


def test_the_same_form_sent_twice_is_one_registration(session: Session) -> None:
    kind = make_ticket_type(capacity=1)
    assert as_guest(kind, wish()).id == as_guest(kind, wish()).id
    assert len(mails("visit_confirm")) == 1


def test_the_last_places_are_not_given_to_a_group_in_part(session: Session) -> None:
    kind = make_ticket_type(capacity=2)
    with pytest.raises(AlreadyTaken):
        as_guest(kind, wish("a@example.vn", "A", "B", "C"))
    assert as_guest(kind, wish("a@example.vn", "A", "B")).holds == 2
    sound()


def test_limits_of_groups_and_addresses(session: Session) -> None:
    kind = make_ticket_type(group_min=2, per_person=3)
    with pytest.raises(Invalid):
        as_guest(kind, wish("a@example.vn", "A"))
    with pytest.raises(Invalid):
        as_guest(kind, wish("a@example.vn", *"ABCD"))
    as_guest(kind, wish("a@example.vn", "A", "B"))
    with pytest.raises(Refused):
        as_guest(kind, NewRegistration("A", "A@example.vn", "another key", [Person("C"), Person("D")]))


def test_registration_has_its_time(session: Session) -> None:
    now = clock.now()
    event = make_running_event()
    for values in ({"opens_at": now + timedelta(1)}, {"closes_at": now - timedelta(1)}, {"is_open": False}):
        with pytest.raises(Refused):
            as_guest(make_ticket_type(event, **values), wish())
    with pytest.raises(Refused):
        as_guest(make_ticket_type(make_running_event(state=EventState.CANCELLED)), wish())


def test_an_invitation_code_is_used_up(session: Session) -> None:
    kind = make_ticket_type(needs_code=True)
    make_code(kind, "VIP", uses=1)
    with pytest.raises(Invalid):
        as_guest(kind, wish())
    with pytest.raises(Invalid):
        as_guest(kind, wish(invitation_code="KHÁC"))
    first = as_guest(kind, wish(invitation_code=" vip "))
    with pytest.raises(Refused):
        as_guest(kind, wish("b@example.vn", invitation_code="VIP"))
    cancel_registration(first, by=None)
    assert as_guest(kind, wish("b@example.vn", invitation_code="VIP")).holds == 1


def test_who_waits_longest_gets_the_free_place(session: Session) -> None:
    kind = make_ticket_type(capacity=1)
    first = make_registration(kind)
    second = as_guest(kind, wish("b@example.vn", may_wait=True))
    third = as_guest(kind, wish("c@example.vn", may_wait=True))
    assert (second.state, third.state) == (State.WAITING, State.WAITING)
    cancel_registration(first, by=None)
    assert (second.state, third.state) == (State.OFFERED, State.WAITING)
    sound()
    with transaction():
        second.expires_at = clock.now() - timedelta(minutes=1)
    with pytest.raises(Refused):
        accept_offer(second)
    assert expire_registration(second.id)
    assert not expire_registration(second.id)
    assert third.state is State.OFFERED
    assert accept_offer(third).state is State.CONFIRMED
    assert len(third.tickets) == 1
    sound()


def test_more_places_go_to_those_who_wait(session: Session) -> None:
    kind = make_ticket_type(capacity=1)
    make_registration(kind)
    waiting = as_guest(kind, wish(may_wait=True))
    owner = kind.event.organiser.staff[0].account_id
    with pytest.raises(Invalid):
        change_type(kind, {"capacity": 0}, by=owner, shown=None)
    change_type(kind, {"capacity": 2}, by=owner, shown=None)
    assert waiting.state is State.OFFERED
    with pytest.raises(Refused):
        delete_type(kind, by=owner)


def test_consent_is_for_ones_own_ticket_only(session: Session) -> None:
    registration = as_guest(make_ticket_type(), wish("a@example.vn", "A", "B", consents=["badge_scan"]))
    confirm_address(registration)
    own, other = registration.tickets
    assert [each.purpose for each in live_consents(own.id)] == [ConsentPurpose.BADGE_SCAN]
    assert live_consents(own.id)[0].text
    assert live_consents(other.id) == []


def test_a_ticket_handed_over_is_worth_nothing(session: Session) -> None:
    ticket = make_registration().tickets[0]
    new = hand_over(ticket, Person("Lê Mẫu Hà", "ha@example.vn"), by=None)
    assert (ticket.state, new.state) == (TicketState.HANDED_OVER, TicketState.VALID)
    assert new.code != ticket.code
    with pytest.raises(Refused):
        hand_over(ticket, Person("X"), by=None)
    assert [mail.to_address for mail in mails("visit_ticket")] == ["ha@example.vn"]
    sound()


def test_one_ticket_of_a_group_is_cancelled(session: Session) -> None:
    registration = make_registration(None, "A", "B")
    assert cancel_ticket(registration.tickets[0], by=None)
    assert not cancel_ticket(registration.tickets[0], by=None)
    assert (registration.holds, registration.state) == (1, State.CONFIRMED)
    sound()
    cancel_ticket(registration.tickets[1], by=None)
    assert registration.state is State.CANCELLED
    sound()


def paid_type(**values: object) -> TicketType:
    event = make_running_event()
    make_seller(event.organiser)
    return make_ticket_type(event, price=100_000, **values)


def order_of(registration: Registration) -> Order:
    return db.session.scalars(select(Order).where(Order.id == registration.order_id)).one()


def test_paid_tickets_come_with_the_money(session: Session) -> None:
    person = account(email="lan@example.vn")
    registration = register(paid_type(), wish("lan@example.vn", "A", "B"), account=person, origin=HERE)
    assert registration.state is State.AWAITING_PAYMENT
    order = order_of(registration)
    assert order.total == 200_000
    pay(order)
    assert registration.state is State.CONFIRMED
    assert len(registration.tickets) == 2
    sound()


def test_an_order_called_off_frees_the_places(session: Session) -> None:
    from ecosystem.payments.services.orders import cancel_order

    person = account(email="lan@example.vn")
    kind = paid_type(capacity=1)
    registration = register(kind, wish(), account=person, origin=HERE)
    waiting = as_guest(kind, wish("b@example.vn", may_wait=True))
    cancel_order(order_of(registration), by=None)
    assert registration.state is State.CANCELLED
    assert waiting.state is State.OFFERED
    sound()


def test_a_cancelled_ticket_gets_its_share_back(session: Session) -> None:
    person = account(email="lan@example.vn")
    registration = register(paid_type(), wish("lan@example.vn", "A", "B", "C"), account=person, origin=HERE)
    pay(order_of(registration))
    cancel_ticket(registration.tickets[0], by=None)
    assert order_of(registration).reserved == 100_000
    cancel_registration(registration, by=None)
    assert order_of(registration).left_to_refund == 0
    sound()


def test_a_cancelled_event_tells_everybody_and_pays_back(session: Session) -> None:

    person = account(email="lan@example.vn")
    kind = paid_type()
    registration = register(kind, wish(), account=person, origin=HERE)
    click(order_of(registration), Click.PAY)
    unpaid = register(kind, wish("b@example.vn"), account=account(email="b@example.vn"), origin=HERE)
    free = make_registration(make_ticket_type(kind.event))
    with transaction():
        kind.event.state = EventState.CANCELLED
        announce(EventCancelled(kind.event_id))
    run_tasks()
    db.session.expire_all()
    assert {registration.state, unpaid.state, free.state} == {State.CANCELLED}
    assert order_of(registration).state is OrderState.REFUNDED
    assert order_of(unpaid).state is OrderState.CANCELLED
    assert sorted("100.000" in mail.body for mail in mails("visit_cancelled")) == [False, False, True]
    sound()


def test_nobody_without_an_address_is_written_to(session: Session) -> None:
    kind = make_ticket_type(make_running_event())
    printed = make_registration(kind, "Khách Của Trường", email="")
    person = account(email="lan@example.vn")
    erased = register(kind, wish("lan@example.vn"), account=person, origin=HERE)
    erase_account(person.id, by=None)
    before = len(db.session.scalars(select(Mail)).all())
    with transaction():
        kind.event.state = EventState.CANCELLED
        announce(EventCancelled(kind.event_id))
    run_tasks()
    db.session.expire_all()
    assert {printed.state, erased.state} == {State.CANCELLED}
    assert [each.to_address for each in db.session.scalars(select(Mail)).all()[before:]] == []
