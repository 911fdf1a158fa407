"""How long to wait after wrong tries: some are free, then each doubles the wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """`free` tries cost nothing; the next must wait `first` since the last.

    Each further one waits twice as long, at most `longest`. Tries older than `window` are forgotten.
    """

    free: int
    first: timedelta
    longest: timedelta
    window: timedelta


def wait(limit: Limit, *, tries: int, last: datetime | None, now: datetime) -> timedelta:
    """Return how long the next try must still wait; zero when it may happen now.

    `tries` is the number of tries in the window, `last` the instant of the latest.
    """
    if last is None or tries < limit.free:
        return timedelta(0)
    doublings = min(tries - limit.free, 30)
    pause: timedelta = min(limit.first * (1 << doublings), limit.longest)
    return max(timedelta(0), last + pause - now)
