"""The buyer's pages: seen by the buyer and whoever holds the link, honest about what was paid."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.events.models import StaffRole
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.pricing import Buyer
from ecosystem.payments.models import Discrepancy, Order, PaymentAttempt, Receipt
from ecosystem.payments.queries.links import order_path
from ecosystem.payments.services import orders
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.payments.services.testing import tell_due
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_staff
from tests.support.factories.payments import make_order, make_seller, pay
from tests.support.statements import count_statements


@pytest.fixture
def client(session: Session, app):  # type: ignore[no-untyped-def]
    return app.test_client()


def mine(client: FlaskClient, **values: object) -> Order:
    """An order of whoever is signed in at `client`."""
    buyer = account("Trần Mẫu Lan")
    sign_in(client, buyer)
    return make_order(buyer=Buyer(buyer.name, buyer.email, account_id=buyer.id), **values)


def test_a_guest_comes_by_the_link_alone(client: FlaskClient) -> None:
    order = make_order()
    answer = client.get(order_path(order))
    assert answer.status_code == 200
    assert "2.000.000" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(f"/orders/{order.public_id}").status_code == 404
    assert client.get(f"/orders/{order.public_id}?key={'0' * 32}").status_code == 404


def test_the_buyer_and_the_treasurer_see_it_and_nobody_else(client: FlaskClient) -> None:
    order = mine(client)
    path = f"/orders/{order.public_id}"
    assert client.get(path).status_code == 200
    for role, status in ((StaffRole.FINANCE, 200), (StaffRole.CHECK_IN, 404), (StaffRole.OBSERVER, 404)):
        sign_in(client, make_staff(order.organiser, role))
        assert client.get(path).status_code == status
    sign_in(client, make_staff(order.organiser, StaffRole.MANAGER))
    assert client.post(f"{path}/pay/fake").status_code == 403, "the seller does not pay for the buyer"
    sign_in(client, account("Ai đó"))
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/cancel").status_code == 404


def test_paying_with_the_test_provider(client: FlaskClient, session: Session) -> None:
    order = mine(client)
    path = f"/orders/{order.public_id}"
    to_provider = client.post(f"{path}/pay/fake")
    assert to_provider.status_code == 303
    page = client.get(to_provider.location)
    assert "không có thật" in page.text.lower() or "không thật" in page.text.lower() or "fictional" in page.text.lower()
    assert client.get(path).status_code == 200
    assert order.state is OrderState.OPEN, "going there and back pays nothing"
    done = client.post(f"/test-payment/{order.public_id}/pay")
    assert done.location == path
    assert order.state is OrderState.PAID
    client.post(f"/test-payment/{order.public_id}/pay")
    assert order.captured == order.total, "a second click pays nothing"
    page = client.get(path)
    assert session.scalars(select(Receipt.code)).one() in page.text


def test_the_test_provider_fails_pays_short_and_late(client: FlaskClient, session: Session, held_clock) -> None:  # type: ignore[no-untyped-def]
    order = mine(client)
    client.post(f"/test-payment/{order.public_id}/fail")
    assert (order.state, order.captured) == (OrderState.OPEN, 0)
    client.post(f"/test-payment/{order.public_id}/short")
    assert session.scalars(select(Discrepancy)).one().capture.amount == order.total - 1
    client.post(f"/orders/{order.public_id}/pay/fake")
    under_way = client.post(f"/test-payment/{order.public_id}/delay", follow_redirects=True).text
    assert "Đang xử lý thanh toán" in under_way
    assert f"/orders/{order.public_id}/cancel" not in under_way
    assert order.state is OrderState.OPEN
    assert tell_due() == 0
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert tell_due() == 1
        assert tell_due() == 0
    assert order.state is OrderState.PAID


def test_ways_that_are_not_offered_say_why(client: FlaskClient) -> None:
    order = mine(client, seller=make_seller(providers=[]))
    page = client.get(f"/orders/{order.public_id}").text
    assert "Ban tổ chức không nhận thanh toán thử." in page
    assert client.post(f"/orders/{order.public_id}/pay/fake").status_code == 303
    assert order.state is OrderState.OPEN


def test_an_order_that_is_over_cannot_be_paid(client: FlaskClient) -> None:
    order = mine(client)
    client.post(f"/orders/{order.public_id}/cancel")
    assert order.state is OrderState.CANCELLED
    assert client.post(f"/orders/{order.public_id}/pay/fake").location == f"/orders/{order.public_id}"
    client.post(f"/test-payment/{order.public_id}/pay")
    assert order.captured == 0
    late = mine(client, expires_at=clock.now() - timedelta(seconds=1))
    assert client.post(f"/orders/{late.public_id}/pay/fake").location == f"/orders/{late.public_id}"


def test_the_page_follows_the_state(client: FlaskClient) -> None:
    order = mine(client)
    path = f"/orders/{order.public_id}/state"
    waiting = client.get(path, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in waiting.headers
    assert waiting.headers["Cache-Control"] == "no-store"
    pay(order)
    assert client.get(path, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(path).location == f"/orders/{order.public_id}"


def test_who_comes_back_before_the_provider_told_waits_and_pays_nothing_twice(client: FlaskClient) -> None:
    order = mine(client)
    path = f"/orders/{order.public_id}"
    assert "Đang xử lý thanh toán" not in client.get(f"{path}?returned=1").text  # nobody began to pay
    with transaction() as current:
        current.add(PaymentAttempt(order_id=order.id, provider="stripe", reference="cs_1"))
    page = client.get(f"{path}?returned=1").text
    assert "Đang xử lý thanh toán" in page
    assert "/pay/" not in page
    assert "/pay/" in client.get(path).text
    often, seldom, never = (
        client.get(f"{path}/state?returned=1&asked={asked}", headers={"HX-Request": "true"}).text
        for asked in (3, 20, 60)
    )
    assert "delay:4s" in often
    assert "asked=4" in often
    assert "delay:30s" in seldom
    assert "hx-get" not in never
    assert order.buyer_email in never
    assert (order.state, order.captured) == (OrderState.OPEN, 0)
    pay(order)
    answer = client.get(f"{path}/state?returned=1&asked=5", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert "Đang xử lý thanh toán" not in client.get(f"{path}?returned=1").text


@pytest.mark.parametrize("number", [1, 3])
def test_my_orders_are_few_statements(client: FlaskClient, number: int) -> None:
    buyer = account("Trần Mẫu Lan")
    sign_in(client, buyer)
    seller = make_seller()
    for _ in range(number):
        make_order(seller, buyer=Buyer(buyer.name, buyer.email, account_id=buyer.id))
    make_order(seller)
    with count_statements() as counted:
        page = client.get("/orders/")
    assert page.text.count("/orders/") >= number
    assert page.text.count("DH-") == number
    counted.at_most(8)


def test_an_orders_page_is_few_statements(client: FlaskClient) -> None:
    order = mine(client)
    pay(order)
    for amount in (1, 2, 3):
        ask_refund(order, amount=amount, reason="Thử", by=None)
    with count_statements() as counted:
        assert client.get(f"/orders/{order.public_id}").status_code == 200
    counted.at_most(12)


def test_a_receipt_is_downloaded_and_checked(client: FlaskClient, session: Session) -> None:
    order = mine(client)
    pay(order)
    paper = session.scalars(select(Receipt)).one()
    other = mine(client)
    answer = client.get(f"/orders/{other.public_id}/papers/{paper.public_id}.pdf")
    assert answer.status_code == 404, "a paper is found with its own order only"
    sign_in(client, order.account)
    answer = client.get(f"/orders/{order.public_id}/papers/{paper.public_id}.pdf")
    assert answer.data.startswith(b"%PDF")
    check = client.get(f"/receipts/{paper.public_id}").text
    assert paper.code in check
    assert order.buyer_name not in check


def test_production_has_no_fictional_money(client: FlaskClient, app, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    order = mine(client)
    settings = app.config["SETTINGS"]
    monkeypatch.setitem(app.config, "SETTINGS", type(settings)(**{**vars(settings), "fake_payments": False}))
    assert client.get(f"/test-payment/{order.public_id}").status_code == 404
    assert client.post(f"/test-payment/{order.public_id}/pay").status_code == 404
    assert order.captured == 0


def test_reminders_come_once(session: Session) -> None:
    order = make_order(expires_at=clock.now() + timedelta(days=4))
    brief = make_order(expires_at=clock.now() + timedelta(minutes=30))
    assert orders.remind_due() == 0
    with clock.at(clock.now() + timedelta(days=3, hours=1)):
        assert orders.remind_due() == 1
        assert orders.remind_due() == 0
    with transaction():
        session.refresh(brief)
    assert order.reminded_at is not None
