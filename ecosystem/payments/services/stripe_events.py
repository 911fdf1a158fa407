"""What Stripe's events do to orders and refunds: each once, in whatever order they come.

An event is stored under its id together with what it does, or not at all, so that Stripe sends it again. An event about
a payment that is not known yet waits and is taken up when the payment is recorded, or by a job.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.events.models import Organiser
from ecosystem.payments import notices
from ecosystem.payments.domain.life_cycle import RefundState
from ecosystem.payments.gateway.stripe import KEY, is_ours
from ecosystem.payments.gateway.stripe_client import Event
from ecosystem.payments.models import Capture, EventOutcome, Order, PaymentAttempt, ProviderEvent, Refund
from ecosystem.payments.services.captures import record_capture
from ecosystem.payments.services.refunds import fail_refund, finish_refund, new_refund, note_sent

AT_ONCE = 200
WAITS = timedelta(days=3)  # as long as Stripe repeats an event that was not taken
REPEATED = "repeated"
Facts = Mapping[str, Any]
Done = tuple[EventOutcome, str]


def take_event(event: Event) -> str:
    """Do what the event says, once; return what was made of it in a word, "repeated" for one that was here before."""
    with transaction():
        subject, facts = _told(event)
        row = ProviderEvent(
            provider=KEY,
            event=event.id[:200],
            kind=event.kind[:80],
            subject=subject,
            data=dict(facts),
            at=event.at,
            received_at=clock.now(),
        )
        try:
            with unique_or(""):
                session().add(row)
                session().flush()
        except AlreadyTaken:
            return REPEATED
        act = _ACTS.get(event.kind)
        row.outcome, row.said = act(subject, facts, event.at) if act else (EventOutcome.IGNORED, "of no interest")
        return row.said


def take_up_waiting() -> int:
    """Try the events again that came before their payments; return how many found them."""
    chosen = select(ProviderEvent.id).where(ProviderEvent.outcome == EventOutcome.WAITING)
    return sum(_take_up(ident) for ident in session().scalars(chosen.order_by(ProviderEvent.id).limit(AT_ONCE)).all())


def _take_up(ident: int) -> bool:
    with transaction():
        row = locked(ProviderEvent, ident)
        if row.outcome is not EventOutcome.WAITING:
            return False
        if row.received_at < clock.now() - WAITS:
            row.outcome, row.said = EventOutcome.IGNORED, "about nothing of ours"
            return False
        row.outcome, row.said = _ACTS[row.kind](row.subject, row.data, row.at)
        return row.outcome is not EventOutcome.WAITING


def _told(event: Event) -> tuple[str, Facts]:
    """The payment an event is about, and what is needed to act on it; nothing about the payer."""
    about = event.about
    session_like = event.kind.startswith("checkout.session.")
    subject = about.get("payment_intent") or ("" if not session_like else about.get("id")) or ""
    wanted = ("id", "client_reference_id", "payment_status", "amount_total", "amount", "amount_refunded", "currency")
    facts = {name: about.get(name) for name in (*wanted, "status", "reason", "failure_reason") if name in about}
    refund = dict(about.get("metadata") or {}).get("refund", "")
    return str(subject)[:200], {**facts, "ours": is_ours(about), "refund": str(refund)[:16]}


def _completed(subject: str, facts: Facts, at: datetime) -> Done:
    if not facts["ours"]:
        return EventOutcome.IGNORED, "of another site"
    if facts.get("payment_status") != "paid":
        _note_attempt(facts, waiting=True)
        return EventOutcome.DONE, "under way"
    _note_attempt(facts, waiting=False)
    outcome = record_capture(
        provider=KEY,
        reference=subject,
        order_code=str(facts.get("client_reference_id") or ""),
        amount=int(facts["amount_total"]),
        currency=str(facts["currency"]),
        at=at,
    )
    for ident in _waiting_about(subject):
        _take_up(ident)
    return EventOutcome.DONE, outcome.outcome.value


def _failed(subject: str, facts: Facts, at: datetime) -> Done:
    if not facts["ours"]:
        return EventOutcome.IGNORED, "of another site"
    _note_attempt(facts, waiting=False, failed=True)
    return EventOutcome.DONE, "payment failed"


def _session_over(subject: str, facts: Facts, at: datetime) -> Done:
    return EventOutcome.DONE, "session over"  # the order has an end of its own


def _note_attempt(facts: Facts, **said: bool) -> None:
    """Remember on the session what the order's page says of it."""
    chosen = select(PaymentAttempt).where(PaymentAttempt.provider == KEY, PaymentAttempt.reference == facts["id"])
    attempt = session().scalar(chosen)
    if attempt is not None:
        attempt.data = {**attempt.data, **said}


def _waiting_about(subject: str) -> list[int]:
    chosen = select(ProviderEvent.id).where(
        ProviderEvent.outcome == EventOutcome.WAITING, ProviderEvent.subject == subject
    )
    return list(session().scalars(chosen.order_by(ProviderEvent.id)).all())


def _charge_refunded(subject: str, facts: Facts, at: datetime) -> Done:
    """What went back in all, ours and from Stripe's own pages; what is not ours is put on record."""
    found = _capture(subject)
    if found is None:
        return _unknown(facts)
    order = locked(Order, found.order_id) if found.order_id is not None else None
    rows = session().scalars(select(Refund).where(Refund.capture_id == found.id)).all()
    ours = sum(row.amount for row in rows if row.state is not RefundState.FAILED)
    more = int(facts["amount_refunded"]) - ours
    if more <= 0:
        return EventOutcome.DONE, "known"
    _adopt(found, order, more, f"{facts['id']}:{facts['amount_refunded']}", at)
    return EventOutcome.DONE, "refunded elsewhere"


def _adopt(capture: Capture, order: Order | None, amount: int, reference: str, at: datetime) -> None:
    """Put a refund on record that was made on Stripe's own pages."""
    organiser_id = order.organiser_id if order is not None else None
    if organiser_id is None:
        return  # money for no order of ours: the discrepancy tells of it
    refund = new_refund(capture, organiser_id, amount, reason="", by=None)
    refund.order_id = capture.order_id
    refund.counts = capture.counts
    refund.is_manual = False
    session().add(refund)
    if order is not None and capture.counts:
        order.reserved += amount
    session().flush()
    scope = session().get_one(Organiser, organiser_id)
    audit.record("refund.adopted", refund, by=None, scope=scope, changes={"amount": (None, amount)})
    finish_refund(refund, reference=reference, at=at)


def _refund_moved(subject: str, facts: Facts, at: datetime) -> Done:
    """The end of a refund that was asked for here; others are counted by `charge.refunded`."""
    chosen = select(Refund.id).where(Refund.provider == KEY, Refund.public_id == facts["refund"])
    ident = session().scalar(chosen) if facts["refund"] else None
    if ident is None:
        return EventOutcome.IGNORED, "not asked for here"
    refund, status = session().get_one(Refund, ident), facts.get("status")
    if refund.state is RefundState.FAILED:
        return EventOutcome.DONE, "known"
    if status == "succeeded":
        finish_refund(refund, reference=str(facts["id"]), at=at)
    elif status in ("failed", "canceled"):
        fail_refund(refund, error=str(facts.get("failure_reason") or status))
    elif refund.state is RefundState.ASKED:
        note_sent(refund, reference=str(facts["id"]), at=at)
    return EventOutcome.DONE, f"refund {status}"


def _disputed(subject: str, facts: Facts, at: datetime) -> Done:
    """The buyer's bank takes the money back for now: a matter for the treasurer, at Stripe."""
    found = _capture(subject)
    if found is None:
        return EventOutcome.WAITING, "before its payment"  # a dispute does not say of which site it is
    if found.order is None:
        return EventOutcome.DONE, "about no order"
    audit.record(
        "order.disputed", found.order, by=None, scope=found.order.organiser,
        changes={"amount": (None, int(facts["amount"]))}, note=str(facts.get("reason") or ""),
    )  # fmt: skip
    notices.order_disputed(found.order, int(facts["amount"]), str(facts["id"]))
    return EventOutcome.DONE, "disputed"


def _capture(subject: str) -> Capture | None:
    return session().scalar(select(Capture).where(Capture.provider == KEY, Capture.reference == subject))


def _unknown(facts: Facts) -> Done:
    """About a payment that is not on record: to come if it is ours, else of another site."""
    if facts["ours"]:
        return EventOutcome.WAITING, "before its payment"
    return EventOutcome.IGNORED, "of another site"


_ACTS: Mapping[str, Callable[[str, Facts, datetime], Done]] = {
    "checkout.session.completed": _completed,
    "checkout.session.async_payment_succeeded": _completed,
    "checkout.session.async_payment_failed": _failed,
    "checkout.session.expired": _session_over,
    "charge.refunded": _charge_refunded,
    "refund.created": _refund_moved,
    "refund.updated": _refund_moved,
    "refund.failed": _refund_moved,
    "charge.refund.updated": _refund_moved,
    "charge.dispute.created": _disputed,
}
