"""A programme by days, and where it wants one room twice at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

SESSION_KINDS: dict[str, Text] = {
    "session": _l("Session"),
    "ceremony": _l("Ceremony"),
    "keynote": _l("Keynote"),
    "panel": _l("Panel discussion"),
    "pitch": _l("Pitches"),
    "workshop": _l("Workshop"),
    "exhibition": _l("Exhibition"),
    "meeting": _l("Business meetings"),
    "break": _l("Break"),
}


T = TypeVar("T")


@dataclass(frozen=True)
class Day(Generic[T]):
    """The entries that begin on `day`, in order."""

    day: date
    items: Sequence[T]


def by_days(items: Iterable[T], zone: str) -> list[Day[T]]:
    """Return the entries (with `starts_at` and `ends_at`) by the day they begin on in `zone`, in order of time."""
    where = ZoneInfo(zone)

    def day_of(item: Any) -> date:
        day: date = item.starts_at.astimezone(where).date()
        return day

    ordered = sorted(items, key=_times)
    return [Day(day, list(group)) for day, group in groupby(ordered, day_of)]


def clashes(items: Iterable[T]) -> list[tuple[T, T]]:
    """Return the pairs that want one room (`room_id`) at one time, the earlier first; touching is no clash."""
    placed: list[Any] = sorted((item for item in items if _room(item) is not None), key=_times)
    return [
        (first, second)
        for index, first in enumerate(placed)
        for second in placed[index + 1 :]
        if second.room_id == first.room_id and second.starts_at < first.ends_at
    ]


def _times(item: Any) -> tuple[datetime, datetime]:
    return item.starts_at, item.ends_at


def _room(item: Any) -> int | None:
    room_id: int | None = item.room_id
    return room_id


def days_between(first: date, last: date, *, most: int = 60) -> list[date]:
    """Return the days from `first` to `last`, both included, at most so many."""
    return [first + timedelta(days=number) for number in range(min((last - first).days + 1, most))]
