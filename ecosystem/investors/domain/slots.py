"""The day of a session as slots: pure arithmetic of minutes and zones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STEP = 5  # minutes: the grid of the calendar
MOST_SLOTS = 60


@dataclass(frozen=True)
class Slot:
    """A slot or a break, in instants with the session's zone."""

    starts_at: datetime
    ends_at: datetime
    is_break: bool = False


@dataclass(frozen=True)
class Hours:
    """The hours of a session in minutes from midnight; `breaks` are pairs of such minutes."""

    starts: int
    ends: int
    length: int
    gap: int = 0
    breaks: tuple[tuple[int, int], ...] = ()


def cut(day: date, zone: str, hours: Hours) -> list[Slot]:
    """Return slots and breaks in order; a slot that would reach into a break begins after it.

    Wall-clock minutes are read in the zone, so that a session keeps its hours when it changes the zone. Raises
    ValueError for hours off the five-minute grid, breaks outside or overlapping, none or too many slots.
    """
    breaks = _checked(hours)
    found: list[tuple[int, int, bool]] = [(begin, end, True) for begin, end in breaks]
    minute = hours.starts
    while minute + hours.length <= hours.ends:
        clash = next((end for begin, end in breaks if minute < end and minute + hours.length > begin), None)
        if clash is not None:
            minute = clash
            continue
        found.append((minute, minute + hours.length, False))
        minute += hours.length + hours.gap
    if not any(not is_break for _begin, _end, is_break in found):
        raise ValueError("no slot fits into these hours")
    if len(found) > MOST_SLOTS:
        raise ValueError("too many slots")
    return [Slot(_at(day, zone, begin), _at(day, zone, end), is_break) for begin, end, is_break in sorted(found)]


def _checked(hours: Hours) -> list[tuple[int, int]]:
    numbers = [hours.starts, hours.ends, hours.length, hours.gap, *(n for pair in hours.breaks for n in pair)]
    if any(number % STEP or number < 0 for number in numbers) or hours.length < STEP:
        raise ValueError("times are multiples of five minutes")
    breaks = sorted(hours.breaks)
    following = [*(begin for begin, _end in breaks[1:]), hours.ends][: len(breaks)]
    for (begin, end), limit in zip(breaks, following, strict=True):
        if not hours.starts <= begin < end <= limit:
            raise ValueError("a break lies outside the hours or in another break")
    return breaks


def _at(day: date, zone: str, minute: int) -> datetime:
    """A wall-clock minute of the day as an instant; midnight at the end belongs to the next day."""
    days, rest = divmod(minute, 24 * 60)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), ZoneInfo(zone))


def read_breaks(text: str) -> tuple[tuple[int, int], ...]:
    """Read "9:30-9:45, 11:00-11:15" as pairs of minutes. Raises ValueError for anything else."""
    found = []
    for part in (each.strip() for each in text.replace("–", "-").replace(";", ",").split(",")):
        if part:
            begin, _dash, end = part.partition("-")
            found.append((read_minute(begin), read_minute(end)))
    return tuple(found)


def read_minute(text: str) -> int:
    """Read "9:30", "09h30" or "9" as minutes from midnight. Raises ValueError."""
    hour, _colon, minute = text.strip().lower().replace("h", ":").partition(":")
    value = int(hour) * 60 + int(minute or 0)
    if not 0 <= value <= 24 * 60 or int(minute or 0) > 59:
        raise ValueError(text)
    return value


def write_minute(minute: int) -> str:
    """Write minutes from midnight as "09:30"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def write_breaks(breaks: Iterable[Sequence[int]]) -> str:
    """Write pairs of minutes as `read_breaks` reads them."""
    return ", ".join(f"{write_minute(begin)}-{write_minute(end)}" for begin, end in breaks)
