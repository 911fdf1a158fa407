"""What did not fit waits for the treasurer, who decides once."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.core.invariants import violations
from ecosystem.core.signals import reacts_to
from ecosystem.payments.domain.life_cycle import DiscrepancyState, OrderState
from ecosystem.payments.invariants import INVARIANTS
from ecosystem.payments.models import Discrepancy, Order, Receipt
from ecosystem.payments.services import discrepancies, orders
from ecosystem.payments.services.refunds import mark_sent
from ecosystem.payments.signals import MayReinstate
from tests.support.factories.accounts import account
from tests.support.factories.payments import make_code, make_order, make_seller, pay

taken: list[str] = []


@reacts_to(MayReinstate)
def gone(question: MayReinstate) -> list[str]:
    return ["Gian hàng đã có người khác."] if question.subject in taken else []


@pytest.fixture(autouse=True)
def all_hold(session: Session) -> Iterator[None]:
    taken.clear()
    yield
    assert [str(each) for each in violations(INVARIANTS)] == []


@pytest.fixture
def by(session: Session) -> int:
    return account("Thủ quỹ").id


def held(order: Order, **values: object) -> Discrepancy:
    found = pay(order, **values).discrepancy
    assert found is not None
    return found


def expired() -> Order:
    order = make_order(expires_at=clock.now() - timedelta(seconds=1))
    orders.expire_due()
    return order


def test_one_dong_too_little_is_accepted(session: Session, by: int) -> None:
    order = make_order()
    discrepancies.accept(held(order, amount=1_999_999), reason="Phí ngân hàng", by=by)
    assert (order.state, order.captured) == (OrderState.PAID, 1_999_999)
    assert session.scalars(select(Receipt.amount)).one() == 1_999_999


def test_an_order_paid_in_two_parts_has_two_receipts(session: Session, by: int) -> None:
    order = make_order()
    first, second = held(order, amount=1_500_000), held(order, amount=500_000)
    discrepancies.accept(first, reason="Trả hai lần", by=by)
    discrepancies.accept(second, reason="Trả hai lần", by=by)
    assert (order.state, order.captured) == (OrderState.PAID, order.total)
    assert session.scalars(select(Receipt.amount).order_by(Receipt.number)).all() == [1_500_000, 500_000]


def test_late_money_takes_the_order_up_again(session: Session, by: int) -> None:
    order = expired()
    discrepancies.accept(held(order), reason="Chuyển trước hạn, ngân hàng chậm", by=by)
    assert order.state is OrderState.PAID
    assert order.live_key == f"{order.purpose}:{order.subject}"


def test_not_when_it_was_sold_to_others(session: Session, by: int) -> None:
    order = expired()
    found = held(order)
    taken.append(order.subject)
    with pytest.raises(Refused, match="người khác"):
        discrepancies.accept(found, reason="x", by=by)
    session.refresh(found)
    assert (found.state, order.captured) == (DiscrepancyState.OPEN, 0)


def test_not_when_it_was_ordered_anew(session: Session, by: int) -> None:
    order = expired()
    found = held(order)
    make_order(subject=order.subject)
    with pytest.raises(AlreadyTaken):
        discrepancies.accept(found, reason="x", by=by)
    session.expire_all()
    assert (found.state, order.captured, order.state) == (DiscrepancyState.OPEN, 0, OrderState.EXPIRED)


def test_a_second_payment_is_given_back_and_the_order_stays(session: Session, by: int) -> None:
    order = make_order()
    pay(order)
    found = held(order, provider="vietqr")
    with pytest.raises(Refused):
        discrepancies.accept(found, reason="x", by=by)
    refund = discrepancies.give_back(found, reason="Trả hai lần", by=by)
    mark_sent(refund, reference="FT2", by=by)
    assert (order.state, order.captured, order.refunded) == (OrderState.PAID, order.total, 0)


def test_money_that_named_no_order_is_given_one(session: Session, by: int) -> None:
    seller = make_seller()
    order, stranger = make_order(seller), make_order()
    found = held(order, order_code="", organiser=seller.organiser)
    for code in ("", "DH-0000", stranger.code):
        with pytest.raises(Invalid):
            discrepancies.accept(found, reason="x", by=by, order_code=code)
    discrepancies.accept(found, reason="Quên ghi nội dung", by=by, order_code=order.code.lower())
    assert order.state is OrderState.PAID
    assert stranger.state is OrderState.OPEN


def test_another_currency_never_counts(session: Session, by: int) -> None:
    order = make_order()
    found = held(order, currency="USD")
    with pytest.raises(Refused):
        discrepancies.accept(found, reason="x", by=by)
    discrepancies.give_back(found, reason="Sai loại tiền", by=by)
    assert order.captured == 0


def test_a_decision_needs_a_reason_and_is_made_once(session: Session, by: int) -> None:
    found = held(make_order(), amount=5)
    with pytest.raises(Invalid):
        discrepancies.set_aside(found, reason="  ", by=by)
    discrepancies.set_aside(found, reason="Chuyển thử", by=by)
    for act in (discrepancies.accept, discrepancies.give_back, discrepancies.set_aside):
        with pytest.raises(Refused):
            act(found, reason="x", by=by)
    assert found.state is DiscrepancyState.IGNORED


def test_an_order_that_cost_nothing_takes_no_money(session: Session, by: int) -> None:
    seller = make_seller()
    make_code(seller.organiser, "MIENPHI", percent=Decimal(100))
    order = make_order(seller, discount_code="MIENPHI")
    assert (order.total, order.state) == (0, OrderState.PAID)
    late = held(order, amount=2_000_000)
    with pytest.raises(Refused):
        discrepancies.accept(late, reason="Nhầm", by=by)
    assert order.captured == 0
