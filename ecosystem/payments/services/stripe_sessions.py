"""Looking after Stripe's sessions, for when an event is lost or an order ends before its session."""

from datetime import timedelta

from sqlalchemy import or_, select

from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.logs import log
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.gateway import GatewayAway, GatewayRefused
from ecosystem.payments.gateway.stripe import KEY, close, retrieve
from ecosystem.payments.models import Order, PaymentAttempt
from ecosystem.payments.services.captures import record_capture

AT_ONCE = 50
ASKED_AFTER = timedelta(minutes=5)  # Stripe's events take seconds


def look_after_sessions() -> int:
    """Close the sessions of orders that ended, and ask about those whose event is overdue; return how many changed.

    Stripe is asked outside of transactions, one session at a time; when it is away the rest waits for the next turn.
    """
    changed = 0
    for attempt in _looked_after():
        try:
            changed += _look_after(attempt)
        except GatewayAway:
            break
        except GatewayRefused as error:
            log.error("session not looked after", attempt=attempt.id, said=str(error))
            _end(attempt)
    return changed


def _looked_after() -> list[PaymentAttempt]:
    """Sessions that are not over here: of orders that are, or older than events take."""
    chosen = (
        select(PaymentAttempt)
        .join(Order, Order.id == PaymentAttempt.order_id)
        .where(
            PaymentAttempt.provider == KEY,
            PaymentAttempt.ended_at.is_(None),
            PaymentAttempt.reference.not_like("pending:%"),
            or_(Order.state != OrderState.OPEN, PaymentAttempt.created_at < clock.now() - ASKED_AFTER),
        )
        .order_by(PaymentAttempt.looked_at.nulls_first(), PaymentAttempt.id)
        .limit(AT_ONCE)
    )
    return list(session().scalars(chosen).all())


def _look_after(attempt: PaymentAttempt) -> bool:
    order = session().get_one(Order, attempt.order_id)
    if order.state is not OrderState.OPEN and close(attempt):
        _end(attempt)
        return True
    found = retrieve(attempt)
    if found.status == "open":
        _look_again(attempt)
        return False
    if found.payment_status == "paid" and found.payment_intent and found.amount_total:
        record_capture(
            provider=KEY,
            reference=str(found.payment_intent),
            order_code=order.code,
            amount=found.amount_total,
            currency=str(found.currency),
            at=clock.now(),
        )
    elif found.status == "complete" and not attempt.data.get("failed"):
        _look_again(attempt)  # a payment that takes days
        return False
    _end(attempt)
    return True


def _end(attempt: PaymentAttempt) -> None:
    with transaction():
        locked(PaymentAttempt, attempt.id).ended_at = clock.now()


def _look_again(attempt: PaymentAttempt) -> None:
    with transaction():
        locked(PaymentAttempt, attempt.id).looked_at = clock.now()
