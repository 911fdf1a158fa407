"""Money that arrives: each payment once, counted if it fits to the đồng, else kept for a decision."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, why_held
from ecosystem.payments.models import Capture, Discrepancy, Order
from ecosystem.payments.services.settling import settle


class Outcome(StrEnum):
    """What became of a reported payment."""

    COUNTED = "counted"
    HELD = "held"  # kept, not counted: a discrepancy waits for a decision
    REPEATED = "repeated"  # known already; nothing changed


@dataclass(frozen=True)
class CaptureOutcome:
    """What became of it, the capture, its order and why it was not counted (also when it is repeated)."""

    outcome: Outcome
    capture: Capture
    order: Order | None = None
    discrepancy: Discrepancy | None = None


def record_capture(
    *,
    provider: str,
    reference: str,
    order_code: str,
    amount: int,
    currency: str,
    at: datetime,
    by: int | None = None,
    organiser: Organiser | None = None,
) -> CaptureOutcome:
    """Put money on record that `provider` reports under `reference`; whatever happens it is recorded exactly once.

    `order_code` is the order's code or the note of a transfer; `amount` is in minor units of `currency`, above 0;
    `at` is when the provider took it. With `organiser` (a statement of its bank account) only its own orders are
    looked at. An amount, currency or state that does not fit makes a Discrepancy; nothing is lost, nothing counted.
    Raises ValueError for an amount that is not positive.
    """
    if amount <= 0:
        raise ValueError("money that arrives is more than nothing")
    with transaction():
        order = _order(order_code, organiser)
        try:
            with unique_or(""):
                capture = Capture(
                    order_id=order.id if order else None,
                    provider=provider,
                    reference=reference,
                    order_code=order_code[:60],
                    amount=amount,
                    currency=currency.upper(),
                    at=at,
                    recorded_at=clock.now(),
                    recorded_by_id=by,
                )
                session().add(capture)
                session().flush()
        except AlreadyTaken:
            return _known(provider, reference)
        return _judge(capture, order, organiser, by)


def _order(code: str, organiser: Organiser | None) -> Order | None:
    """The order of that code or note, locked."""
    wanted = code.strip().upper()
    chosen = select(Order.id).where(or_(Order.code == wanted, Order.note_code == wanted))
    if organiser is not None:
        chosen = chosen.where(Order.organiser_id == organiser.id)
    ident = session().scalar(chosen) if wanted else None
    return locked(Order, ident) if ident is not None else None


def _known(provider: str, reference: str) -> CaptureOutcome:
    chosen = select(Capture).where(Capture.provider == provider, Capture.reference == reference)
    capture = session().scalars(chosen).one()
    held = session().scalar(select(Discrepancy).where(Discrepancy.capture_id == capture.id))
    return CaptureOutcome(Outcome.REPEATED, capture, capture.order, held)


def _judge(capture: Capture, order: Order | None, organiser: Organiser | None, by: int | None) -> CaptureOutcome:
    if order is None:
        held = _hold(capture, DiscrepancyKind.UNKNOWN_ORDER, organiser.id if organiser else None, by)
        return CaptureOutcome(Outcome.HELD, capture, None, held)
    fault = why_held(
        order.state, total=order.total, currency=order.currency, paid=capture.amount, paid_in=capture.currency
    )
    if fault is not None:
        return CaptureOutcome(Outcome.HELD, capture, order, _hold(capture, fault, order.organiser_id, by))
    count(capture, order)
    audit.record("capture.recorded", order, by=by, scope=order.organiser, changes=_told(capture))
    settle(order, by=by, through=capture.provider)
    return CaptureOutcome(Outcome.COUNTED, capture, order)


def count(capture: Capture, order: Order) -> None:
    """Let a capture count for an order, which is locked."""
    capture.counts, capture.order_id = True, order.id
    order.captured += capture.amount


def _hold(capture: Capture, kind: DiscrepancyKind, organiser_id: int | None, by: int | None) -> Discrepancy:
    held = Discrepancy(organiser_id=organiser_id, capture_id=capture.id, kind=kind, found_at=clock.now())
    session().add(held)
    session().flush()
    audit.record("discrepancy.found", held, by=by, scope=held.organiser, changes=_told(capture))
    return held


def _told(capture: Capture) -> dict[str, tuple[object, object]]:
    return {"amount": (None, capture.amount), "provider": (None, capture.provider)}
