"""Whether judges keep up with the time of their round."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ecosystem.core.windows import Window


@dataclass(frozen=True)
class Pace:
    """How far a judge is: `expected` sheets should be done by now if they were spread evenly over the round."""

    done: int
    charges: int
    expected: int

    @property
    def left(self) -> int:
        """Sheets still to be handed in."""
        return self.charges - self.done

    @property
    def is_behind(self) -> bool:
        """Whether fewer are done than should be."""
        return self.done < self.expected


def pace(done: int, charges: int, window: Window, now: datetime) -> Pace:
    """Tell how `done` of `charges` stands at `now`. A round without both ends expects nothing before its end."""
    return Pace(done, charges, int(charges * elapsed(window, now)))


def elapsed(window: Window, now: datetime) -> Fraction:
    """Return the share of the window that has passed, from 0 to 1."""
    if window.closes_at is not None and now >= window.closes_at:
        return Fraction(1)
    if window.opens_at is None or window.closes_at is None or now <= window.opens_at:
        return Fraction(0)
    whole = window.closes_at - window.opens_at
    return Fraction(int((now - window.opens_at).total_seconds()), max(1, int(whole.total_seconds())))


def days_before(window: Window, now: datetime, days: tuple[int, ...]) -> int | None:
    """Return the smallest of `days` (before the end) that has begun, None before the first and after the end.

    A reminder sent for each value once reaches a judge three days and one day before the end, say.
    """
    if window.closes_at is None or now >= window.closes_at or (window.opens_at is not None and now < window.opens_at):
        return None
    left = (window.closes_at - now).total_seconds() / 86400
    begun = [each for each in days if left <= each]
    return min(begun) if begun else None
