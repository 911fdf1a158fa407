"""Reading timetables: runs, the grid of people and slots, agendas, who sits where now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from ecosystem.core.background import BackgroundTask
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Event
from ecosystem.investors.domain.scheduling import Pair
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    Meeting,
    MeetingState,
    Participant,
    ParticipantState,
    PlannedMeeting,
    SessionSlot,
    SessionTable,
    Side,
    TimetableRun,
    Wish,
    WishKind,
)
from ecosystem.startups.models import Startup

RUN_KIND, PUBLISH_KIND, PAPERS_KIND = "investors.timetable", "investors.publish", "investors.papers"
TELL_KIND = "investors.tell"


class Cell(NamedTuple):
    """A meeting as the grid and agendas need it. `ident` is the public id of a published one, else its number."""

    ident: str
    slot_id: int
    table_id: int
    founder_id: int
    investor_id: int
    is_locked: bool
    state: MeetingState = MeetingState.PLANNED


class Row(NamedTuple):
    """A participant as the grid needs them."""

    id: int
    public_id: str
    side: Side
    name: str
    away: frozenset[int]
    state: ParticipantState
    account_id: int


def runs_of(session_: InvestorSession) -> Sequence[TimetableRun]:
    """Return the runs, the newest first."""
    statement = select(TimetableRun).where(TimetableRun.session_id == session_.id).order_by(TimetableRun.number.desc())
    return scalars(statement)


def run_of_session(session_id: str, run_id: str) -> TimetableRun:
    """Return a run with its session, event and organiser. Raises NoSuchRecord."""
    statement = (
        select(TimetableRun)
        .join(TimetableRun.session)
        .where(TimetableRun.public_id == run_id, InvestorSession.public_id == session_id)
        .options(joinedload(TimetableRun.session).joinedload(InvestorSession.event).joinedload(Event.organiser))
    )
    return one_or_missing(session().scalar(statement))


def newest_run(session_: InvestorSession) -> TimetableRun | None:
    """Return the run made last, whatever became of it."""
    return next(iter(runs_of(session_)), None)


def task_of(kind: str, run: TimetableRun) -> BackgroundTask | None:
    """Return the newest background task of a run."""
    statement = (
        select(BackgroundTask)
        .where(BackgroundTask.kind == kind, BackgroundTask.subject == f"run:{run.id}")
        .order_by(BackgroundTask.id.desc())
        .limit(1)
    )
    return session().scalar(statement)


def planned_in(run: TimetableRun) -> list[Cell]:
    """Return the meetings a run proposes; one statement past the mapper: there are thousands."""
    of = PlannedMeeting.__table__.c
    rows = session().execute(
        select(of.id, of.slot_id, of.table_id, of.founder_id, of.investor_id, of.is_locked).where(of.run_id == run.id)
    )
    return [Cell(str(row[0]), *row[1:]) for row in rows.all()]


def published_in(session_: InvestorSession) -> list[Cell]:
    """Return the live published meetings; one statement past the mapper: there are thousands."""
    of, states = Meeting.__table__.c, {each.value: each for each in MeetingState}
    columns = (of.public_id, of.slot_id, of.table_id, of.founder_id, of.investor_id, of.is_locked)
    rows = session().execute(
        select(*columns, cast(of.state, String)).where(of.session_id == session_.id, of.live.is_(True))
    )
    return [Cell._make((*row[:-1], states[row[-1]])) for row in rows.all()]


def unwished_in(session_: InvestorSession) -> set[Pair]:
    """Return the pairs (founder, investor) of live published meetings that neither side wished for; one statement."""
    of, wish = Meeting.__table__.c, Wish.__table__.c
    asked = and_(wish.from_id == of.founder_id, wish.to_id == of.investor_id)
    wanted = and_(wish.from_id == of.investor_id, wish.to_id == of.founder_id)
    wished = [exists().where(either, wish.kind != WishKind.NO_THANKS) for either in (asked, wanted)]
    rows = session().execute(
        select(of.founder_id, of.investor_id).where(of.session_id == session_.id, of.live.is_(True), ~or_(*wished))
    )
    return {(founder, investor) for founder, investor in rows}


def rows_of(session_: InvestorSession, *, states: Iterable[ParticipantState] = ()) -> list[Row]:
    """Return the participants in the order of their names, without loading their records; one statement."""
    wanted = list(states) or [ParticipantState.APPROVED]
    name = func.coalesce(InvestorProfile.name, Startup.name)
    rows = session().execute(
        select(
            Participant.id,
            Participant.public_id,
            Participant.side,
            name,
            Participant.away,
            Participant.state,
            Participant.account_id,
        )
        .outerjoin(Startup, Startup.id == Participant.startup_id)
        .outerjoin(InvestorProfile, InvestorProfile.id == Participant.investor_id)
        .where(Participant.session_id == session_.id, Participant.state.in_(wanted))
        .order_by(func.coalesce(InvestorProfile.sort_key, Startup.sort_key), Participant.id)
    )
    return [Row(a, b, c, d, frozenset(away), e, f) for a, b, c, d, away, e, f in rows]


def meeting_by_public_id(meeting_id: str) -> Meeting:
    """Return a published meeting with both people and the session. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(whole_meetings().where(Meeting.public_id == meeting_id)))


def meeting_of_session(session_id: str, meeting_id: str) -> Meeting:
    """Return a published meeting of that session. Raises NoSuchRecord."""
    statement = whole_meetings().where(
        Meeting.public_id == meeting_id, Meeting.session.has(InvestorSession.public_id == session_id)
    )
    return one_or_missing(session().scalar(statement))


def whole_meetings() -> Select[Meeting]:
    """Statement: published meetings with slot, table, both people and their profiles, session and event."""
    return select(Meeting).options(
        joinedload(Meeting.session).joinedload(InvestorSession.event).joinedload(Event.organiser),
        joinedload(Meeting.slot),
        joinedload(Meeting.table),
        joinedload(Meeting.founder).joinedload(Participant.startup),
        joinedload(Meeting.founder).joinedload(Participant.account),
        joinedload(Meeting.investor).joinedload(Participant.investor),
        joinedload(Meeting.investor).joinedload(Participant.account),
    )


def agenda_of(participant: Participant, *, cancelled: bool = False) -> Sequence[Meeting]:
    """Return a participant's meetings in the order of time; cancelled ones too when asked for."""
    statement = (
        whole_meetings()
        .join(SessionSlot, SessionSlot.id == Meeting.slot_id)
        .where(or_(Meeting.founder_id == participant.id, Meeting.investor_id == participant.id))
        .order_by(SessionSlot.starts_at, Meeting.id)
    )
    return scalars(statement if cancelled else statement.where(Meeting.live.is_(True)))


def meetings_at(table: SessionTable) -> Sequence[Meeting]:
    """Return the live meetings at a table in the order of time."""
    statement = (
        whole_meetings()
        .join(SessionSlot, SessionSlot.id == Meeting.slot_id)
        .where(Meeting.table_id == table.id, Meeting.live.is_(True))
        .order_by(SessionSlot.starts_at)
    )
    return scalars(statement)


def meetings_of(session_: InvestorSession) -> Sequence[Meeting]:
    """Return all live meetings with everything, in the order of time and tables; one statement."""
    statement = (
        whole_meetings()
        .join(SessionSlot, SessionSlot.id == Meeting.slot_id)
        .where(Meeting.session_id == session_.id, Meeting.live.is_(True))
        .order_by(SessionSlot.starts_at, Meeting.table_id)
    )
    return scalars(statement)


@dataclass(frozen=True)
class Sitting:
    """A meeting as the board of the hall shows it."""

    ident: str
    slot_id: int
    table_number: int
    table_label: str
    founder: str
    investor: str
    state: MeetingState
    late: Side | None


def sittings_of(session_: InvestorSession, slot_ids: Iterable[int]) -> list[Sitting]:
    """Return who sits where in these slots, by table; one statement without loading records."""
    founder, investor = aliased(Participant), aliased(Participant)
    rows = session().execute(
        select(
            Meeting.public_id,
            Meeting.slot_id,
            SessionTable.number,
            SessionTable.label,
            Startup.name,
            InvestorProfile.name,
            Meeting.state,
            Meeting.late,
        )
        .join(SessionTable, SessionTable.id == Meeting.table_id)
        .join(founder, founder.id == Meeting.founder_id)
        .join(Startup, Startup.id == founder.startup_id)
        .join(investor, investor.id == Meeting.investor_id)
        .join(InvestorProfile, InvestorProfile.id == investor.investor_id)
        .where(Meeting.session_id == session_.id, Meeting.live.is_(True), Meeting.slot_id.in_(list(slot_ids)))
        .order_by(SessionTable.number)
    )
    return [Sitting(*row) for row in rows]


def states_of_meetings(session_: InvestorSession) -> dict[MeetingState, int]:
    """Return how many meetings are in each state."""
    rows = session().execute(
        select(Meeting.state, func.count()).where(Meeting.session_id == session_.id).group_by(Meeting.state)
    )
    return dict((state, number) for state, number in rows)  # noqa: C402 - rows are no tuples to mypy


def slot_at(slots: Sequence[SessionSlot], now: datetime) -> tuple[SessionSlot | None, SessionSlot | None]:
    """Return the slot (or break) that runs now and the one that follows."""
    present = next((slot for slot in slots if slot.starts_at <= now < slot.ends_at), None)
    following = next((slot for slot in slots if slot.starts_at > now), None)
    return present, following
