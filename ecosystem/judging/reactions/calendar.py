"""Judging in calendars: windows of scoring, and pitch days of judges and teams.

A pitch day holds the time of its judges and of the teams (`services.pitch_times`). It is shown besides to those
whose time it could not take. Scoring takes nobody's time.
"""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.signals import AccountErased
from ecosystem.applications.signals import EntryWithdrawn, TeamChanged
from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.calendar.queries import engagements_of
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.contests.models import Round
from ecosystem.contests.signals import ContestCancelled
from ecosystem.core.database import scalars, session
from ecosystem.core.signals import reacts_to
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.domain.pitching.clock import SlotState
from ecosystem.judging.models import Panelist, PitchDay, PitchSlot
from ecosystem.judging.queries.pitch_times import (
    KIND,
    days_of_contest,
    days_with_entry,
    days_with_person,
    end_of,
    entry_of_subject,
    slots_of_member,
)
from ecosystem.judging.services.pitch_times import hold_all

JUDGING = register(CalendarKind("judging", _l("Judging"), "gavel", 4))
PITCHES = register(CalendarKind(KIND, _l("Pitch day"), "mic", 0))


@reacts_to(CalendarAsked)
def judging_of(question: CalendarAsked) -> Iterator[CalendarItem]:
    """The rounds whose panel the person has accepted to be on."""
    rounds = scalars(
        select(Round)
        .join(Panelist, Panelist.round_id == Round.id)
        .where(Panelist.account_id == question.account_id, Panelist.state == PanelistState.ACCEPTED)
        .options(joinedload(Round.contest))
        .order_by(Round.id)
    )
    if not rounds:
        return
    ends = _pitch_days([round_.id for round_ in rounds])
    held = _held(question) if ends else set()
    for round_ in rounds:
        day = ends.get(round_.id)
        if day is not None and day[0] < question.until and day[1] > question.since and round_.public_id not in held:
            yield _item(round_, "pitch", _("Pitch day"), *day)
        window = round_.window
        if window.opens_at is None or window.closes_at is None:
            continue
        if window.opens_at < question.until and window.closes_at > question.since:
            yield _item(round_, "scoring", _("Score entries"), window.opens_at, window.closes_at)


def _item(round_: Round, part: str, what: str, starts_at: datetime, ends_at: datetime) -> CalendarItem:
    contest = round_.contest
    return CalendarItem(
        kind=JUDGING.name,
        uid=f"{part}-{round_.public_id}",
        title=f"{what}: {round_.name} – {contest.title}",
        title_en=f"{what}: {round_.name_en or round_.name} – {contest.title_en or contest.title}",
        starts_at=starts_at,
        ends_at=ends_at,
        address=f"/judge/rounds/{round_.public_id}",
        timezone=contest.timezone,
        sequence=round_.version,
        changed_at=contest.updated_at,
    )


def _pitch_days(round_ids: list[int]) -> dict[int, tuple[datetime, datetime]]:
    """Begin and planned end of the pitch days of these rounds, of those that have both."""
    rows = session().execute(
        select(PitchDay, PitchSlot)
        .join(PitchSlot, PitchSlot.round_id == PitchDay.round_id)
        .where(PitchDay.round_id.in_(round_ids), PitchDay.starts_at.is_not(None), PitchSlot.state != SlotState.ABSENT)
    )
    found: dict[int, tuple[datetime, datetime]] = {}
    for day, slot in rows:
        end = end_of(day, slot)
        if day.starts_at is not None:
            found[day.round_id] = day.starts_at, max(end, found.get(day.round_id, (end, end))[1])
    return found


def _held(question: CalendarAsked) -> set[str]:
    """The plans (rounds) of judges' and the entries of teams' pitch days that hold the person's time already."""
    engaged = engagements_of(question.account_id, question.since, question.until)
    subjects = {each.subject for each in engaged if each.kind == KIND}
    return {entry_of_subject(subject) or subject.partition(":")[0] for subject in subjects}


@reacts_to(CalendarAsked)
def pitches_of_teams(question: CalendarAsked) -> Iterator[CalendarItem]:
    """When the teams of the person are on stage, as far as it does not hold the person's time."""
    places = slots_of_member(question.account_id, question.since, question.until)
    held = _held(question) if places else set()
    for day, slot in places:
        round_, entry, contest = day.round, slot.application, day.round.contest
        if entry is None or slot.starts_at is None or entry.public_id in held:
            continue
        yield CalendarItem(
            kind=PITCHES.name,
            uid=f"pitch-{round_.public_id}-{entry.public_id}",
            title=f"{entry.title} – {contest.title}",
            title_en=f"{entry.title} – {contest.title_en or contest.title}",
            starts_at=slot.starts_at,
            ends_at=end_of(day, slot),
            address=f"/entries/{entry.public_id}",
            timezone=contest.timezone,
            sequence=day.version,
            changed_at=day.updated_at,
        )


@reacts_to(EntryWithdrawn)
def entry_withdrawn(fact: EntryWithdrawn) -> None:
    """The team of an entry that is withdrawn is free."""
    hold_all(days_with_entry(fact.application_id))


@reacts_to(TeamChanged)
def team_changed(fact: TeamChanged) -> None:
    """Others go on stage."""
    hold_all(days_with_entry(fact.application_id))


@reacts_to(ContestCancelled)
def contest_cancelled(fact: ContestCancelled) -> None:
    """Nobody comes to the pitch days of a contest that is called off."""
    hold_all(days_of_contest(fact.contest_id))


@reacts_to(AccountErased)
def erased(fact: AccountErased) -> None:
    """Whoever was erased judges and pitches no more."""
    hold_all(days_with_person(fact.account_id))
