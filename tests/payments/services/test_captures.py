"""Money is counted once, and only when it fits to the đồng."""

import random
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db
from ecosystem.core.signals import reacts_to
from ecosystem.notifications.models import Mail
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, OrderState
from ecosystem.payments.models import Capture, Discrepancy, Order, Receipt
from ecosystem.payments.services import orders
from ecosystem.payments.services.captures import Outcome, record_capture
from ecosystem.payments.signals import OrderPaid
from tests.support.factories.payments import make_order, make_seller, pay

told: list[OrderPaid] = []


@reacts_to(OrderPaid)
def remember(fact: OrderPaid) -> None:
    told.append(fact)


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    told.clear()


def test_exact_money_pays_the_order(session: Session) -> None:
    order = make_order()
    outcome = pay(order)
    assert outcome.outcome is Outcome.COUNTED
    assert (order.state, order.captured, order.paid_through) == (OrderState.PAID, order.total, "fake")
    assert told == [OrderPaid(order.id, order.purpose, order.subject)]
    receipt = session.scalars(select(Receipt)).one()
    assert (receipt.number, receipt.amount) == (1, order.total)
    assert receipt.code.startswith("BN-")
    mails = session.scalars(select(Mail.kind).order_by(Mail.id)).all()
    assert mails == ["order_placed", "order_paid"]


def test_a_report_told_again_changes_nothing(session: Session) -> None:
    order = make_order()
    first = pay(order, reference="abc")
    again = pay(order, reference="abc")
    assert again.outcome is Outcome.REPEATED
    assert again.capture is first.capture
    assert order.captured == order.total
    assert len(told) == 1


@pytest.mark.parametrize("amount", [1_999_999, 2_000_001, 1])
def test_one_dong_too_little_or_too_much_is_held(session: Session, amount: int) -> None:
    order = make_order()
    outcome = pay(order, amount=amount)
    assert outcome.outcome is Outcome.HELD
    assert outcome.discrepancy is not None
    assert outcome.discrepancy.kind is DiscrepancyKind.AMOUNT
    assert (order.state, order.captured) == (OrderState.OPEN, 0)
    assert told == []


def test_another_currency_is_held(session: Session) -> None:
    outcome = pay(make_order(), currency="usd")
    assert outcome.discrepancy is not None
    assert outcome.discrepancy.kind is DiscrepancyKind.CURRENCY


def test_an_unknown_order_is_held_for_whose_account_it_came_into(session: Session) -> None:
    seller = make_seller()
    stranger = make_order()
    outcome = pay(stranger, organiser=seller.organiser)
    assert outcome.discrepancy is not None
    assert outcome.discrepancy.kind is DiscrepancyKind.UNKNOWN_ORDER
    assert outcome.discrepancy.organiser_id == seller.organiser_id
    assert stranger.state is OrderState.OPEN


def test_the_note_of_a_transfer_finds_the_order(session: Session) -> None:
    order = make_order()
    assert pay(order, order_code=f" {order.note_code.lower()} ").outcome is Outcome.COUNTED


def test_a_second_payment_is_held(session: Session) -> None:
    order = make_order()
    pay(order)
    outcome = pay(order)
    assert outcome.discrepancy is not None
    assert outcome.discrepancy.kind is DiscrepancyKind.SECOND_PAYMENT
    assert order.captured == order.total


def test_money_for_an_order_that_is_over_is_held(session: Session) -> None:
    cancelled = make_order()
    orders.cancel_order(cancelled, by=None)
    expired = make_order(expires_at=clock.now() - timedelta(seconds=1))
    assert orders.expire_due() == 1
    for order in (cancelled, expired):
        outcome = pay(order)
        assert outcome.discrepancy is not None
        assert outcome.discrepancy.kind is DiscrepancyKind.LATE
    assert told == []


def test_an_open_order_past_its_time_is_still_paid(session: Session) -> None:
    """The clock alone takes nothing away: as long as the order was not closed, its place was not given away."""
    order = make_order(expires_at=clock.now() - timedelta(seconds=1))
    assert pay(order).outcome is Outcome.COUNTED


def test_nothing_is_no_money(session: Session) -> None:
    with pytest.raises(ValueError):
        pay(make_order(), amount=0)


@pytest.mark.both_databases
def test_every_order_is_paid_once_whatever_is_replayed(committed_app: Flask) -> None:
    """Every report three times, in random order, by four at a time."""
    with committed_app.app_context():
        seller = make_seller()
        codes = [make_order(seller).code for _ in range(20)]
    reports = [code for code in codes for _ in range(3)]
    random.Random(7).shuffle(reports)
    outcomes: list[Outcome] = []
    failures: list[BaseException] = []

    def replay(part: list[str]) -> None:
        with committed_app.app_context():
            for code in part:
                try:
                    outcomes.append(_tell(code))
                except BaseException as error:
                    failures.append(error)

    threads = [Thread(target=replay, args=(reports[start::4],)) for start in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    assert sorted(outcomes) == sorted([Outcome.COUNTED] * 20 + [Outcome.REPEATED] * 40)
    with committed_app.app_context():
        rows = db.session.scalars(select(Order)).all()
        assert {(row.state, row.captured) for row in rows} == {(OrderState.PAID, 2_000_000)}
        assert db.session.scalar(select(func.count()).select_from(Capture)) == 20
        assert db.session.scalar(select(func.count()).select_from(Discrepancy)) == 0
        numbers = db.session.scalars(select(Receipt.number).order_by(Receipt.number)).all()
        assert list(numbers) == list(range(1, 21))
        assert len(told) == 20


def _tell(code: str) -> Outcome:
    return record_capture(
        provider="fake", reference=f"of-{code}", order_code=code, amount=2_000_000, currency="VND", at=clock.now()
    ).outcome
