"""Publishing a timetable: meetings, engagements in everybody's calendar and mails, all at once or not at all."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import names_of
from ecosystem.audit import services as audit
from ecosystem.calendar.queries import taken_of
from ecosystem.calendar.services import NewEngagement, engage_all
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import locked, scalars, session, transaction, unique_or
from ecosystem.core.errors import Refused
from ecosystem.core.signals import announce
from ecosystem.core.web.formatting import format_time
from ecosystem.investors import notices
from ecosystem.investors.domain.life_cycle import LIFE, ON_NOW, SessionState
from ecosystem.investors.models import (
    InvestorSession,
    Meeting,
    Participant,
    ParticipantState,
    PlannedMeeting,
    RunState,
    SessionSlot,
    SessionTable,
    TimetableRun,
)
from ecosystem.investors.queries.problems import standing_of
from ecosystem.investors.queries.sessions import slots_of, tables_of, whole_participants
from ecosystem.investors.queries.timetables import PUBLISH_KIND
from ecosystem.investors.services.planning import path_of
from ecosystem.investors.services.sessions import MEETING
from ecosystem.investors.signals import TimetablePublished
from ecosystem.notifications.services import release

AT_ONCE = 150  # meetings up to which publishing is done within the request
MOST_NAMED = 10


def ask_to_publish(run: TimetableRun, *, by: Account) -> bool:
    """Publish a proposal, at once if it is small, else in the background; tell whether it is done."""
    number = len(_planned(run))
    if number <= AT_ONCE:
        publish(run, by=by)
        return True
    ask_for(
        PUBLISH_KIND,
        subject=f"run:{run.id}",
        by=by.id,
        payload={"run_id": run.id},
        about=run.session.title,
        url=path_of(run.session, run),
    )
    return False


def publish(run: TimetableRun, *, by: Account, done: Callable[[], None] = lambda: None) -> int:
    """Publish a proposal; return how many meetings are new. Published twice, the second changes nothing.

    Published meetings stay as they are: a proposal that lacks one is refused, as is one with a pair that must not meet,
    with somebody who no longer takes part, or with anybody who is engaged otherwise at that time (all are named).
    `done` runs in the same transaction. The mails wait until they are released.
    """
    with transaction() as current:
        session_, present = locked(InvestorSession, run.session_id), locked(TimetableRun, run.id)
        if present.state is RunState.PUBLISHED:
            done()
            return 0
        _ensure_possible(session_, present)
        people = {each.id: each for each in _people(session_)}
        fresh = _fresh(session_, present, people)
        slots = {slot.id: slot for slot in slots_of(session_)}
        _ensure_free(session_, fresh, people, slots)
        meetings = _store(session_, present, fresh)
        _engage(session_, meetings, people, slots, {table.id: table for table in tables_of(session_)}, by)
        now = clock.now()
        if session_.state is SessionState.DRAFT_TIMETABLE:
            session_.state = LIFE.after(session_.state, "publish")
        session_.published_at = session_.published_at or now
        present.state, present.published_at = RunState.PUBLISHED, now
        current.flush()
        _tell(session_, present, {each for meeting in meetings for each in (meeting.founder_id, meeting.investor_id)})
        changes = {"meetings": (None, len(meetings))}
        audit.record("investor_session.published", session_, by=by.id, scope=session_.event.organiser, changes=changes)
        announce(TimetablePublished(session_.id))
        done()
        return len(meetings)


def release_mails(run: TimetableRun) -> int:
    """Send the mails that tell a published timetable; return how many waited."""
    with transaction():
        present = locked(TimetableRun, run.id)
        if present.state is not RunState.PUBLISHED:
            raise Refused(_l("Publish the timetable first."))
        return release(notices.batch_of(present))


def _ensure_possible(session_: InvestorSession, run: TimetableRun) -> None:
    if run.state is not RunState.READY:
        raise Refused(_l("This proposal is not ready yet."))
    if session_.state is not SessionState.DRAFT_TIMETABLE and session_.state not in ON_NOW:
        raise Refused(_l("This is not possible in the present state of the session."))


def _fresh(session_: InvestorSession, run: TimetableRun, people: dict[int, Participant]) -> list[PlannedMeeting]:
    """What the proposal adds to the published meetings. Raises Refused where it does not fit what holds now."""
    planned = {(p.founder_id, p.investor_id, p.slot_id, p.table_id): p for p in _planned(run)}
    statement = select(Meeting.founder_id, Meeting.investor_id, Meeting.slot_id, Meeting.table_id)
    live = {tuple(row) for row in session().execute(
        statement.where(Meeting.session_id == session_.id, Meeting.live.is_(True))
    )}  # fmt: skip
    if live - planned.keys():
        raise Refused(_l("The timetable changed since this proposal was made. Please ask for a new one."))
    fresh = [each for key, each in sorted(planned.items()) if key not in live]
    vetoes = standing_of(session_).problem.vetoes
    for each in fresh:
        pair = (each.founder_id, each.investor_id)
        gone = [people[ident].name for ident in pair if people[ident].state is not ParticipantState.APPROVED]
        if gone:
            raise Refused(_l("%(name)s does not take part any more. Please plan again.", name=", ".join(gone)))
        if pair in vetoes:
            names = " – ".join(people[ident].name for ident in pair)
            raise Refused(_l("%(pair)s must not meet any more. Please plan again.", pair=names))
    return fresh


def _ensure_free(
    session_: InvestorSession,
    fresh: Sequence[PlannedMeeting],
    people: dict[int, Participant],
    slots: dict[int, SessionSlot],
) -> None:
    """Name everybody who is engaged otherwise at the time of a new meeting. Raises Refused."""
    wanted: dict[int, list[SessionSlot]] = defaultdict(list)
    for each in fresh:
        for ident in (each.founder_id, each.investor_id):
            wanted[people[ident].account_id].append(slots[each.slot_id])
    if not wanted:
        return
    taken = taken_of(wanted, min(s.starts_at for s in slots.values()), max(s.ends_at for s in slots.values()))
    clashes = [
        (account_id, slot.starts_at)
        for account_id, hours in wanted.items()
        for slot in hours
        if any(begins < slot.ends_at and ends > slot.starts_at for begins, ends in taken[account_id])
    ]
    if clashes:
        names = names_of(account_id for account_id, _at in clashes)
        said = [f"{names[who]} ({format_time(at, session_.timezone)})" for who, at in clashes[:MOST_NAMED]]
        more = len(clashes) - MOST_NAMED
        raise Refused(
            _l(
                "Engaged otherwise at that time: %(names)s. Please plan again: the new proposal goes around it.",
                names="; ".join(said) + (f" (+{more})" if more > 0 else ""),
            )
        )


def _store(session_: InvestorSession, run: TimetableRun, fresh: Sequence[PlannedMeeting]) -> list[Meeting]:
    meetings = [
        Meeting(
            session_id=session_.id,
            run_id=run.id,
            slot_id=each.slot_id,
            table_id=each.table_id,
            founder_id=each.founder_id,
            investor_id=each.investor_id,
        )
        for each in fresh
    ]
    with unique_or(_l("The timetable changed since this proposal was made. Please ask for a new one.")):
        session().add_all(meetings)
        session().flush()
    return meetings


def _engage(
    session_: InvestorSession,
    meetings: Sequence[Meeting],
    people: dict[int, Participant],
    slots: dict[int, SessionSlot],
    tables: dict[int, SessionTable],
    by: Account,
) -> None:
    items = []
    for meeting in meetings:
        founder, investor = people[meeting.founder_id], people[meeting.investor_id]
        slot, table = slots[meeting.slot_id], tables[meeting.table_id]
        label = table.label or f"#{table.number}"
        items.append(
            NewEngagement(
                subject=meeting.public_id,
                title=f"{founder.name} – {investor.name}"[:200],
                people=[founder.account_id, investor.account_id],
                places=[f"{session_.public_id}/{table.number}"],
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                where=", ".join(part for part in (label, session_.place) if part)[:300],
                link=table.link,
                address=f"/investor-sessions/{session_.public_id}/agenda",
            )
        )
    engage_all(kind=MEETING, items=items, timezone=session_.timezone, by=by.id)


def _tell(session_: InvestorSession, run: TimetableRun, changed: set[int]) -> None:
    """One mail for everybody whose agenda changed."""
    agendas: dict[int, list[Meeting]] = defaultdict(list)
    statement = (
        select(Meeting)
        .join(Meeting.slot)
        .where(Meeting.session_id == session_.id, Meeting.live.is_(True))
        .order_by(SessionSlot.starts_at)
    )
    for meeting in scalars(statement):
        agendas[meeting.founder_id].append(meeting)
        agendas[meeting.investor_id].append(meeting)
    for participant in _people(session_):
        if participant.id in changed:
            notices.timetable_published(participant, agendas[participant.id], run)


def _people(session_: InvestorSession) -> list[Participant]:
    return list(scalars(whole_participants().where(Participant.session_id == session_.id).order_by(Participant.id)))


def _planned(run: TimetableRun) -> Sequence[PlannedMeeting]:
    return session().scalars(select(PlannedMeeting).where(PlannedMeeting.run_id == run.id)).all()
