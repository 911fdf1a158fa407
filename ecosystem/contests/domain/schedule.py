"""The time of a contest: its timeline, and what does not fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.core.windows import Phase, Window

SHORTEST_ENTRY_TIME = timedelta(hours=1)
LONGEST_CONTEST = timedelta(days=3 * 366)


class Place(StrEnum):
    """Where a moment stands to the present, in the words of the timeline component."""

    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"


@dataclass(frozen=True)
class Stretch:
    """A named stretch of time of a contest, such as a round."""

    key: str
    title: Text
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Moment:
    """A stretch with its place in time."""

    key: str
    title: Text
    opens_at: datetime | None
    closes_at: datetime | None
    place: Place


def timeline(stretches: Sequence[Stretch], now: datetime) -> list[Moment]:
    """Return the stretches with their place; one without dates is still to come."""
    return [Moment(each.key, each.title, each.opens_at, each.closes_at, _place(each, now)) for each in stretches]


def next_change(stretches: Sequence[Stretch], now: datetime) -> datetime | None:
    """Return the next instant at which a place changes, None when nothing is to come."""
    instants = [at for stretch in stretches for at in (stretch.opens_at, stretch.closes_at)]
    return min((at for at in instants if at is not None and at > now), default=None)


def span(stretches: Sequence[Stretch]) -> tuple[datetime, datetime] | None:
    """Return the first and the last instant of all stretches, None when fewer than two are known."""
    known = sorted(at for stretch in stretches for at in (stretch.opens_at, stretch.closes_at) if at is not None)
    return (known[0], known[-1]) if len(known) > 1 and known[0] < known[-1] else None


def schedule_problems(entries: Window, rounds: Sequence[Stretch]) -> list[Text]:
    """Return, as sentences, what does not fit in the time of a contest; empty when all is well."""
    return list(_problems(entries, rounds))


def _problems(entries: Window, rounds: Sequence[Stretch]) -> Iterator[Text]:
    opens, closes = entries.opens_at, entries.closes_at
    if opens is not None and closes is not None:
        if closes - opens < SHORTEST_ENTRY_TIME:
            yield _l("Entries must be taken for at least one hour.")
        if closes - opens > LONGEST_CONTEST:
            yield _l("Entries cannot be taken for more than three years.")
    before: Stretch | None = None
    for stretch in rounds:
        yield from _round_problems(stretch, closes, before)
        before = stretch


def _round_problems(stretch: Stretch, closes: datetime | None, before: Stretch | None) -> Iterator[Text]:
    if stretch.opens_at and stretch.closes_at and stretch.closes_at <= stretch.opens_at:
        yield _l("“%(round)s” ends before it begins.", round=stretch.title)
    if closes is not None and stretch.closes_at is not None and stretch.closes_at <= closes:
        yield _l("“%(round)s” ends before entries close.", round=stretch.title)
    if before and before.opens_at and stretch.opens_at and stretch.opens_at < before.opens_at:
        yield _l("“%(round)s” begins before “%(earlier)s”.", round=stretch.title, earlier=before.title)


def _place(stretch: Stretch, now: datetime) -> Place:
    if stretch.opens_at is None and stretch.closes_at is None:
        return Place.UPCOMING
    if stretch.opens_at is not None and stretch.closes_at is None:
        return Place.DONE if now >= stretch.opens_at else Place.UPCOMING
    phase = Window(stretch.opens_at, stretch.closes_at).phase(now)
    return {Phase.UPCOMING: Place.UPCOMING, Phase.OPEN: Place.CURRENT, Phase.CLOSED: Place.DONE}[phase]
