"""What stands in a person's calendar: engagements, and what the features above answer."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ecosystem.calendar.kinds import CalendarKind, kind_named
from ecosystem.calendar.models import Engagement
from ecosystem.calendar.queries.engagements import engagements_of
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.signals import ask
from ecosystem.core.web.texts import language


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar, in the language of whoever asks. `clashes` are titles of what it overlaps with."""

    uid: str
    kind: CalendarKind
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    changed_at: datetime
    where: str = ""
    link: str = ""
    address: str = ""
    all_day: bool = False
    is_engagement: bool = False
    is_cancelled: bool = False
    sequence: int = 0
    clashes: tuple[str, ...] = ()

    @property
    def is_moment(self) -> bool:
        """Whether it is a point in time, such as a deadline."""
        return self.starts_at == self.ends_at

    @property
    def is_long(self) -> bool:
        """Whether it stands above the hours of a day: all day, or a window of more than a day."""
        return self.all_day or (self.ends_at - self.starts_at).days >= 1


def entries_of(account_id: int, since: datetime, until: datetime, *, cancelled: bool = False) -> list[Entry]:
    """Return everything that stands in the person's calendar between two instants, in order of time.

    With `cancelled` also what was taken out, for calendars that subscribed.
    """
    engaged = [entry_of(each) for each in engagements_of(account_id, since, until, cancelled=cancelled)]
    told = [_told(each) for each in ask(CalendarAsked(account_id, since, until))]
    found = engaged + [each for each in told if cancelled or not each.is_cancelled]
    return sorted(found, key=lambda each: (each.starts_at, each.ends_at, each.uid))


def with_clashes(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries with the titles of what they overlap with.

    Windows of days and points in time clash with nothing: one does those beside other things.
    """
    ordered = list(entries)
    exact = [each for each in ordered if not (each.is_long or each.is_moment or each.is_cancelled)]
    titles: dict[str, list[str]] = {}
    for first, second in _overlaps(exact):
        titles.setdefault(first.uid, []).append(second.title)
        titles.setdefault(second.uid, []).append(first.title)
    return [replace(each, clashes=tuple(titles.get(each.uid, ()))) for each in ordered]


def entry_of(engagement: Engagement) -> Entry:
    """Return an engagement as an entry."""
    return Entry(
        uid=engagement.public_id,
        kind=kind_named(engagement.kind),
        title=_in_language(engagement.title, engagement.title_en),
        starts_at=engagement.starts_at,
        ends_at=engagement.ends_at,
        timezone=engagement.timezone,
        changed_at=engagement.updated_at,
        where=engagement.where,
        link=engagement.link,
        address=engagement.address,
        is_engagement=True,
        is_cancelled=not engagement.is_live,
        sequence=engagement.sequence,
    )


def engagement_by_id(engagement_id: str) -> Engagement:
    """Return an engagement with its people. Raises NoSuchRecord."""
    statement = select(Engagement).where(Engagement.public_id == engagement_id).options(selectinload(Engagement.people))
    return one_or_missing(session().scalar(statement))


def kinds_in(entries: Collection[Entry]) -> list[tuple[CalendarKind, int]]:
    """Return the kinds among the entries with their numbers, the most frequent first."""
    counts: dict[CalendarKind, int] = {}
    for each in entries:
        counts[each.kind] = counts.get(each.kind, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].name))


def _overlaps(ordered: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    for number, first in enumerate(ordered):
        for second in ordered[number + 1 :]:
            if second.starts_at >= first.ends_at:
                break
            yield first, second


def _told(item: CalendarItem) -> Entry:
    return Entry(
        uid=item.uid,
        kind=kind_named(item.kind),
        title=_in_language(item.title, item.title_en),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        timezone=item.timezone,
        changed_at=item.changed_at or item.starts_at,
        where=item.where,
        link=item.link,
        address=item.address,
        all_day=item.all_day,
        is_cancelled=item.is_cancelled,
        sequence=item.sequence,
    )


def _in_language(own: str, english: str) -> str:
    return english if english and language() == "en" else own
