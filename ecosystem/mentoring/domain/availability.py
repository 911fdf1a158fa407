"""When a mentor can be booked: weekly hours, with exceptions, without what is taken.

Hours are wall-clock times of the mentor's zone. An instant is open exactly when the clock on the mentor's wall shows a
time of the hours at that instant: an hour that a change of the clock leaves out is not there, one that it repeats is
there twice. All instants are aware.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ecosystem.calendar.domain.intervals import Interval, common, merged, without

MINUTES = 24 * 60
STEP = timedelta(minutes=30)
_SAMPLE = timedelta(hours=6)  # no zone changes its clock twice within
Week = tuple[int, int]


@dataclass(frozen=True)
class Exceptional:
    """Days that differ, the last one included, between two minutes of each day; busy ones win over free ones."""

    is_free: bool
    first: date
    last: date
    from_minute: int = 0
    to_minute: int = MINUTES


@dataclass(frozen=True)
class Hours:
    """A mentor's hours. `weekly` maps 0 (Monday) … 6 to pairs of minutes of the day."""

    timezone: str
    weekly: Mapping[int, tuple[tuple[int, int], ...]]
    exceptions: tuple[Exceptional, ...] = ()
    notice: timedelta = timedelta(0)
    buffer: timedelta = timedelta(0)
    days_ahead: int = 45
    paused_until: datetime | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone the hours are meant in."""
        return ZoneInfo(self.timezone)


def open_times(hours: Hours, since: datetime, until: datetime) -> list[Interval]:
    """Return the times between two instants that the hours with their exceptions open, in order, in UTC."""
    usual: list[Interval] = []
    extra: list[Interval] = []
    busy: list[Interval] = []
    for starts_at, ends_at, offset in _stretches(hours.zone, since, until):
        stretch = (starts_at, ends_at)
        for day in _days(starts_at + offset, ends_at + offset):
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - offset
            usual += _clipped(midnight, hours.weekly.get(day.weekday(), ()), stretch)
            for each in hours.exceptions:
                if each.first <= day <= each.last:
                    target = extra if each.is_free else busy
                    target += _clipped(midnight, ((each.from_minute, each.to_minute),), stretch)
    return without([*usual, *extra], busy)


def bookable(hours: Hours, now: datetime) -> Interval | None:
    """Return the time in which sessions can begin at all at `now`: after the notice, not too far, not while paused."""
    since = now + hours.notice
    if hours.paused_until is not None:
        since = max(since, hours.paused_until)
    until = now + timedelta(days=hours.days_ahead)
    return (since, until) if since < until else None


def free_slots(
    hours: Hours,
    *,
    length: timedelta,
    now: datetime,
    taken: Iterable[Interval],
    taken_by_others: Iterable[Interval] = (),
    full_weeks: Collection[Week] = (),
) -> list[datetime]:
    """Return when a session of `length` can begin, in order, in UTC.

    `taken` are the mentor's appointments, to which the buffer is kept; `taken_by_others` those of whoever else comes.
    Begins stand on a grid counted from the begin of the opened time. No session begins in one of `full_weeks`.
    """
    window = bookable(hours, now)
    if window is None:
        return []
    opened = open_times(hours, window[0] - timedelta(days=1), window[1] + length)
    own = [(begin - hours.buffer, end + hours.buffer) for begin, end in taken]
    free = without(opened, merged([*own, *taken_by_others]))
    step = min(STEP, length)
    return [
        begin
        for begin in _begins(opened, free, step, length)
        if window[0] <= begin < window[1] and week_of(begin, hours.zone) not in full_weeks
    ]


def week_of(moment: datetime, zone: ZoneInfo) -> Week:
    """Return year and number of the ISO week in which an instant falls in a zone."""
    found = moment.astimezone(zone).isocalendar()
    return found.year, found.week


def instants_of(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the instants at which the clock in `zone` shows `wall` (naive): none in the hour that a change of the
    clock leaves out, two in the one that it repeats, else one. In UTC, the earlier first.
    """
    candidates = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(each for each in candidates if each.astimezone(zone).replace(tzinfo=None) == wall)


def overlapping(pairs: Iterable[tuple[int, int]]) -> bool:
    """Tell whether two of the stretches of a day overlap."""
    ordered = sorted(pairs)
    return any(before[1] > after[0] for before, after in itertools.pairwise(ordered))


def _begins(opened: list[Interval], free: list[Interval], step: timedelta, length: timedelta) -> Iterator[datetime]:
    for starts_at, ends_at in opened:
        for piece_from, piece_to in common([(starts_at, ends_at)], free):
            begin = starts_at + step * -(-(piece_from - starts_at) // step)  # the first of the grid in the piece
            while begin + length <= piece_to:
                yield begin
                begin += step


def _clipped(midnight: datetime, pairs: Iterable[tuple[int, int]], stretch: Interval) -> list[Interval]:
    found = []
    for first, last in pairs:
        begin = max(midnight + timedelta(minutes=first), stretch[0])
        end = min(midnight + timedelta(minutes=last), stretch[1])
        if begin < end:
            found.append((begin, end))
    return found


def _stretches(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The time between two instants in stretches of one offset from UTC."""
    begin, at = since.astimezone(UTC), since.astimezone(UTC)
    end = until.astimezone(UTC)
    while at < end:
        ahead = min(at + _SAMPLE, end)
        if _offset(ahead, zone) != _offset(at, zone):
            change = _change(at, ahead, zone)
            yield begin, change, _offset(at, zone)
            begin = change
        at = ahead
    if begin < end:
        yield begin, end, _offset(begin, zone)


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the offset changes between two instants."""
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle <= low:
            middle = low + timedelta(seconds=1)
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high.replace(microsecond=0)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _days(first: datetime, last: datetime) -> Iterator[date]:
    day = first.date()
    while day <= last.date():
        yield day
        day += timedelta(days=1)
