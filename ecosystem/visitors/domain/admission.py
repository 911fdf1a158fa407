"""Whether a scanned ticket lets somebody in: one decision for the server, a device's script repeats its outcomes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ecosystem.visitors.domain.states import Direction, EntryPolicy, Outcome, TicketState

LONGEST_LINK = timedelta(hours=240)  # for which a device may scan
_NOT_VALID = {
    TicketState.CANCELLED: Outcome.CANCELLED,
    TicketState.REFUNDED: Outcome.REFUNDED,
    TicketState.HANDED_OVER: Outcome.HANDED_OVER,
}


@dataclass(frozen=True)
class Stay:
    """An entry that counts: its period, and whether its exit was scanned."""

    period: str
    has_left: bool
    ident: int = 0


@dataclass(frozen=True)
class Decision:
    """What a scan comes to. `period` is what the entry would use up; `stay` the entry an exit ends or that is
    in the way."""

    outcome: Outcome
    period: str = ""
    stay: Stay | None = None


def decide(
    state: TicketState,
    policy: EntryPolicy,
    valid_days: Collection[date],
    stays: Sequence[Stay],
    *,
    direction: Direction,
    day: date,
) -> Decision:
    """Decide a scan on `day` (in the event's zone). `valid_days` must not be empty.

    An exit is never refused for the ticket's sake: whoever is inside may leave.
    """
    if direction is Direction.OUT:
        open_stay = next((stay for stay in reversed(stays) if not stay.has_left), None)
        return Decision(Outcome.LEFT if open_stay else Outcome.NOT_INSIDE, stay=open_stay)
    if state is not TicketState.VALID:
        return Decision(_NOT_VALID[state])
    if day not in valid_days:
        return Decision(Outcome.OTHER_DAY)
    period = period_of(policy, stays, day)
    used = next((stay for stay in stays if stay.period == period), None)
    return Decision(Outcome.ALREADY_IN, period, used) if used else Decision(Outcome.ADMITTED, period)


def period_of(policy: EntryPolicy, stays: Sequence[Stay], day: date) -> str:
    """Return what an entry now would use up: the ticket itself, the day, or the next stay after the last exit."""
    if policy is EntryPolicy.ONCE:
        return "once"
    if policy is EntryPolicy.DAILY:
        return day.isoformat()
    return f"stay-{1 + sum(stay.has_left for stay in stays)}"


def days_of(starts_on: date, ends_on: date, chosen: Sequence[str]) -> frozenset[date]:
    """Return the days a ticket is valid on: the chosen ISO dates, or all days of the event."""
    if chosen:
        return frozenset(date.fromisoformat(text) for text in chosen)
    return frozenset(starts_on + timedelta(number) for number in range((ends_on - starts_on).days + 1))


def moment_of_scan(device_at: datetime, sent_at: datetime, received_at: datetime) -> datetime:
    """Return when a scan happened by the server's clock.

    The device tells when it scanned and when it sent, both by its own clock, however wrong: only the time between
    them counts. Never later than it was received, nor longer ago than a device's link lasts: one whose clock went
    backwards in between, or was put forward by years, scanned just now.
    """
    ago = sent_at - device_at
    return received_at - ago if timedelta(0) <= ago <= LONGEST_LINK else received_at
