"""Deadlines: one function decides them, for page, API and draft alike.

A window opens and closes at instants. The grace period is for slow networks: it is accepted and
never advertised, so `phase()` (what people read) ignores it and `accepts()` (what is decided) grants it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(seconds=90)


class Phase(StrEnum):
    """What only time changes; never stored."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """An interval of time; an end that is None is open-ended. Instants are aware."""

    opens_at: datetime | None
    closes_at: datetime | None
    grace: timedelta = GRACE

    def phase(self, now: datetime) -> Phase:
        """Return what people are told at `now`."""
        if self.opens_at is not None and now < self.opens_at:
            return Phase.UPCOMING
        if self.closes_at is not None and now >= self.closes_at:
            return Phase.CLOSED
        return Phase.OPEN

    def accepts(self, at: datetime) -> bool:
        """Decide whether something that reached the server at `at` is in time, grace included."""
        if self.opens_at is not None and at < self.opens_at:
            return False
        return self.closes_at is None or at < self.closes_at + self.grace

    def extended_to(self, closes_at: datetime | None) -> "Window":
        """Return the window closing at the later of its own end and `closes_at`."""
        if closes_at is None or self.closes_at is None:
            return self
        return Window(self.opens_at, max(self.closes_at, closes_at), self.grace)
