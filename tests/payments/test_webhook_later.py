"""What Stripe tells after a payment: refunds, disputes, lost and late events, and all of them at once."""

import random
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.cli import broken_invariants
from ecosystem.core.database import db
from ecosystem.notifications.models import Mail
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, OrderState, RefundState
from ecosystem.payments.gateway.stripe import STRIPE
from ecosystem.payments.models import (
    Capture,
    Discrepancy,
    EventOutcome,
    Order,
    ProviderEvent,
    Receipt,
    Refund,
)
from ecosystem.payments.services import orders
from ecosystem.payments.services.orders import ask_refund
from ecosystem.payments.services.stripe_events import take_up_waiting
from ecosystem.payments.services.stripe_sessions import look_after_sessions
from tests.payments.signed_events import begun, outcome, paid, send
from tests.support.factories.payments import make_order, make_seller
from tests.support.held_clock import HeldClock
from tests.support.stripe_account import Shape
from tests.support.stripe_server import StandIn, use

Event = Shape


@pytest.mark.parametrize("turned", [False, True])
def test_a_refund_made_at_stripe_is_put_on_record(
    client: FlaskClient, session: Session, stripe_site: StandIn, turned: bool
) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    intent = event["data"]["object"]["payment_intent"]
    stripe_site.account.give_back({"payment_intent": intent, "amount": 500_000})
    stripe_site.account.give_back({"payment_intent": intent, "amount": 300_000})
    events = [event, *stripe_site.account.events[1:]]
    for each in reversed(events) if turned else events:
        assert send(client, stripe_site, each)[0] == 200
    session.expire_all()
    assert (order.captured, order.refunded, order.reserved) == (2_000_000, 800_000, 800_000)
    assert order.state is OrderState.PARTLY_REFUNDED
    assert sum(session.scalars(select(Refund.amount)).all()) == 800_000
    assert session.scalars(select(ProviderEvent).where(ProviderEvent.outcome == EventOutcome.WAITING)).all() == []
    assert broken_invariants() == []


@pytest.mark.parametrize("status", ["succeeded", "pending", "failed"])
def test_our_own_refund_is_not_counted_twice(
    client: FlaskClient, session: Session, stripe_site: StandIn, status: str
) -> None:
    order = make_order()
    send(client, stripe_site, paid(order, stripe_site))
    session.expire_all()
    (refund,) = ask_refund(order, amount=500_000, reason="x", by=None)
    stripe_site.account.refund_status = "pending"
    found = STRIPE.refund(refund)
    assert found.state is RefundState.SENT
    if status != "pending":
        stripe_site.account.finish_refund(found.reference, status)
    for event in stripe_site.account.events[1:] * 2:
        assert send(client, stripe_site, event)[0] == 200
    session.expire_all()
    states = {"succeeded": RefundState.DONE, "pending": RefundState.SENT, "failed": RefundState.FAILED}
    assert refund.state is states[status]
    assert order.refunded == (500_000 if status == "succeeded" else 0)
    assert order.reserved == (0 if status == "failed" else 500_000)
    assert session.scalar(select(func.count(Refund.id))) == 1


def test_a_dispute_is_told_to_the_treasurers(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    dispute = stripe_site.account.dispute(event["data"]["object"]["id"])
    assert send(client, stripe_site, dispute) == (200, "before its payment")
    assert send(client, stripe_site, event) == (200, "counted")
    assert outcome(session, dispute) is EventOutcome.DONE
    assert send(client, stripe_site, dispute) == (200, "repeated")
    mails = session.scalars(select(Mail).where(Mail.kind == "order_disputed")).all()
    assert [mail.to_address for mail in mails] == [order.organiser.staff[0].account.email]


def test_what_waits_in_vain_is_laid_aside(
    client: FlaskClient, session: Session, stripe_site: StandIn, held_clock: HeldClock
) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    dispute = stripe_site.account.dispute(event["data"]["object"]["id"])
    send(client, stripe_site, dispute)
    assert take_up_waiting() == 0
    assert outcome(session, dispute) is EventOutcome.WAITING
    held_clock.advance(days=4)
    take_up_waiting()
    assert outcome(session, dispute) is EventOutcome.IGNORED


def test_a_lost_event_is_made_good_by_asking(
    client: FlaskClient, session: Session, stripe_site: StandIn, held_clock: HeldClock
) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    assert look_after_sessions() == 0, "events take seconds: nobody is asked at once"
    held_clock.advance(minutes=6)
    assert look_after_sessions() == 1
    assert order.state is OrderState.PAID
    assert send(client, stripe_site, event) == (200, "repeated")
    assert look_after_sessions() == 0


def test_the_session_of_a_cancelled_order_is_closed(
    client: FlaskClient, session: Session, stripe_site: StandIn
) -> None:
    order = make_order()
    ident = begun(order)
    orders.cancel_order(order, by=None)
    assert look_after_sessions() == 1
    assert stripe_site.account.sessions[ident]["status"] == "expired"
    assert look_after_sessions() == 0


def test_money_that_came_before_the_end_of_the_order_but_late_to_us_is_held(
    client: FlaskClient, session: Session, stripe_site: StandIn
) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    orders.cancel_order(order, by=None)
    assert send(client, stripe_site, event) == (200, "held")
    assert session.scalars(select(Discrepancy.kind)).all() == [DiscrepancyKind.LATE]


def test_an_error_of_ours_lets_stripe_try_again(
    app: Flask, client: FlaskClient, session: Session, stripe_site: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with monkeypatch.context() as broken:
        broken.setattr("ecosystem.payments.services.captures.settle", lambda *args, **more: 1 / 0)
        assert send(client, stripe_site, event)[0] == 500
    assert session.scalar(select(func.count(ProviderEvent.id))) == 0
    assert send(client, stripe_site, event) == (200, "counted")


@pytest.mark.both_databases
def test_events_replayed_in_random_order_by_many_count_once(
    committed_app: Flask, stripe_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The benchmark does the same with 1,000 orders."""
    use(committed_app, stripe_server, monkeypatch)
    with committed_app.app_context():
        seller = make_seller()
        events = [paid(make_order(seller), stripe_server) for _ in range(12)]
    told = events * 3
    random.Random(7).shuffle(told)
    answers: list[tuple[int, str]] = []

    def deliver(part: list[Event]) -> None:
        client = committed_app.test_client()
        answers.extend(send(client, stripe_server, event) for event in part)

    threads = [Thread(target=deliver, args=(told[at::4],)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(200, "counted")] * 12 + [(200, "repeated")] * 24
    with committed_app.app_context():
        assert set(db.session.scalars(select(Order.state)).all()) == {OrderState.PAID}
        assert db.session.scalar(select(func.count(Capture.id))) == 12
        assert db.session.scalar(select(func.count(Receipt.id))) == 12
        assert broken_invariants() == []
