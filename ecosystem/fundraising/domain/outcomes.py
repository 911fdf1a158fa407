"""What came of a meeting: each side tells its own view, and the organiser sees what both agree on.

An outcome is a stage of the way from a first talk to money. Where the two sides differ, the nearer stage counts as
agreed, because the farther one is what only one of them believes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text


class Outcome(StrEnum):
    """How far it went, in this order; "no fit" ends the way."""

    NO_FIT = "no_fit"
    SECOND_TALK = "second_talk"
    DUE_DILIGENCE = "due_diligence"
    TERM_SHEET = "term_sheet"
    INVESTED = "invested"


OUTCOMES: dict[Outcome, Text] = {
    Outcome.NO_FIT: _l("No fit"),
    Outcome.SECOND_TALK: _l("Second talk"),
    Outcome.DUE_DILIGENCE: _l("Due diligence"),
    Outcome.TERM_SHEET: _l("Term sheet"),
    Outcome.INVESTED: _l("Invested"),
}
TONES: dict[Outcome, str] = {
    Outcome.NO_FIT: "neutral",
    Outcome.SECOND_TALK: "info",
    Outcome.DUE_DILIGENCE: "primary",
    Outcome.TERM_SHEET: "warning",
    Outcome.INVESTED: "success",
}
FINAL = frozenset({Outcome.NO_FIT, Outcome.INVESTED})
WITH_AMOUNT = frozenset({Outcome.TERM_SHEET, Outcome.INVESTED})
REMINDERS = (2, 8, 26)
"""Weeks after a meeting at which those who told nothing final are asked again."""
FRESH = timedelta(days=7)
"""Whoever told something within this time is not asked."""

_RANK = {outcome: number for number, outcome in enumerate(Outcome)}


@dataclass(frozen=True)
class Told:
    """What one side told: `amount` in đồng and `committed_on` only where money was spoken of."""

    outcome: Outcome
    amount: int | None = None
    committed_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """What both sides' words come to. `differs`: they tell different things."""

    outcome: Outcome | None
    is_confirmed: bool = False
    differs: bool = False


@dataclass(frozen=True)
class Committed:
    """Money of a year, in đồng: what both sides told, and what only one side told."""

    year: int
    confirmed: int = 0
    claimed: int = 0


def standing_of(founder: Told | None, investor: Told | None) -> Standing:
    """Return what a meeting came to: agreed by both, told by one, or nothing.

    Of two different stages the nearer counts; "no fit" told by one side ends it whatever the other says.
    """
    told = [each.outcome for each in (founder, investor) if each is not None]
    if not told:
        return Standing(None)
    nearest = min(told, key=_RANK.__getitem__)
    return Standing(nearest, is_confirmed=len(told) == 2 and told[0] is told[1], differs=len(set(told)) > 1)


def invested(founder: Told | None, investor: Told | None) -> tuple[int, int, date | None]:
    """Return (confirmed, claimed, day) in đồng of one meeting.

    Confirmed is what both sides say was invested: the smaller of the two amounts. Claimed is what is told beyond
    that. The day is the investor's where both give one, since the investor pays.
    """
    amounts = [_money(founder), _money(investor)]
    confirmed = min(amounts)
    day = next((each.committed_on for each in (investor, founder) if each is not None and _money(each)), None)
    return confirmed, max(amounts) - confirmed, day


def _money(told: Told | None) -> int:
    return (told.amount or 0) if told is not None and told.outcome is Outcome.INVESTED else 0


def by_year(pairs: Iterable[tuple[Told | None, Told | None]]) -> list[Committed]:
    """Sum what was invested by the year of its day, earliest year first; without a day it counts for no year."""
    sums: dict[int, Committed] = {}
    for founder, investor in pairs:
        confirmed, claimed, day = invested(founder, investor)
        if day is not None and (confirmed or claimed):
            before = sums.get(day.year, Committed(day.year))
            sums[day.year] = Committed(day.year, before.confirmed + confirmed, before.claimed + claimed)
    return [sums[year] for year in sorted(sums)]


def funnel(standings: Iterable[Standing]) -> Mapping[Outcome, int]:
    """Count how many meetings reached each stage: whoever signed a term sheet had a second talk too.

    "No fit" is counted by itself, because it says how a talk ended and not how far it had come.
    """
    reached = dict.fromkeys(Outcome, 0)
    for standing in standings:
        if standing.outcome is Outcome.NO_FIT:
            reached[Outcome.NO_FIT] += 1
        elif standing.outcome is not None:
            for outcome in Outcome:
                if outcome is not Outcome.NO_FIT and _RANK[outcome] <= _RANK[standing.outcome]:
                    reached[outcome] += 1
    return reached


def reminder_due(met_at: datetime, now: datetime) -> int | None:
    """Return the weeks (2, 8 or 26) whose reminder is due for a meeting: the latest that has come, None before."""
    passed = [weeks for weeks in REMINDERS if now - met_at >= timedelta(weeks=weeks)]
    return passed[-1] if passed else None


def needs_reminding(told: Told | None, told_at: datetime | None, now: datetime) -> bool:
    """Tell whether a side should be asked: it told nothing final, and nothing at all within the last week."""
    if told is None or told_at is None:
        return True
    return told.outcome not in FINAL and now - told_at > FRESH
