"""How many people are inside, hour by hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    entered = [each.entered_at.astimezone(place) for each in presences]
    left = [_left(each, place) for each in presences]
    rows = []
    for day in sorted({moment.date() for moment in entered}):
        todays = [number for number, moment in enumerate(entered) if moment.date() == day]
        hours = [_hour(entered[number]) for number in todays]
        last = max(
            *hours, *(_hour(left[number]) for number in todays if presences[number].left_at is not None), hours[0]
        )
        hour = min(hours)
        while hour <= last:
            end = hour + AN_HOUR
            came = sum(hour <= entered[number] < end for number in todays)
            inside = sum(entered[number] < end <= left[number] for number in todays)
            rows.append((hour, came, inside))
            hour = end
    return rows


def _left(presence: Presence, place: ZoneInfo) -> datetime:
    midnight = (presence.entered_at.astimezone(place) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return presence.left_at.astimezone(place) if presence.left_at is not None else midnight


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
