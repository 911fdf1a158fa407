"""Use cases of sessions: set up, change, take the next step, move to another day or zone, cancel."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.calendar.services import move_all, release_all, retell_all
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, scalars, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.windows import GRACE
from ecosystem.events.models import Event
from ecosystem.investors import notices
from ecosystem.investors.domain.life_cycle import LIFE, SessionState
from ecosystem.investors.domain.plan import SHAPE, SessionPlan
from ecosystem.investors.domain.slots import Slot
from ecosystem.investors.domain.terms import MEETING
from ecosystem.investors.models import (
    InvestorSession,
    JoinRule,
    Meeting,
    MeetingState,
    Participant,
    ParticipantState,
    PlannedMeeting,
    SessionSlot,
    SessionTable,
    TimetableRun,
)
from ecosystem.investors.queries.sessions import slots_of, table_name, tables_of, whole_participants

FAR = timedelta(days=20_000)


def create_session(event: Event, plan: SessionPlan, *, by: Account) -> InvestorSession:
    """Set up a session as a draft, with its slots and tables. Raises Invalid for hours that make no slots."""
    with transaction() as current:
        session_ = InvestorSession(event_id=event.id, **_columns(plan))
        current.add(session_)
        current.flush()
        _lay_out(session_, plan)
        audit.record("investor_session.created", session_, by=by.id, scope=event.organiser)
        return session_


def change_session(session_: InvestorSession, plan: SessionPlan, *, by: Account, shown: int | None) -> InvestorSession:
    """Change the settings. Before a timetable is published slots and tables follow, and proposals are thrown away.

    Afterwards hours and tables stay (Refused); the day and the zone change by `move_session`. Raises StaleEdit.
    """
    with transaction() as current:
        present = locked(InvestorSession, session_.id)
        check_version(present, shown)
        before = plan_of(present)
        changes = audit.assign(present, _columns(plan))
        if SHAPE & changes.keys():
            if present.published_at is not None:
                raise Refused(_l("The timetable is published: hours and tables stay. You can move the session."))
            runs = select(TimetableRun.id).where(TimetableRun.session_id == present.id)
            current.execute(delete(PlannedMeeting).where(PlannedMeeting.run_id.in_(runs)))
            current.execute(delete(TimetableRun).where(TimetableRun.session_id == present.id))
            current.execute(delete(SessionSlot).where(SessionSlot.session_id == present.id))
            current.execute(delete(SessionTable).where(SessionTable.session_id == present.id))
            if present.state is SessionState.DRAFT_TIMETABLE:
                present.state = SessionState.WISHES_CLOSED
            _lay_out(present, plan)
            for participant in current.scalars(select(Participant).where(Participant.session_id == present.id)):
                if participant.away:  # slots by number: other hours have other numbers
                    participant.away = plan.away_since(before, participant.away)
        if changes:
            audit.record("investor_session.changed", present, by=by.id, scope=present.event.organiser, changes=changes)
        current.flush()
        if "place" in changes:
            _retell(present)
        return present


def take_step(session_: InvestorSession, step: str, *, by: Account | None) -> InvestorSession:
    """Take a step of the session's life other than planning and publishing.

    Raises InvalidTransition, and Refused where it would open without anybody to see it.
    """
    if step not in ("open", "close_wishes", "reopen_wishes", "start", "close", "cancel"):
        raise Invalid(_l("There is no such step."))
    with transaction():
        present = locked(InvestorSession, session_.id)
        target = LIFE.after(present.state, step)
        changes: dict[str, tuple[Any, Any]] = {"state": (present.state, target)}
        present.state = target
        acting = by.id if by is not None else None
        audit.record("investor_session.step", present, by=acting, scope=present.event.organiser, changes=changes)
        if step == "cancel":
            _cancel_everything(present)
        return present


def close_wishes_due() -> int:
    """Close the wishes of sessions whose time for them is over, grace included; return how many."""
    before = clock.now() - GRACE
    statement = select(InvestorSession).where(
        InvestorSession.state == SessionState.OPEN, InvestorSession.wishes_close_at <= before
    )
    due = list(scalars(statement))
    for session_ in due:
        take_step(session_, "close_wishes", by=None)
    return len(due)


def hours_on(session_: InvestorSession, held_on: date, timezone: str) -> tuple[datetime, datetime]:
    """Return when the session would begin and end with its hours on the clock on this day in this zone."""
    slots = plan_of(session_).on(held_on, timezone).slots()
    return slots[0].starts_at, slots[-1].ends_at


def move_session(session_: InvestorSession, *, held_on: date, timezone: str, by: Account) -> InvestorSession:
    """Move a session to another day or zone: the same wall-clock hours there.

    All meetings move in the calendars of everybody, or none: raises AlreadyTaken, naming who is engaged otherwise.
    """
    with transaction() as current:
        present = locked(InvestorSession, session_.id)
        if present.state in (SessionState.CLOSED, SessionState.CANCELLED, SessionState.RUNNING):
            raise Refused(_l("A session that runs or is over cannot be moved."))
        slots = slots_of(present)
        times = plan_of(present).on(held_on, timezone).slots()
        changes = audit.assign(present, {"held_on": held_on, "timezone": timezone})
        if not changes:
            return present
        for row in slots:  # out of the way first: a zone's difference may be a whole number of slots
            row.starts_at, row.ends_at = row.starts_at - FAR, row.ends_at - FAR
        current.flush()
        for row, slot in zip(slots, times, strict=True):
            row.starts_at, row.ends_at = slot.starts_at, slot.ends_at
        current.flush()
        meetings = _live_meetings(present)
        by_slot = {row.id: (row.starts_at, row.ends_at) for row in slots}
        moved = {meeting.public_id: by_slot[meeting.slot_id] for meeting in meetings}
        move_all(kind=MEETING, times=moved, timezone=timezone, by=by.id)
        audit.record("investor_session.moved", present, by=by.id, scope=present.event.organiser, changes=changes)
        if present.state is not SessionState.DRAFT:
            for participant in _people_of(present, ParticipantState.APPROVED, ParticipantState.INVITED):
                notices.session_moved(participant)
        return present


def name_tables(session_: InvestorSession, names: dict[int, tuple[str, str]], *, by: Account) -> None:
    """Give tables names and, where meetings are online, links: number -> (label, link). Calendars follow."""
    with transaction():
        present = locked(InvestorSession, session_.id)
        changes: dict[str, tuple[Any, Any]] = {}
        for table in tables_of(present):
            label, link = names.get(table.number, (table.label, table.link))
            for name, change in audit.assign(table, {"label": label, "link": link}).items():
                changes[f"{name} {table.number}"] = change
        if changes:
            audit.record("investor_session.changed", present, by=by.id, scope=present.event.organiser, changes=changes)
            _retell(present)


def _retell(session_: InvestorSession) -> None:
    """Everybody's calendar leads to where the tables are, also when they were told before."""
    at_table: dict[int, list[str]] = defaultdict(list)
    for meeting in _live_meetings(session_):
        at_table[meeting.table_id].append(meeting.public_id)
    for table in tables_of(session_):
        where = where_of(table, session_)
        retell_all(kind=MEETING, subjects=at_table.get(table.id, ()), where=where, link=table.link)


def where_of(table: SessionTable, session_: InvestorSession) -> str:
    """Return where a table is, as calendars say it."""
    return ", ".join(part for part in (table_name(table), session_.place) if part)[:300]


def remind_of_wishes(session_: InvestorSession, *, by: Account) -> int:
    """Remind everybody who takes part and said nothing; return how many. Once a day at most for one person."""
    with transaction():
        present = locked(InvestorSession, session_.id)
        if present.state is not SessionState.OPEN:
            raise Refused(_l("Wishes are not open at present."))
        now = clock.now()
        key = f"session-wishes:{present.id}:{now.astimezone(clock.zone(present.timezone)):%Y-%m-%d}"
        silent = [each for each in _people_of(present, ParticipantState.APPROVED) if each.wished_at is None]
        number = sum(notices.wishes_wanted(each, key=f"{key}:{each.id}") for each in silent)
        present.reminded_at = now
        audit.record("investor_session.reminded", present, by=by.id, scope=present.event.organiser)
        return number


def plan_of(session_: InvestorSession) -> SessionPlan:
    """Return the settings of a session as a value."""
    names = SessionPlan.__dataclass_fields__
    values = {name: getattr(session_, name) for name in names}
    values["breaks"] = tuple((begin, end) for begin, end in session_.breaks)
    values["join_rule"] = session_.join_rule.value
    return SessionPlan(**values)


def _columns(plan: SessionPlan) -> dict[str, Any]:
    values = asdict(plan)
    values["breaks"] = [list(pair) for pair in plan.breaks]
    values["join_rule"] = JoinRule(plan.join_rule)
    return values


def _lay_out(session_: InvestorSession, plan: SessionPlan) -> None:
    try:
        slots: Iterable[Slot] = plan.slots()
    except ValueError as error:
        said = _l("These hours make no slots: please check the hours, the length of a slot and the breaks.")
        raise Invalid(said) from error
    rows: list[Any] = [
        SessionSlot(
            session_id=session_.id, position=number, starts_at=s.starts_at, ends_at=s.ends_at, is_break=s.is_break
        )
        for number, s in enumerate(slots, 1)
    ]
    rows += [
        SessionTable(session_id=session_.id, number=number, is_spare=number > plan.tables)
        for number in range(1, plan.tables + plan.spare_tables + 1)
    ]
    session().add_all(rows)
    session().flush()


def _live_meetings(session_: InvestorSession) -> list[Meeting]:
    return list(scalars(select(Meeting).where(Meeting.session_id == session_.id, Meeting.live.is_(True))))


def _people_of(session_: InvestorSession, *states: ParticipantState) -> list[Participant]:
    statement = whole_participants().where(Participant.session_id == session_.id, Participant.state.in_(states))
    return list(scalars(statement.order_by(Participant.id)))


def _cancel_everything(session_: InvestorSession) -> None:
    meetings = [each for each in _live_meetings(session_) if each.state is MeetingState.PLANNED]
    release_all(kind=MEETING, subjects=[meeting.public_id for meeting in meetings])
    for meeting in meetings:
        meeting.state, meeting.live = MeetingState.CANCELLED, None
    session().flush()
    for participant in _people_of(session_, ParticipantState.APPROVED, ParticipantState.INVITED):
        notices.session_cancelled(participant)
