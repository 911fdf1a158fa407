"""Whose time a pitch day takes, on the calendar's grid of five minutes: rounded outwards, nobody twice at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ecosystem.calendar.domain.grid import LONGEST, STEP, rounded_up


@dataclass(frozen=True)
class Stretch:
    """A time that a pitch day takes, aware, from its start to its end; `key` says what for."""

    key: str
    starts_at: datetime
    ends_at: datetime


def on_grid(stretch: Stretch) -> Stretch:
    """Return the stretch rounded outwards to steps, at least one and at most what the calendar holds at once."""
    end = max(rounded_up(stretch.ends_at), rounded_up(stretch.starts_at + timedelta(microseconds=1)))
    start = rounded_up(stretch.starts_at)
    start = start if start == stretch.starts_at else start - STEP
    return Stretch(stretch.key, start, min(end, start + LONGEST))


def of_one_person(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches of one person on the grid, in order of time.

    Where rounding makes two overlap, the later one begins when the earlier ends; one that is covered is left out.
    """
    result: list[Stretch] = []
    for each in sorted((on_grid(each) for each in stretches), key=lambda each: (each.starts_at, each.key)):
        start = max(each.starts_at, result[-1].ends_at) if result else each.starts_at
        if start < each.ends_at:
            result.append(Stretch(each.key, start, each.ends_at))
    return result
