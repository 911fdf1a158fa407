"""A person's calendar as a page shows it: days in their zone, entries beside each other where they overlap."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.calendar.domain.layout import FIRST_HOUR, LAST_HOUR, ROW, View, days_of, edges_of, lanes
from ecosystem.calendar.kinds import CalendarKind
from ecosystem.calendar.models import EngagedPerson, Engagement
from ecosystem.calendar.queries.entries import Entry, entries_of, kinds_in, with_clashes
from ecosystem.core.database import session

HOUR = 60
MOST_LANES = 4


@dataclass(frozen=True)
class Block:
    """An entry in the hours of a day: its first row and how many, its lane and how many stand beside each other."""

    entry: Entry
    row: int
    rows: int
    lane: int
    of: int


@dataclass(frozen=True)
class ShownDay:
    """One day of a view. `above` stand over the hours: windows of days, deadlines."""

    day: date
    is_today: bool
    is_outside: bool
    above: tuple[Entry, ...]
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Shown:
    """A calendar page. `zones` maps entries to the other people's zones, where they are not the owner's."""

    view: View
    day: date
    days: tuple[ShownDay, ...]
    hours: tuple[int, ...]
    kinds: tuple[tuple[CalendarKind, int], ...]
    zones: dict[str, tuple[str, ...]]
    clashing: int

    @property
    def rows(self) -> int:
        """How many rows the hours have."""
        return len(self.hours) * HOUR // ROW


def page_of_calendar(account: Account, view: View, day: date, *, today: date, kinds: Collection[str] = ()) -> Shown:
    """Return the person's calendar for a view around `day`, in their zone; `kinds` keeps only those kinds."""
    zone = ZoneInfo(account.timezone)
    shown_days = days_of(view, day)
    since, until = edges_of(shown_days, zone)
    everything = with_clashes(entries_of(account.id, since, until))
    entries = [each for each in everything if not kinds or each.kind.name in kinds]
    hours = _hours(entries, shown_days, zone) if view in (View.DAY, View.WEEK) else (0,)
    return Shown(
        view=view,
        day=day,
        days=tuple(_day(each, entries, zone, today, day.month, hours) for each in shown_days),
        hours=hours,
        kinds=tuple(kinds_in(everything)),
        zones=other_zones(account, entries),
        clashing=sum(bool(each.clashes) for each in entries),
    )


def other_zones(account: Account, entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return the zones of the other people of engagements, by the entry's uid, where they differ. One statement."""
    wanted = [each.uid for each in entries if each.is_engagement]
    if not wanted:
        return {}
    rows = session().execute(
        select(Engagement.public_id, Account.timezone)
        .join(EngagedPerson, EngagedPerson.engagement_id == Engagement.id)
        .join(Account, Account.id == EngagedPerson.account_id)
        .where(Engagement.public_id.in_(wanted), Account.timezone != account.timezone)
        .distinct()
        .order_by(Account.timezone)
    )
    found: dict[str, tuple[str, ...]] = {}
    for uid, name in rows:
        found[uid] = (*found.get(uid, ()), name)
    return found


def _day(
    day: date, entries: Sequence[Entry], zone: ZoneInfo, today: date, month: int, hours: Sequence[int]
) -> ShownDay:
    begin, end = edges_of([day], zone)
    own = [each for each in entries if _touches(each, day, begin, end)]
    above = [each for each in own if each.is_long or each.is_moment]
    timed = [each for each in own if not (each.is_long or each.is_moment)]
    return ShownDay(
        day=day,
        is_today=day == today,
        is_outside=day.month != month,
        above=tuple(above),
        blocks=tuple(_blocks(timed, begin, end, zone, hours)),
        entries=(*above, *timed),
    )


def _touches(entry: Entry, day: date, begin: datetime, end: datetime) -> bool:
    if entry.all_day:  # days of the entry's own zone are the same days everywhere
        own = ZoneInfo(entry.timezone)
        return entry.starts_at.astimezone(own).date() <= day <= entry.ends_at.astimezone(own).date()
    if entry.is_moment:
        return begin <= entry.starts_at < end
    if entry.is_long:  # a window of weeks would stand in every day: its first and last day tell enough
        return begin <= entry.starts_at < end or begin < entry.ends_at <= end
    return entry.starts_at < end and entry.ends_at > begin


def _blocks(
    timed: Sequence[Entry], begin: datetime, end: datetime, zone: ZoneInfo, hours: Sequence[int]
) -> Iterable[Block]:
    spans = []
    for each in timed:
        first = 0 if each.starts_at < begin else _minute(each.starts_at, zone)
        last = 24 * HOUR if each.ends_at >= end else _minute(each.ends_at, zone)
        spans.append((first // ROW, max(-(-last // ROW), first // ROW + 2)))  # two rows hold a line of text
    for each, (first, last), (lane, of) in zip(timed, spans, lanes(spans), strict=True):
        row = first - hours[0] * HOUR // ROW + 1
        yield Block(each, row, last - first, min(lane, MOST_LANES - 1) + 1, min(of, MOST_LANES))


def _hours(entries: Iterable[Entry], days: Sequence[date], zone: ZoneInfo) -> tuple[int, ...]:
    """The hours that are shown: the working day, and whatever holds an entry."""
    first, last = FIRST_HOUR, LAST_HOUR
    for each in entries:
        if each.is_long or each.is_moment:
            continue
        begin, end = each.starts_at.astimezone(zone), (each.ends_at - timedelta(seconds=1)).astimezone(zone)
        first, last = min(first, begin.hour), max(last, end.hour + 1)
        if begin.date() != end.date():
            first, last = 0, 24
    return tuple(range(first, min(last, 24)))


def _minute(moment: datetime, zone: ZoneInfo) -> int:
    wall = moment.astimezone(zone)
    return wall.hour * HOUR + wall.minute
