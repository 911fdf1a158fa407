"""What the fictional provider does when somebody clicks on its pages, and its reports to us."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.payments.gateway.fake import FAKE, take_money
from ecosystem.payments.models import FakePayment, Order
from ecosystem.payments.services.captures import CaptureOutcome, record_capture

DELAY = timedelta(minutes=1)


class Click(StrEnum):
    """The buttons of the fictional pages."""

    PAY = "pay"
    SHORT = "short"  # one đồng less than asked
    DELAY = "delay"
    FAIL = "fail"


def click(order: Order, button: Click) -> CaptureOutcome | None:
    """Act as the provider: take the money (or not) and report it, at once or later. None: nothing is reported yet."""
    if button is Click.FAIL:
        return None
    amount = max(1, order.total - 1) if button is Click.SHORT else order.total
    paid = take_money(order, delay=DELAY if button is Click.DELAY else timedelta(0), amount=amount)
    return None if button is Click.DELAY else _tell(paid.id)


def tell_due() -> int:
    """Report the payments whose delay is over; return how many."""
    chosen = select(FakePayment.id).where(FakePayment.told_at.is_(None), FakePayment.tell_at <= clock.now())
    idents = session().scalars(chosen.order_by(FakePayment.id)).all()
    for ident in idents:
        _tell(ident)
    return len(idents)


def _tell(ident: int) -> CaptureOutcome:
    """Report one payment; a second report would change nothing."""
    with transaction():
        paid = locked(FakePayment, ident)
        paid.told_at = clock.now()
        return record_capture(
            provider=FAKE.key,
            reference=paid.reference,
            order_code=paid.order_code,
            amount=paid.amount,
            currency="VND",
            at=paid.at,
        )
