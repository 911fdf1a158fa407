"""Reading orders, their papers and their money."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.payments.models import (
    Capture,
    DiscountUse,
    Discrepancy,
    FakePayment,
    Order,
    PaymentAttempt,
    Receipt,
    Refund,
)


def whole_order() -> Select[Any]:
    """Statement: orders with organiser, lines and discount."""
    return select(Order).options(
        joinedload(Order.organiser),
        joinedload(Order.discount_use).joinedload(DiscountUse.discount_code),
        selectinload(Order.lines),
    )


def order_by_public_id(order_id: str) -> Order:
    """Return the order. Raises NoSuchRecord."""
    found: Order | None = session().scalar(whole_order().where(Order.public_id == order_id))
    return one_or_missing(found)


def orders_of_buyer(account_id: int) -> Select[Any]:
    """Statement: somebody's own orders, newest first."""
    return (
        select(Order)
        .where(Order.account_id == account_id)
        .options(joinedload(Order.organiser))
        .order_by(Order.placed_at.desc(), Order.id.desc())
    )


def is_begun(order: Order) -> bool:
    """Tell whether the buyer began to pay through a provider that can still tell of it."""
    going = exists().where(PaymentAttempt.order_id == order.id, PaymentAttempt.ended_at.is_(None))
    in_the_test = exists().where(FakePayment.order_code == order.code, FakePayment.told_at.is_(None))
    return bool(session().scalar(select(or_(going, in_the_test))))


def papers_of(order: Order) -> Sequence[Receipt]:
    """Return the receipt and the credit notes of an order, oldest first."""
    return scalars(select(Receipt).where(Receipt.order_id == order.id).order_by(Receipt.id))


def paper_of_order(order_id: str, paper_id: str) -> Receipt:
    """Return a paper of that order. Raises NoSuchRecord."""
    chosen = select(Receipt).join(Receipt.order).where(Order.public_id == order_id, Receipt.public_id == paper_id)
    found: Receipt | None = session().scalar(chosen.options(joinedload(Receipt.order).joinedload(Order.organiser)))
    return one_or_missing(found)


def paper_by_code(paper_id: str) -> Receipt:
    """Return the paper behind a QR code. Raises NoSuchRecord."""
    chosen = select(Receipt).where(Receipt.public_id == paper_id)
    found: Receipt | None = session().scalar(
        chosen.options(joinedload(Receipt.organiser), joinedload(Receipt.order), joinedload(Receipt.refund))
    )
    return one_or_missing(found)


def refunds_of(order: Order) -> Sequence[Refund]:
    """Return the refunds of an order, oldest first, of money that did not count too."""
    chosen = select(Refund).where(Refund.order_id == order.id)
    return scalars(chosen.options(joinedload(Refund.asked_by), joinedload(Refund.capture)).order_by(Refund.id))


def captures_of(order: Order) -> Sequence[Capture]:
    """Return the money that arrived for an order, counted or not."""
    return scalars(select(Capture).where(Capture.order_id == order.id).order_by(Capture.id))


def discrepancies_of(order: Order) -> Sequence[Discrepancy]:
    """Return what did not fit among the money for an order."""
    chosen = select(Discrepancy).join(Discrepancy.capture).where(Capture.order_id == order.id)
    return scalars(chosen.options(joinedload(Discrepancy.capture)).order_by(Discrepancy.id))
