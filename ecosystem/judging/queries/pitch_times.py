"""Whose time a pitch day takes: every judge's from begin to end, everybody's of a team while the team is on."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.calendar.queries.plans import NotHeld, PlannedTime, not_held
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import scalars, session
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.domain.pitching.clock import SlotState
from ecosystem.judging.domain.pitching.times import Stretch, of_one_person, on_grid
from ecosystem.judging.models import Panelist, PitchDay, PitchSlot, RoundEntry
from ecosystem.judging.queries.pitching import Programme

KIND = "pitch"  # of the engagements
AFTERWARDS = timedelta(days=2)


def wanted_times(day: PitchDay, programme: Programme) -> list[PlannedTime]:
    """Return the time the pitch day takes of each judge and of everybody in the teams, none without a begin.

    Two statements.
    """
    round_ = day.round
    if day.starts_at is None or round_.contest.state is ContestState.CANCELLED:
        return []
    slots = [slot for slot in programme.slots if slot.state is not SlotState.ABSENT]
    if not slots:
        return []
    ends = {slot.id: end_of(day, slot) for slot in slots}
    whole = on_grid(Stretch("judge", day.starts_at, max(ends.values())))
    judges = _judges(round_.id)
    found = [_of_judge(round_, panelist, account_id, whole) for panelist, account_id in judges]
    by_member: dict[int, dict[str, tuple[PitchSlot, Application, ApplicationMember]]] = defaultdict(dict)
    for slot, entry, member, account_id in _members(round_):
        by_member[account_id][entry.public_id] = slot, entry, member
    on_panel = {account_id for _, account_id in judges}
    for account_id, entries in by_member.items():
        if account_id not in on_panel:
            own = (Stretch(k, s.starts_at or day.starts_at, ends[s.id]) for k, (s, _, _) in entries.items())
            found += [_of_team(round_, *entries[each.key][1:], account_id, each) for each in of_one_person(own)]
    return found


def times_not_held(day: PitchDay, programme: Programme, now: datetime) -> list[NotHeld]:
    """Return whose time the pitch day takes from now on though they are engaged otherwise, or not yet for it."""
    ahead = [each for each in wanted_times(day, programme) if each.ends_at > now]
    return not_held(kind=KIND, plan=day.round.public_id, wanted=ahead)


def end_of(day: PitchDay, slot: PitchSlot) -> datetime:
    """Return when a place of the programme is planned to end."""
    length = slot.seconds if slot.is_break else day.pitch_seconds + day.question_seconds
    begins = slot.starts_at or day.starts_at
    assert begins is not None  # a day without a begin has no times
    return begins + timedelta(seconds=length)


def days_ahead(now: datetime) -> Sequence[PitchDay]:
    """Return the pitch days that are to come or have just been, whose times calendars hold."""
    return scalars(_days().where(PitchDay.starts_at > now - AFTERWARDS).order_by(PitchDay.id))


def days_of_contest(contest_id: int) -> Sequence[PitchDay]:
    """Return the pitch days of a contest."""
    return scalars(_days().where(Round.contest_id == contest_id).order_by(PitchDay.id))


def days_with_entry(application_id: int) -> Sequence[PitchDay]:
    """Return the pitch days at which an entry has a place."""
    placed = select(PitchSlot.round_id).where(PitchSlot.application_id == application_id)
    return scalars(_days().where(PitchDay.round_id.in_(placed)).order_by(PitchDay.id))


def days_with_person(account_id: int) -> Sequence[PitchDay]:
    """Return the pitch days at which a person judges, or is on the team of an entry."""
    judged = select(Panelist.round_id).where(Panelist.account_id == account_id)
    placed = (
        select(PitchSlot.round_id)
        .join(ApplicationMember, ApplicationMember.application_id == PitchSlot.application_id)
        .where(ApplicationMember.account_id == account_id)
    )
    either = or_(PitchDay.round_id.in_(judged), PitchDay.round_id.in_(placed))
    return scalars(_days().where(either).order_by(PitchDay.id))


def slots_of_member(account_id: int, since: datetime, until: datetime) -> list[tuple[PitchDay, PitchSlot]]:
    """Return the places of the programme between two instants at which a team with this person is on, told teams only.

    One statement; entries, rounds and contests are loaded.
    """
    rows = (
        session()
        .execute(
            select(PitchDay, PitchSlot)
            .join(PitchDay.round)
            .join(Round.contest)
            .join(PitchSlot, PitchSlot.round_id == PitchDay.round_id)
            .join(PitchSlot.application)
            .join(ApplicationMember, ApplicationMember.application_id == Application.id)
            .where(
                ApplicationMember.account_id == account_id,
                PitchSlot.state != SlotState.ABSENT,
                PitchSlot.starts_at.between(since - timedelta(hours=8), until),
                _told_so(),
                Contest.state != ContestState.CANCELLED,
            )
            .options(
                contains_eager(PitchDay.round).contains_eager(Round.contest), contains_eager(PitchSlot.application)
            )
            .order_by(PitchSlot.starts_at, PitchSlot.id)
        )
        .all()
    )
    return [(day, slot) for day, slot in rows if end_of(day, slot) > since]


def _days() -> Select[PitchDay]:
    return (
        select(PitchDay)
        .join(PitchDay.round)
        .join(Round.contest)
        .options(contains_eager(PitchDay.round).contains_eager(Round.contest))
    )


def _judges(round_id: int) -> list[tuple[Panelist, int]]:
    """The judges who accepted, with their accounts."""
    rows = session().execute(
        select(Panelist, Account.id)
        .join(Account, Account.id == Panelist.account_id)
        .where(Panelist.round_id == round_id, Panelist.state == PanelistState.ACCEPTED, Account.erased_at.is_(None))
        .order_by(Panelist.id)
    )
    return [(panelist, account_id) for panelist, account_id in rows]


def _members(round_: Round) -> list[tuple[PitchSlot, Application, ApplicationMember, int]]:
    """The places of entries that know they take part, with the members of their teams who have accounts."""
    rows = session().execute(
        select(PitchSlot, Application, ApplicationMember, Account.id)
        .join(Round, Round.id == PitchSlot.round_id)
        .join(Application, Application.id == PitchSlot.application_id)
        .join(ApplicationMember, ApplicationMember.application_id == Application.id)
        .join(Account, Account.id == ApplicationMember.account_id)
        .where(
            PitchSlot.round_id == round_.id,
            PitchSlot.state != SlotState.ABSENT,
            Application.state == ApplicationState.ELIGIBLE,
            Account.erased_at.is_(None),
            _told_so(),
        )
        .order_by(PitchSlot.position, PitchSlot.id, Account.id)
    )
    return [(slot, entry, member, account_id) for slot, entry, member, account_id in rows]


def _told_so() -> ColumnElement[bool]:
    """Condition over Application and Round: the team knows that it takes part; calendars must not tell it first."""
    before, place = aliased(Round), aliased(RoundEntry)
    untold = exists().where(
        place.application_id == Application.id,
        place.round_id == before.id,
        before.contest_id == Round.contest_id,
        before.position < Round.position,
        place.announced_at.is_(None),
    )
    return and_(Application.announced_state == ApplicationState.ELIGIBLE, ~untold)


def subject_of_judge(round_: Round, panelist: Panelist) -> str:
    """Name the engagement of a judge."""
    return f"{round_.public_id}:judge:{panelist.public_id}"


def subject_of_entry(round_: Round, entry: Application, member: ApplicationMember) -> str:
    """Name the engagement of one of a team; it stays the same when the order is drawn again."""
    own = f"{round_.public_id}:{entry.public_id}"
    return own if member.is_lead else f"{own}:{member.id}"


def entry_of_subject(subject: str) -> str:
    """Return the public id of the entry that the engagement of one of a team is for; "" for a judge's."""
    _round, _, rest = subject.partition(":")
    return "" if rest.startswith("judge:") else rest.partition(":")[0]


def _of_judge(round_: Round, panelist: Panelist, account_id: int, whole: Stretch) -> PlannedTime:
    contest = round_.contest
    return PlannedTime(
        subject=subject_of_judge(round_, panelist),
        account_id=account_id,
        starts_at=whole.starts_at,
        ends_at=whole.ends_at,
        title=f"{round_.name} – {contest.title}",
        title_en=f"{round_.name_en or round_.name} – {contest.title_en or contest.title}",
        address=f"/judge/rounds/{round_.public_id}",
    )


def _of_team(
    round_: Round, entry: Application, member: ApplicationMember, account_id: int, when: Stretch
) -> PlannedTime:
    contest = round_.contest
    return PlannedTime(
        subject=subject_of_entry(round_, entry, member),
        account_id=account_id,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        title=f"{entry.title} – {contest.title}",
        title_en=f"{entry.title} – {contest.title_en or contest.title}",
        address=f"/entries/{entry.public_id}",
    )
