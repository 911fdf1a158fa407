"""Whether an entry's fee stands in its way."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ecosystem.contests.domain.fees import FeeWhen


class FeeState(StrEnum):
    """What is stored of an entry's fee."""

    OPEN = "open"  # an order waits for its money
    PAID = "paid"
    WAIVED = "waived"
    REFUNDED = "refunded"
    CLOSED = "closed"  # the order expired or was called off


class FeeStanding(StrEnum):
    """What the fee of an entry asks for now."""

    NONE = "none"
    LATER = "later"  # asked for once the entry is eligible
    DUE = "due"
    WAITING = "waiting"  # ordered, the money is not here
    PAID = "paid"
    WAIVED = "waived"
    REFUNDED = "refunded"
    OVERDUE = "overdue"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be paid any more."""
        return self in (FeeStanding.NONE, FeeStanding.PAID, FeeStanding.WAIVED)


@dataclass(frozen=True)
class FeeFacts:
    """What decides: the board's fee in đồng, when it is paid, what is stored, and where the entry stands."""

    amount: int
    when: FeeWhen
    stored: FeeState | None = None
    waived_by_rule: bool = False
    is_eligible: bool = False
    due_at: datetime | None = None


def standing(facts: FeeFacts, now: datetime) -> FeeStanding:
    """Return where the fee stands at `now`. What is paid stays paid, whatever the board costs by now."""
    settled = {
        FeeState.PAID: FeeStanding.PAID,
        FeeState.WAIVED: FeeStanding.WAIVED,
        FeeState.REFUNDED: FeeStanding.REFUNDED,
    }
    if facts.stored in settled:
        return settled[facts.stored]
    if facts.amount == 0:
        return FeeStanding.NONE
    if facts.waived_by_rule:
        return FeeStanding.WAIVED
    if facts.when is FeeWhen.AFTER_ELIGIBILITY and not facts.is_eligible:
        return FeeStanding.LATER
    if facts.due_at is not None and facts.due_at <= now:
        return FeeStanding.OVERDUE
    return FeeStanding.WAITING if facts.stored is FeeState.OPEN else FeeStanding.DUE
