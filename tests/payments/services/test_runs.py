"""A cancelled event gives all orders back, once each, whatever breaks off; books are compared with providers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.invariants import violations
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.gateway.fake import FAKE, take_money
from ecosystem.payments.invariants import INVARIANTS
from ecosystem.payments.models import FakePayment, Order, Reconciliation, Refund
from ecosystem.payments.queries.sellers import seller_of_order
from ecosystem.payments.services import reconciliation, runs
from ecosystem.payments.services.refunds import ask_refund, fail_refund
from ecosystem.payments.services.sending import send_due
from ecosystem.payments.services.testing import Click, click
from tests.support.background import run_tasks
from tests.support.factories.payments import make_order, make_seller, pay


@pytest.fixture(autouse=True)
def provider_is_there(session: Session) -> Iterator[None]:
    yield
    FAKE.is_away = False
    assert [str(each) for each in violations(INVARIANTS)] == []


class Killed(BaseException):
    """The process ends here."""


def sold(number: int) -> list[Order]:
    seller = make_seller()
    found = [make_order(seller) for _ in range(number)]
    for order in found:
        click(order, Click.PAY)
    return found


def test_a_run_that_is_killed_goes_on_and_gives_nothing_back_twice(session: Session) -> None:
    orders = sold(5)
    run = runs.ask_refunds(orders, "Bão số 9", by=None)
    assert run is not None

    def kill(done: int, total: int) -> None:
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        runs.carry_out(run, kill)
    assert session.scalar(select(func.count()).select_from(Refund)) == 3
    send_due()
    assert run_tasks() == 1
    assert {order.state for order in orders} == {OrderState.REFUNDED}
    book = session.scalars(select(FakePayment)).all()
    assert [sum(paid.refunds.values()) for paid in book] == [2_000_000] * 5
    assert all(len(paid.refunds) == 1 for paid in book)


def test_a_run_gives_back_what_is_left(session: Session) -> None:
    (order,) = sold(1)
    ask_refund(order, amount=500_000, reason="", by=None)
    send_due()
    runs.ask_refunds([order], "Hủy", by=None)
    run_tasks()
    assert (order.state, order.refunded) == (OrderState.REFUNDED, order.total)
    assert sorted(session.scalars(select(Refund.amount))) == [500_000, 1_500_000]


def test_what_failed_for_good_in_a_run_is_not_asked_for_again_by_itself(session: Session) -> None:
    (order,) = sold(1)
    run = runs.ask_refunds([order], "Hủy", by=None)
    assert run is not None
    FAKE.is_away = True
    runs.carry_out(run, lambda _done, _all: None)
    fail_refund(session.scalars(select(Refund)).one(), error="tài khoản đã đóng")
    runs.carry_out(run, lambda _done, _all: None)
    assert session.scalar(select(func.count()).select_from(Refund)) == 1, "the treasurer decides how it goes back"


def test_a_run_belongs_to_one_organiser(session: Session) -> None:
    with pytest.raises(ValueError):
        runs.ask_refunds([make_order(), make_order()], "x", by=None)
    assert runs.ask_refunds([], "x", by=None) is None


def compared(session: Session) -> Reconciliation:
    session.expire_all()
    return session.scalars(select(Reconciliation).order_by(Reconciliation.id.desc())).first()  # type: ignore[return-value]


def test_books_that_agree_and_books_that_differ(session: Session) -> None:
    one, other = sold(2)
    ask_refund(one, amount=700_000, reason="", by=None)
    send_due()
    assert reconciliation.reconcile_due() == 1
    row = compared(session)
    assert (row.orders, row.ours, row.theirs, row.differences) == (2, 3_300_000, 3_300_000, [])
    assert reconciliation.reconcile_due() == 0, "once a day"
    take_money(make_order(seller_of_order(other)))
    with clock.at(clock.now() + timedelta(days=1)):
        assert reconciliation.reconcile_due() == 1
    row = compared(session)
    assert row.theirs - row.ours == 2_000_000
    (found,) = row.differences
    assert (found["ours"], found["theirs"]) == (0, 2_000_000)


def test_money_we_hold_that_the_provider_does_not_know(session: Session) -> None:
    order = make_order()
    pay(order, reference="made up")
    reconciliation.reconcile_due()
    (found,) = compared(session).differences
    assert (found["order"], found["ours"], found["theirs"]) == (order.code, 2_000_000, 0)


def test_a_provider_that_is_silent_is_not_taken_for_one_that_has_nothing(session: Session) -> None:
    sold(5)
    FAKE.is_away = True
    reconciliation.reconcile_due()
    row = compared(session)
    assert (row.unanswered, row.differences) == (5, [])


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("captured", 1, "an order holds the sum of the captures that count for it"),
        ("total", 5, "an order costs the sum of its lines"),
        ("live_key", None, "a subject has one order that is open or paid"),
    ],
)
def test_invariants_notice(session: Session, field: str, value: object, sentence: str) -> None:
    (order,) = sold(1)
    kept = {name: getattr(order, name) for name in (field, "net", "vat")}
    with transaction():
        setattr(order, field, value)
        if field == "total":
            order.net, order.vat = 5, 0
    assert sentence in {each.sentence for each in violations(INVARIANTS)}
    with transaction():
        for name, before in kept.items():
            setattr(order, name, before)
