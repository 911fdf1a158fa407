"""Giving money back: asked for, sent through the provider or by the treasurer, done or failed.

What is asked for is reserved on the order at once, under its lock and the table's check, so that no two refunds can
together exceed what was captured. Only what is done lowers what the order holds.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import announce
from ecosystem.core.web.formatting import format_money as money
from ecosystem.events.models import Organiser
from ecosystem.payments import notices
from ecosystem.payments.domain.life_cycle import ORDER_LIFE, REFUND_LIFE, SETTLED, RefundState
from ecosystem.payments.gateway import gateway_named
from ecosystem.payments.models import Capture, Order, Refund
from ecosystem.payments.services.papers import issue_credit_note
from ecosystem.payments.signals import OrderRefunded


def ask_refund(
    order: Order, *, amount: int | None, reason: str, by: int | None, run: int | None = None, shown: int | None = None
) -> Sequence[Refund]:
    """Decide that `amount` đồng (None: all that is left) go back; a job or the treasurer sends them.

    One refund a capture, the newest capture first. `shown` is the order's version on the form, so that a second click
    asks for nothing. Raises Refused for an unpaid order or one with nothing left, Invalid for more than is left.
    """
    with transaction():
        present = locked(Order, order.id)
        check_version(present, shown)
        wanted = _wanted(present, amount)
        present.reserved += wanted
        return [
            _ask(present, capture, part, reason=reason, by=by, run=run) for capture, part in _parts(present, wanted)
        ]


def ensure_as_shown(shown: int | None, amount: int) -> None:
    """Raise Refused when a page promised that another amount goes back than `amount`, which does by now."""
    if shown is not None and shown != amount:
        raise Refused(
            _l("What goes back has changed meanwhile: it is %(amount)s now. Please look again.", amount=money(amount))
        )


def _wanted(order: Order, amount: int | None) -> int:
    left = order.left_to_refund
    if order.state not in SETTLED or left == 0:
        raise Refused(_l("There is nothing left of this order that could be given back."))
    wanted = left if amount is None else amount
    if not 0 < wanted <= left:
        text = _l("Give back at least 1 đồng and at most what is left of the payment.")
        raise Invalid(text, details={"amount": text})
    return wanted


def _parts(order: Order, wanted: int) -> list[tuple[Capture, int]]:
    """Which captures the money is taken from, and how much of each."""
    captures = session().scalars(
        select(Capture).where(Capture.order_id == order.id, Capture.counts).order_by(Capture.id.desc())
    ).all()  # fmt: skip
    rows = session().scalars(select(Refund).where(Refund.order_id == order.id, Refund.counts)).all()
    found = []
    for capture in captures:
        gone = sum(row.amount for row in rows if row.capture_id == capture.id and row.state is not RefundState.FAILED)
        part = min(wanted, capture.amount - gone)
        if part > 0:
            found.append((capture, part))
            wanted -= part
    assert wanted == 0, "what an order holds is the sum of its captures"
    return found


def _ask(order: Order, capture: Capture, amount: int, *, reason: str, by: int | None, run: int | None) -> Refund:
    refund = new_refund(capture, order.organiser_id, amount, reason=reason, by=by)
    refund.order_id, refund.run_id, refund.counts = order.id, run, True
    session().add(refund)
    session().flush()
    audit.record("refund.asked", refund, by=by, scope=order.organiser, changes={"amount": (None, amount)}, note=reason)
    return refund


def new_refund(capture: Capture, organiser_id: int, amount: int, *, reason: str, by: int | None) -> Refund:
    """Return a refund of a capture, not stored yet; a provider that nobody can ask means that people send it."""
    gateway = gateway_named(capture.provider)
    return Refund(
        capture_id=capture.id,
        organiser_id=organiser_id,
        amount=amount,
        currency=capture.currency,
        reason=reason,
        provider=capture.provider,
        is_manual=gateway is None or gateway.is_manual,
        asked_at=clock.now(),
        asked_by_id=by,
        next_try_at=clock.now(),
    )


def mark_sent(refund: Refund, *, reference: str, by: int, shown: int | None = None) -> Refund:
    """Note that the treasurer sent a refund by hand, with the bank's reference: it is done.

    Raises Refused when it is not waiting for that, Invalid without a reference.
    """
    if not reference.strip():
        text = _l("Give the bank's reference of the transfer.")
        raise Invalid(text, details={"reference": text})
    with transaction():
        present = locked(Refund, refund.id)
        check_version(present, shown)
        if not present.is_manual:
            raise Refused(_l("The provider sends this refund by itself."))
        return finish_refund(present, reference=reference.strip(), at=clock.now(), by=by)


def note_sent(refund: Refund, *, reference: str, at: datetime) -> Refund:
    """Note that the provider accepted a refund that will arrive later. Again, nothing changes."""
    with transaction():
        present = locked(Refund, refund.id)
        if present.state is RefundState.ASKED:
            present.state = REFUND_LIFE.after(present.state, "send")
            present.reference, present.sent_at, present.next_try_at = reference, at, None
            audit.record("refund.sent", present, by=None, scope=_scope(present))
        return present


def finish_refund(refund: Refund, *, reference: str, at: datetime, by: int | None = None) -> Refund:
    """Note that the money is back: the order holds less, the buyer gets word and a credit note. Again, nothing changes.

    Raises InvalidTransition for a refund that failed.
    """
    with transaction():
        order = locked(Order, refund.order_id) if refund.order_id is not None else None
        present = locked(Refund, refund.id)
        if present.state is RefundState.DONE:
            return present
        present.state = REFUND_LIFE.after(present.state, "finish")
        present.reference, present.done_at, present.next_try_at = reference, at, None
        present.sent_at, present.error = present.sent_at or at, ""
        audit.record("refund.done", present, by=by, scope=_scope(present), changes={"amount": (None, present.amount)})
        if order is not None and present.counts:
            _given_back(order, present)
        elif order is not None:
            notices.order_refunded(order, present, None)
        return present


def _given_back(order: Order, refund: Refund) -> None:
    order.refunded += refund.amount
    whole = order.refunded == order.captured
    order.state = ORDER_LIFE.after(order.state, "refund_whole" if whole else "refund_part")
    if whole:
        order.live_key = None
    note = issue_credit_note(order, refund)
    notices.order_refunded(order, refund, note)
    announce(OrderRefunded(order.id, order.purpose, order.subject, refund.amount, whole))


def fail_refund(refund: Refund, *, error: str) -> Refund:
    """Note that a provider refuses a refund for good: the amount can be asked for again. Again, nothing changes."""
    with transaction():
        order = locked(Order, refund.order_id) if refund.order_id is not None else None
        present = locked(Refund, refund.id)
        if present.state in (RefundState.FAILED, RefundState.DONE):
            return present
        present.state = REFUND_LIFE.after(present.state, "fail")
        present.error, present.next_try_at = error, None
        if order is not None and present.counts:
            order.reserved -= present.amount
        audit.record("refund.failed", present, by=None, scope=_scope(present), note=error)
        return present


def retry_refund(refund: Refund, *, by: int, by_hand: bool = False) -> Refund:
    """Ask for a failed refund anew: through the provider, or `by_hand` as a transfer that the treasurer sends.

    Raises InvalidTransition unless it failed, Refused when the order has not that much left any more.
    """
    with transaction():
        order = locked(Order, refund.order_id) if refund.order_id is not None else None
        present = locked(Refund, refund.id)
        present.state = REFUND_LIFE.after(present.state, "retry")
        if order is not None and present.counts:
            if present.amount > min(order.left_to_refund, _left_of(present)):  # given back another way meanwhile
                raise Refused(_l("There is nothing left of this order that could be given back."))
            order.reserved += present.amount
        present.tries, present.next_try_at = 0, clock.now()
        present.is_manual = present.is_manual or by_hand
        audit.record("refund.retried", present, by=by, scope=_scope(present))
        return present


def _left_of(refund: Refund) -> int:
    """How much of the payment that a failed refund was to give back is not given back otherwise."""
    others = select(func.coalesce(func.sum(Refund.amount), 0)).where(
        Refund.capture_id == refund.capture_id, Refund.state != RefundState.FAILED, Refund.id != refund.id
    )
    return session().get_one(Capture, refund.capture_id).amount - int(session().scalar(others) or 0)


def _scope(refund: Refund) -> Organiser:
    return session().get_one(Organiser, refund.organiser_id)
