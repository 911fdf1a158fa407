"""Telling people their meetings once a timetable is published, and releasing those mails.

Few people are told in the transaction that publishes; many by a background task, a few dozen in a transaction, so that
nobody waits long to write. A mail has a key of its own, so a task that died and runs again tells nobody twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import locked, scalars, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.investors import notices
from ecosystem.investors.models import InvestorSession, Meeting, Participant, RunState, SessionSlot, TimetableRun
from ecosystem.investors.queries.sessions import whole_participants
from ecosystem.investors.queries.timetables import TELL_KIND, whole_meetings
from ecosystem.investors.services.planning import path_of
from ecosystem.notifications.services import release

AT_ONCE = 60  # people told in the transaction that publishes
IN_A_STEP = 20


def begin(run: TimetableRun, number: int, by: Account) -> None:
    """Tell the `number` people whom a run concerns, now if they are few; inside the use case that publishes."""
    if number <= AT_ONCE:
        _tell(run, concerned(run))
        run.told_at = clock.now()
    else:
        _ask(run, by)


def tell(run: TimetableRun, *, told: Callable[[int, int], None], done: Callable[[int], None]) -> int:
    """Write the mails that are missing; return how many people a run concerns. Safe to run twice, also at once.

    `told` hears of progress between the steps, `done` the number of people in the transaction that ends the work.
    """
    idents = concerned(run)
    for start in range(0, len(idents), IN_A_STEP):
        told(start, len(idents))
        with transaction():
            _tell(locked(TimetableRun, run.id), idents[start : start + IN_A_STEP])
        session().expunge_all()
    with transaction():
        present = locked(TimetableRun, run.id)
        present.told_at = present.told_at or clock.now()
        done(len(idents))
    return len(idents)


def release_mails(run: TimetableRun, *, by: Account) -> int:
    """Send the mails that tell a published timetable; return how many waited. Raises Refused while some are missing."""
    with transaction():
        present = locked(TimetableRun, run.id)
        if present.state is not RunState.PUBLISHED:
            raise Refused(_l("Publish the timetable first."))
        if present.told_at is not None:
            return release(notices.batch_of(present))
        _ask(present, by)  # nothing if it is at work: else it was given up or taken back
    raise Refused(_l("The mails are still being written. Please release them when all are there."))


def concerned(run: TimetableRun) -> list[int]:
    """Return the ids of the participants to whom a published run gave meetings, in one order for everybody."""
    rows = session().execute(select(Meeting.founder_id, Meeting.investor_id).where(Meeting.run_id == run.id))
    return sorted({ident for row in rows for ident in row})


def _ask(run: TimetableRun, by: Account) -> None:
    ask_for(
        TELL_KIND,
        subject=f"run:{run.id}",
        by=by.id,
        payload={"run_id": run.id},
        about=run.session.title,
        url=path_of(run.session, run),
    )


def _tell(run: TimetableRun, idents: Sequence[int]) -> None:
    """One mail for each of these participants, with the meetings they have now; none for who has none any more."""
    session_: InvestorSession = run.session
    agendas = _agendas(session_, idents)
    for participant in _people(idents):
        if agendas[participant.id]:
            notices.timetable_published(participant, agendas[participant.id], run)


def _agendas(session_: InvestorSession, idents: Iterable[int]) -> dict[int, list[Meeting]]:
    wanted = list(idents)
    statement = (
        whole_meetings()
        .join(SessionSlot, SessionSlot.id == Meeting.slot_id)
        .where(
            Meeting.session_id == session_.id,
            Meeting.live.is_(True),
            or_(Meeting.founder_id.in_(wanted), Meeting.investor_id.in_(wanted)),
        )
        .order_by(SessionSlot.starts_at)
    )
    agendas: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in scalars(statement):
        agendas[meeting.founder_id].append(meeting)
        agendas[meeting.investor_id].append(meeting)
    return agendas


def _people(idents: Sequence[int]) -> list[Participant]:
    return list(scalars(whole_participants().where(Participant.id.in_(idents)).order_by(Participant.id)))
