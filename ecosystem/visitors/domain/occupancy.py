"""How many people are inside, hour by hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Presence:
    """Somebody came in, and left or not. Instants are aware."""

    entered_at: datetime
    left_at: datetime | None = None


def by_hour(presences: Sequence[Presence], zone: str) -> list[tuple[datetime, int, int]]:
    """Return (hour, entries in it, people inside at its end) from the first hour with an entry to the last of its day.

    Whoever left without a scan counts as inside until midnight of the day of entry. Hours without anything are
    listed between others of the same day.
    """
    place = ZoneInfo(zone)
    days: dict[date, list[tuple[datetime, datetime]]] = {}
    for each in presences:
        entered = each.entered_at.astimezone(place)
        days.setdefault(entered.date(), []).append((entered, _left(each, place)))
    return [row for day in sorted(days) for row in _of_day(days[day])]


def _of_day(stays: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, int, int]]:
    """The hours of one day; nobody stays beyond its midnight."""
    hours = [_hour(entered) for entered, _left in stays]
    midnight = _midnight_after(stays[0][0])
    hour, last = min(hours), max(hours + [_hour(left) for _entered, left in stays if left < midnight])
    rows = []
    while hour <= last:
        end = hour + AN_HOUR
        came = sum(hour <= entered < end for entered, _left in stays)
        inside = sum(entered < end <= left for entered, left in stays)
        rows.append((hour, came, inside))
        hour = end
    return rows


def _left(presence: Presence, place: ZoneInfo) -> datetime:
    midnight = _midnight_after(presence.entered_at.astimezone(place))
    return midnight if presence.left_at is None else min(midnight, presence.left_at.astimezone(place))


def _midnight_after(moment: datetime) -> datetime:
    return (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
