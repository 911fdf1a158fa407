"""The real client against the stand-in: sessions, refunds, what Stripe holds, troubles on the way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.payments.domain.life_cycle import RefundState
from ecosystem.payments.domain.pricing import NewLine
from ecosystem.payments.gateway import GatewayAway, GatewayRefused, Held, gateway_named, stripe_client
from ecosystem.payments.gateway.stripe import STRIPE
from ecosystem.payments.models import Order, Seller
from ecosystem.payments.queries.sellers import seller_of
from ecosystem.payments.services.captures import record_capture
from ecosystem.payments.services.orders import ask_refund
from tests.support.factories.payments import make_order, make_seller
from tests.support.stripe_server import StandIn, use

SESSIONS = "/v1/checkout/sessions"


@pytest.fixture
def seller(session: Session) -> Iterator[Seller]:
    with force_locale("en"):
        yield make_seller()


def begin(order: Order, seller: Seller) -> str:
    return STRIPE.start(order, seller=seller).url


def session_of(order: Order, stand_in: StandIn) -> str:
    """The id of the order's newest session."""
    chosen = [each for each in stand_in.account.sessions.values() if each["client_reference_id"] == order.code]
    return str(chosen[-1]["id"])


def paid(order: Order, stand_in: StandIn) -> None:
    """Pay the order at Stripe, and put it on record as the webhook would."""
    found = stand_in.account.pay(session_of(order, stand_in))
    record_capture(
        provider="stripe",
        reference=found["payment_intent"],
        order_code=order.code,
        amount=order.total,
        currency="vnd",
        at=clock.now(),
    )


def test_the_buyer_is_led_to_a_session_of_the_order(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    url = begin(order, seller)
    assert requests.get(url, timeout=5).text.count("2000000 vnd") == 1
    asked = stripe_site.made(SESSIONS)[0].parameters
    assert asked["line_items"][0]["price_data"]["unit_amount"] == "2000000", "the đồng has no minor unit"
    assert asked["client_reference_id"] == order.code
    assert asked["success_url"].startswith("http://localhost/orders/")
    assert order.expires_at is not None
    assert int(asked["expires_at"]) == int(order.expires_at.timestamp())


def test_two_clicks_lead_to_one_session(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    assert begin(order, seller) == begin(order, seller)
    assert len(stripe_site.account.sessions) == 1


def test_an_answer_that_was_lost_leads_to_the_same_session(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    stripe_site.failures += ["lost"] * 3
    with pytest.raises(GatewayAway, match="Nothing was charged"):
        begin(order, seller)
    assert len(stripe_site.account.sessions) == 1
    url = begin(order, seller)
    assert len(stripe_site.account.sessions) == 1
    assert url.endswith(session_of(order, stripe_site))
    assert {call.key for call in stripe_site.made(SESSIONS)} == {f"order-{order.public_id}-1"}


@pytest.mark.parametrize("trouble", [["500"] * 3, ["429"] * 3, ["hang"] * 3])
def test_trouble_is_told_and_the_order_stays_payable(
    stripe_site: StandIn, seller: Seller, monkeypatch: pytest.MonkeyPatch, trouble: list[str]
) -> None:
    monkeypatch.setattr(stripe_client, "ANSWERS", 0.3)
    monkeypatch.setattr(stripe_client, "RETRIES", 0)
    order = make_order(seller)
    stripe_site.failures += trouble[:1]
    with pytest.raises(GatewayAway, match="does not answer"):
        begin(order, seller)
    assert begin(order, seller).startswith(stripe_site.url)


def test_nobody_listens(app: Flask, seller: Seller, stripe_site: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    use(app, StandIn("http://127.0.0.1:9", stripe_site.account), monkeypatch)
    monkeypatch.setattr(stripe_client, "RETRIES", 0)
    with pytest.raises(GatewayAway):
        begin(make_order(seller), seller)


def test_a_wrong_key_is_the_operators_trouble(
    app: Flask, stripe_site: StandIn, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.stripe_server.SECRET_KEY", "sk_test_another")
    with pytest.raises(GatewayRefused, match="out of order"):
        begin(make_order(seller), seller)


def test_a_refused_parameter_is_told_with_its_code(
    stripe_site: StandIn, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecosystem.payments.gateway import stripe

    monkeypatch.setattr(stripe, "parameters", lambda order, ends: {"mode": "payment", "sucess_url": "x"})
    with pytest.raises(GatewayRefused, match="parameter_unknown"):
        begin(make_order(seller), seller)


@pytest.mark.parametrize(
    ("lasts", "seconds"),
    [
        (timedelta(minutes=5), 31 * 60),
        (timedelta(hours=3), 3 * 3600),
        (timedelta(days=7), 23 * 3600 + 50 * 60),
        (None, 23 * 3600 + 50 * 60),
    ],
)
def test_a_session_lasts_as_the_order_within_stripes_limits(
    stripe_site: StandIn, seller: Seller, lasts: timedelta | None, seconds: int
) -> None:
    with clock.at() as now:
        order = make_order(seller, expires_at=now + lasts if lasts else None)
        begin(order, seller)
    asked = stripe_site.made(SESSIONS)[0].parameters
    assert int(asked["expires_at"]) == int(now.timestamp()) + seconds


def test_an_expired_session_is_followed_by_a_new_one(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    first = begin(order, seller)
    stripe_site.account.expire(session_of(order, stripe_site))
    assert begin(order, seller) != first
    assert [call.key for call in stripe_site.made(SESSIONS)] == [
        f"order-{order.public_id}-1",
        f"order-{order.public_id}-2",
    ]


@pytest.mark.parametrize("later", [False, True])
def test_what_was_paid_is_not_paid_again_before_the_report(stripe_site: StandIn, seller: Seller, later: bool) -> None:
    order = make_order(seller)
    begin(order, seller)
    stripe_site.account.pay(session_of(order, stripe_site), later=later)
    with pytest.raises(GatewayRefused, match="has your payment already"):
        begin(order, seller)


@pytest.mark.parametrize(
    ("price", "offered"), [(19_999, False), (20_000, True), (99_999_999, True), (100_000_000, False)]
)
def test_amounts_that_stripe_takes(stripe_site: StandIn, seller: Seller, price: int, offered: bool) -> None:
    order = make_order(seller, lines=[NewLine("x", price)])
    answer = STRIPE.offered(seller, order)
    assert bool(answer) is offered
    if offered:
        assert begin(order, seller)
    else:
        assert "₫" in str(getattr(answer, "reason", ""))


def test_without_keys_or_the_organisers_wish_it_is_not_offered(
    app: Flask, session: Session, stripe_server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller = make_seller()
    assert "chưa thiết lập" in str(getattr(STRIPE.offered(seller, None), "reason", ""))
    use(app, stripe_server, monkeypatch)
    assert STRIPE.offered(seller, None)
    assert "không nhận thẻ" in str(getattr(STRIPE.offered(make_seller(providers=[]), None), "reason", ""))


def test_money_goes_back_once_for_a_refund(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    begin(order, seller)
    paid(order, stripe_site)
    (refund,) = ask_refund(order, amount=500_000, reason="x", by=None)
    first, again = STRIPE.refund(refund), STRIPE.refund(refund)
    assert (first.state, first.reference) == (RefundState.DONE, again.reference)
    assert [each["amount"] for each in stripe_site.account.refunds.values()] == [500_000]
    assert STRIPE.state_of(order) == Held(2_000_000, 500_000, "VND")


def test_a_refund_whose_key_is_forgotten_is_found_again(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    begin(order, seller)
    paid(order, stripe_site)
    (refund,) = ask_refund(order, amount=500_000, reason="x", by=None)
    first = STRIPE.refund(refund)
    stripe_site.kept.clear()
    with transaction():
        refund.tries = 1
    assert STRIPE.refund(refund).reference == first.reference
    assert len(stripe_site.account.refunds) == 1


def test_more_than_was_paid_does_not_go_back(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    begin(order, seller)
    paid(order, stripe_site)
    stripe_site.account.give_back({"payment_intent": next(iter(stripe_site.account.intents)), "amount": 1_900_000})
    (refund,) = ask_refund(order, amount=500_000, reason="x", by=None)
    with pytest.raises(GatewayRefused):
        STRIPE.refund(refund)
    assert len(stripe_site.account.refunds) == 1


@pytest.mark.parametrize(("status", "state"), [("succeeded", RefundState.DONE), ("pending", RefundState.SENT)])
def test_states_of_refunds(stripe_site: StandIn, seller: Seller, status: str, state: RefundState) -> None:
    order = make_order(seller)
    begin(order, seller)
    paid(order, stripe_site)
    stripe_site.account.refund_status = status
    (refund,) = ask_refund(order, amount=None, reason="x", by=None)
    assert STRIPE.refund(refund).state is state


def test_a_failed_refund_is_refused(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    begin(order, seller)
    paid(order, stripe_site)
    stripe_site.account.refund_status = "failed"
    (refund,) = ask_refund(order, amount=None, reason="x", by=None)
    with pytest.raises(GatewayRefused, match="failed"):
        STRIPE.refund(refund)


def test_nothing_is_held_before_the_buyer_paid(stripe_site: StandIn, seller: Seller) -> None:
    order = make_order(seller)
    assert STRIPE.state_of(order) is None
    begin(order, seller)
    assert STRIPE.state_of(order) == Held(0, 0, "VND")


def test_it_is_known_by_its_key() -> None:
    assert gateway_named("stripe") is STRIPE


def order_seller(order: Order) -> Seller:
    found = seller_of(order.organiser)
    assert found is not None
    return found
