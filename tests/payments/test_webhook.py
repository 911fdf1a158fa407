"""Stripe's reports: signed, each once, in any order."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.notifications.models import Mail
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, OrderState
from ecosystem.payments.models import (
    Capture,
    Discrepancy,
    EventOutcome,
    PaymentAttempt,
    ProviderEvent,
    Receipt,
)
from tests.payments.signed_events import begun, outcome, paid, send
from tests.support.factories.payments import make_order
from tests.support.stripe_account import Shape
from tests.support.stripe_server import StandIn

Event = Shape


def test_a_payment_is_counted_by_its_event_alone(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    assert client.get(f"/orders/{order.public_id}?returned=1").status_code in (200, 302, 404)
    session.expire_all()
    assert order.state is OrderState.OPEN, "coming back marks nothing paid"
    assert send(client, stripe_site, event) == (200, "counted")
    session.expire_all()
    assert (order.state, order.captured, order.paid_through) == (OrderState.PAID, order.total, "stripe")


def test_a_replayed_event_changes_nothing(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    assert [send(client, stripe_site, event)[1] for _ in range(3)] == ["counted", "repeated", "repeated"]
    assert session.scalar(select(func.count(Capture.id))) == 1
    assert session.scalar(select(func.count(Receipt.id))) == 1
    assert session.scalars(select(Mail.kind)).all().count("order_paid") == 1


def test_two_events_of_one_payment_count_once(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    assert send(client, stripe_site, event) == (200, "counted")
    assert send(client, stripe_site, {**event, "id": "evt_another"}) == (200, "repeated")
    assert session.scalar(select(func.count(Capture.id))) == 1


@pytest.mark.parametrize("how", ["secret", "old", "body", "none", "garbage", "no event", "binary"])
def test_what_stripe_did_not_sign_is_refused(
    client: FlaskClient, session: Session, stripe_site: StandIn, how: str
) -> None:
    order = make_order()
    event = paid(order, stripe_site)
    payload, header = stripe_site.signed(event)
    if how == "secret":
        payload, header = stripe_site.signed(event, secret="whsec_guessed")
    elif how == "old":
        payload, header = stripe_site.signed(event, at=stripe_site.account.now() - 301)
    elif how == "body":
        payload = payload.replace(b"2000000", b"2000001")
    elif how == "none":
        header = ""
    elif how == "garbage":
        header = "t=abc,v1=é"
    elif how == "no event":
        payload, header = stripe_site.signed({"id": "evt_1"})
    elif how == "binary":
        payload = b"\xff\xfe\x00"
    answer = client.post("/webhooks/stripe", data=payload, headers={"Stripe-Signature": header})
    assert answer.status_code == 400
    assert session.scalar(select(func.count(ProviderEvent.id))) == 0
    session.expire_all()
    assert order.state is OrderState.OPEN


def test_a_body_that_is_too_large_is_not_read(client: FlaskClient, stripe_site: StandIn) -> None:
    assert client.post("/webhooks/stripe", data=b"x" * 600_000).status_code == 413


def test_without_keys_there_is_no_door(client: FlaskClient, session: Session) -> None:
    assert client.post("/webhooks/stripe", data=b"{}").status_code == 404


def test_no_form_token_is_asked_for(
    app: Flask, client: FlaskClient, session: Session, stripe_site: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert send(client, stripe_site, paid(make_order(), stripe_site)) == (200, "counted")


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({"amount": 1_999_999}, DiscrepancyKind.AMOUNT),
        ({"amount": 2_000_001}, DiscrepancyKind.AMOUNT),
        ({"currency": "usd"}, DiscrepancyKind.CURRENCY),
    ],
)
def test_another_amount_or_currency_is_held(
    client: FlaskClient, session: Session, stripe_site: StandIn, how: dict[str, Any], kind: DiscrepancyKind
) -> None:
    order = make_order()
    assert send(client, stripe_site, paid(order, stripe_site, **how)) == (200, "held")
    session.expire_all()
    assert session.scalars(select(Discrepancy.kind)).all() == [kind]
    assert (order.state, order.captured) == (OrderState.OPEN, 0)


def test_money_for_an_unknown_order_is_held(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    event = paid(make_order(), stripe_site)
    event["data"]["object"]["client_reference_id"] = "DH-1999-0001"
    assert send(client, stripe_site, event) == (200, "held")
    assert session.scalars(select(Discrepancy.kind)).all() == [DiscrepancyKind.UNKNOWN_ORDER]


def test_money_of_another_site_on_the_same_account_is_none_of_ours(
    client: FlaskClient, session: Session, stripe_site: StandIn
) -> None:
    event = paid(make_order(), stripe_site)
    event["data"]["object"]["metadata"] = {}
    assert send(client, stripe_site, event) == (200, "of another site")
    assert outcome(session, event) is EventOutcome.IGNORED
    assert session.scalar(select(func.count(Capture.id))) == 0


def test_events_of_no_interest_are_taken_and_left(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    event = stripe_site.account.tell("customer.created", {"id": "cus_1"})
    assert send(client, stripe_site, event) == (200, "of no interest")


def test_a_slow_payment_counts_when_it_is_through(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    order = make_order()
    first = paid(order, stripe_site, later=True)
    assert send(client, stripe_site, first) == (200, "under way")
    session.expire_all()
    assert order.state is OrderState.OPEN
    assert session.scalars(select(PaymentAttempt)).one().data["waiting"] is True
    stripe_site.account.settle(first["data"]["object"]["id"])
    assert send(client, stripe_site, stripe_site.account.events[-1]) == (200, "counted")
    session.expire_all()
    assert order.state is OrderState.PAID


def test_a_slow_payment_may_fail_and_be_tried_again(
    client: FlaskClient, session: Session, stripe_site: StandIn
) -> None:
    order = make_order()
    first = paid(order, stripe_site, later=True)
    stripe_site.account.settle(first["data"]["object"]["id"], fails=True)
    assert send(client, stripe_site, stripe_site.account.events[-1]) == (200, "payment failed")
    assert send(client, stripe_site, paid(order, stripe_site)) == (200, "counted")


def test_an_expired_session_ends_nothing_else(client: FlaskClient, session: Session, stripe_site: StandIn) -> None:
    order = make_order()
    stripe_site.account.expire(begun(order))
    assert send(client, stripe_site, stripe_site.account.events[-1]) == (200, "session over")
    session.expire_all()
    assert order.state is OrderState.OPEN
