"""Sending refunds through the providers, outside of transactions, until they are done or refused for good."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.payments.domain.life_cycle import RefundState
from ecosystem.payments.gateway import GatewayAway, GatewayRefused, Returned, gateway_named
from ecosystem.payments.models import Refund
from ecosystem.payments.services.refunds import fail_refund, finish_refund, note_sent

AT_ONCE = 100
HELD = timedelta(minutes=5)  # nobody else tries the refund meanwhile
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 12


def send_due() -> int:
    """Try the refunds that are due; return how many were done or sent.

    Each is claimed first, then the provider is asked, then the answer is put down: a process that dies in between
    tries again later with the same idempotency key, so that no money goes back twice.
    """
    chosen = (
        select(Refund.id)
        .where(Refund.state == RefundState.ASKED, Refund.is_manual.is_(False), Refund.next_try_at <= clock.now())
        .order_by(Refund.next_try_at, Refund.id)
        .limit(AT_ONCE)
    )
    return sum(_send(ident) for ident in session().scalars(chosen).all())


def _send(ident: int) -> bool:
    refund = _claim(ident)
    if refund is None:
        return False
    gateway = gateway_named(refund.provider)
    if gateway is None:
        fail_refund(refund, error=f"no provider {refund.provider}")
        return False
    try:
        answer = gateway.refund(refund)
    except GatewayAway as error:
        return _try_later(refund, str(error))
    except GatewayRefused as error:
        fail_refund(refund, error=str(error))
        return False
    _note(refund, answer)
    return True


def _claim(ident: int) -> Refund | None:
    with transaction():
        refund = locked(Refund, ident)
        due = refund.next_try_at
        if refund.state is not RefundState.ASKED or refund.is_manual or due is None or due > clock.now():
            return None
        refund.tries += 1
        refund.next_try_at = clock.now() + HELD
    chosen = select(Refund).where(Refund.id == ident).options(joinedload(Refund.capture), joinedload(Refund.order))
    return session().scalar(chosen)


def _try_later(refund: Refund, error: str) -> bool:
    """Wait twice as long after every try; give up in the end, so that somebody looks at it."""
    if refund.tries >= MOST_TRIES:
        fail_refund(refund, error=error)
        return False
    with transaction():
        present = locked(Refund, refund.id)
        present.error = error
        present.next_try_at = clock.now() + min(LONGEST_WAIT, timedelta(minutes=2**present.tries))
    return False


def _note(refund: Refund, answer: Returned) -> None:
    at = answer.at or clock.now()
    if answer.state is RefundState.DONE:
        finish_refund(refund, reference=answer.reference, at=at)
    else:
        note_sent(refund, reference=answer.reference, at=at)
