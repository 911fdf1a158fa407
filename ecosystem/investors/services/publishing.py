"""Publishing a timetable: meetings and engagements in everybody's calendar, all at once or not at all.

Nobody else can write to SQLite meanwhile, so it is done in few statements on plain rows. The mails of many people are
written afterwards, in the background (`telling`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import names_of
from ecosystem.audit import services as audit
from ecosystem.calendar.queries import taken_of
from ecosystem.calendar.services import NewEngagement, engage_all
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Refused
from ecosystem.core.identifiers import public_id
from ecosystem.core.signals import announce
from ecosystem.core.web.formatting import format_time
from ecosystem.investors.domain.life_cycle import LIFE, ON_NOW, SessionState
from ecosystem.investors.domain.terms import MEETING, MeetingState
from ecosystem.investors.models import InvestorSession, Meeting, ParticipantState, RunState, SessionSlot, TimetableRun
from ecosystem.investors.queries.problems import ruled_out
from ecosystem.investors.queries.sessions import slots_of, tables_of
from ecosystem.investors.queries.timetables import PUBLISH_KIND, Cell, Row, planned_in, rows_of
from ecosystem.investors.services import telling
from ecosystem.investors.services.planning import path_of
from ecosystem.investors.services.sessions import where_of
from ecosystem.investors.signals import TimetablePublished

AT_ONCE = 150  # meetings up to which publishing is done within the request
MOST_NAMED = 10
CHANGED = _l("The timetable changed since this proposal was made. Please ask for a new one.")


def ask_to_publish(run: TimetableRun, *, by: Account) -> bool:
    """Publish a proposal, at once if it is small, else in the background; tell whether it is done."""
    number = len(planned_in(run))
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
        people = {row.id: row for row in rows_of(session_, states=ParticipantState)}
        fresh = _fresh(session_, present, people)
        slots = {slot.id: slot for slot in slots_of(session_)}
        _ensure_free(session_, fresh, people, slots)
        now = clock.now()
        _engage(session_, _store(session_, present, fresh, now), people, slots, by)
        if session_.state is SessionState.DRAFT_TIMETABLE:
            session_.state = LIFE.after(session_.state, "publish")
        session_.published_at = session_.published_at or now
        present.state, present.published_at = RunState.PUBLISHED, now
        current.flush()
        telling.begin(present, len({ident for cell in fresh for ident in (cell.founder_id, cell.investor_id)}), by)
        changes = {"meetings": (None, len(fresh))}
        audit.record("investor_session.published", session_, by=by.id, scope=session_.event.organiser, changes=changes)
        announce(TimetablePublished(session_.id))
        done()
        return len(fresh)


def _ensure_possible(session_: InvestorSession, run: TimetableRun) -> None:
    if run.state is not RunState.READY:
        raise Refused(_l("This proposal is not ready yet."))
    if session_.state is not SessionState.DRAFT_TIMETABLE and session_.state not in ON_NOW:
        raise Refused(_l("This is not possible in the present state of the session."))


def _fresh(session_: InvestorSession, run: TimetableRun, people: Mapping[int, Row]) -> list[Cell]:
    """What the proposal adds to the published meetings. Raises Refused where it does not fit what holds now."""
    planned = {(each.founder_id, each.investor_id, each.slot_id, each.table_id): each for each in planned_in(run)}
    statement = select(Meeting.founder_id, Meeting.investor_id, Meeting.slot_id, Meeting.table_id)
    live = {tuple(row) for row in session().execute(
        statement.where(Meeting.session_id == session_.id, Meeting.live.is_(True))
    )}  # fmt: skip
    if live - planned.keys():
        raise Refused(CHANGED)
    if not planned:
        raise Refused(_l("Nobody meets anybody in this proposal, so there is nothing to publish."))
    fresh = [each for key, each in sorted(planned.items()) if key not in live]
    apart = ruled_out(session_)
    for each in fresh:
        pair = (each.founder_id, each.investor_id)
        gone = [people[ident].name for ident in pair if people[ident].state is not ParticipantState.APPROVED]
        if gone:
            raise Refused(_l("%(name)s does not take part any more. Please plan again.", name=", ".join(gone)))
        if pair in apart:
            names = " – ".join(people[ident].name for ident in pair)
            raise Refused(_l("%(pair)s must not meet any more. Please plan again.", pair=names))
    return fresh


def _ensure_free(
    session_: InvestorSession, fresh: Sequence[Cell], people: Mapping[int, Row], slots: Mapping[int, SessionSlot]
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


def _store(
    session_: InvestorSession, run: TimetableRun, fresh: Sequence[Cell], now: datetime
) -> list[tuple[str, Cell]]:
    """Store the meetings in one statement; return them with their public ids."""
    made = [(public_id(), each) for each in fresh]
    rows: list[dict[str, Any]] = [
        {
            "public_id": ident,
            "session_id": session_.id,
            "run_id": run.id,
            "slot_id": each.slot_id,
            "table_id": each.table_id,
            "founder_id": each.founder_id,
            "investor_id": each.investor_id,
            "is_locked": True,
            "state": MeetingState.PLANNED,
            "live": True,
            "reason": "",
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }
        for ident, each in made
    ]
    with unique_or(CHANGED):
        if rows:
            session().execute(insert(Meeting), rows)
    return made


def _engage(
    session_: InvestorSession,
    made: Sequence[tuple[str, Cell]],
    people: Mapping[int, Row],
    slots: Mapping[int, SessionSlot],
    by: Account,
) -> None:
    tables = {table.id: table for table in tables_of(session_)}
    items = []
    for ident, each in made:
        founder, investor = people[each.founder_id], people[each.investor_id]
        slot, table = slots[each.slot_id], tables[each.table_id]
        items.append(
            NewEngagement(
                subject=ident,
                title=f"{founder.name} – {investor.name}"[:200],
                people=[founder.account_id, investor.account_id],
                places=[f"{session_.public_id}/{table.number}"],
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                where=where_of(table, session_),
                link=table.link,
                address=f"/investor-sessions/{session_.public_id}/agenda",
            )
        )
    engage_all(kind=MEETING, items=items, timezone=session_.timezone, by=by.id)
