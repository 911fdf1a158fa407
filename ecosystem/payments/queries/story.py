"""What happened to an order, in the order in which it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ecosystem.payments.models import Capture, Discrepancy, Order, Receipt, Refund, RefundState


class Moment(StrEnum):
    """Kinds of moments in the story of an order."""

    PLACED = "placed"
    MONEY = "money"
    HELD = "held"
    DECIDED = "decided"
    PAID = "paid"
    CLOSED = "closed"
    REFUND_ASKED = "refund_asked"
    REFUND_DONE = "refund_done"
    REFUND_FAILED = "refund_failed"
    PAPER = "paper"


@dataclass(frozen=True)
class Step:
    """One moment: when, what, how much, and what else is to be said (a provider, a reference, a reason)."""

    at: datetime
    kind: Moment
    amount: int = 0
    provider: str = ""
    text: str = ""
    word: str = ""


def story_of(
    order: Order,
    captures: Sequence[Capture],
    held: Sequence[Discrepancy],
    refunds: Sequence[Refund],
    papers: Sequence[Receipt],
) -> list[Step]:
    """Return the steps of an order from what is on record, oldest first."""
    steps = [Step(order.placed_at, Moment.PLACED, order.total)]
    for capture in captures:
        kind = Moment.MONEY if capture.counts else Moment.HELD
        steps.append(Step(capture.recorded_at, kind, capture.amount, capture.provider, capture.reference))
    for found in held:
        if found.decided_at is not None:
            steps.append(Step(found.decided_at, Moment.DECIDED, 0, "", found.reason, found.state.value))
    if order.paid_at is not None:
        steps.append(Step(order.paid_at, Moment.PAID, order.total))
    if order.closed_at is not None:
        steps.append(Step(order.closed_at, Moment.CLOSED, 0, "", order.close_reason, order.state.value))
    steps += [step for refund in refunds for step in _of_refund(refund)]
    steps += [Step(paper.issued_at, Moment.PAPER, paper.amount, "", paper.code, paper.kind.value) for paper in papers]
    return sorted(steps, key=lambda step: step.at)


def _of_refund(refund: Refund) -> list[Step]:
    steps = [Step(refund.asked_at, Moment.REFUND_ASKED, refund.amount, refund.provider, refund.reason)]
    if refund.done_at is not None:
        steps.append(Step(refund.done_at, Moment.REFUND_DONE, refund.amount, refund.provider, refund.reference))
    elif refund.state is RefundState.FAILED:
        steps.append(Step(refund.updated_at, Moment.REFUND_FAILED, refund.amount, refund.provider, refund.error))
    return steps
