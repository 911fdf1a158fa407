"""The grid on which people and places are taken: steps of five minutes since 1970, in UTC.

An interval takes every step it covers, its end not included, so that two that touch do not overlap.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

STEP = timedelta(minutes=5)
LONGEST = timedelta(days=2)
_SECONDS = int(STEP.total_seconds())


def fits_grid(moment: datetime) -> bool:
    """Tell whether `moment` (aware) is a whole number of steps."""
    return moment.microsecond == 0 and int(moment.timestamp()) % _SECONDS == 0


def steps_between(starts_at: datetime, ends_at: datetime) -> range:
    """Return the numbers of the steps from `starts_at` to `ends_at`, both aware.

    Raises ValueError for times off the grid, an end that is not after the start, and more than `LONGEST`.
    """
    if not (fits_grid(starts_at) and fits_grid(ends_at)):
        raise ValueError("times must be multiples of five minutes")
    if not timedelta(0) < ends_at - starts_at <= LONGEST:
        raise ValueError("an engagement ends after it starts, within two days")
    return range(int(starts_at.timestamp()) // _SECONDS, int(ends_at.timestamp()) // _SECONDS)


def time_of(step: int) -> datetime:
    """Return the instant at which a step begins, in UTC."""
    return datetime.fromtimestamp(step * _SECONDS, UTC)


def rounded_up(moment: datetime) -> datetime:
    """Return the first instant on the grid that is not before `moment`."""
    past = moment.timestamp() % _SECONDS
    return moment if past == 0 else moment.replace(microsecond=0) + timedelta(seconds=_SECONDS - int(past))


def person(account_id: int) -> str:
    """Name a person as a holder of steps."""
    return f"person:{account_id}"


def place(name: str) -> str:
    """Name a place (a table, a video room) as a holder of steps; `name` is unique over the whole deployment."""
    return f"place:{name}"


def holders(people: Iterable[int], places: Iterable[str]) -> list[str]:
    """Return everybody and everything an engagement holds, each once, in one order for all."""
    return sorted({person(each) for each in people} | {place(each) for each in places})
