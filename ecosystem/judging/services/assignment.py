"""Use cases of assignment: one charge by hand, a whole proposal, taking it back.

Whatever door is used, a judge never gets an entry a conflict of interest stands against.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.audit.models import AuditEntry
from ecosystem.contests.models import Round
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import NotAllowed, Refused
from ecosystem.judging.domain.assignment import Pair, Solver, solve_balanced, solve_by_board
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState
from ecosystem.judging.models import Assignment, Panelist
from ecosystem.judging.notices import invitations as notices
from ecosystem.judging.queries.assignment import Standing, charge_between, standing_of
from ecosystem.judging.queries.bars import is_barred
from ecosystem.notifications import services as outbox

APPLIED = "judging.assignment_applied"
TAKEN_BACK = "judging.assignment_taken_back"


class Method(StrEnum):
    """How a proposal is made. The first two are made at once, the others by a worker process."""

    BALANCED = "balanced"
    BY_BOARD = "by_board"
    OPTIMAL = "optimal"
    FAIR = "fair"


SOLVERS: dict[Method, Solver] = {Method.BALANCED: solve_balanced, Method.BY_BOARD: solve_by_board}


def assign_one(panelist: Panelist, application: Application, *, by: Account) -> Assignment:
    """Give one entry to one judge. Giving it again changes nothing.

    Raises NotAllowed for a judge in conflict or one who recused, Refused when the judge is not on the panel or
    scores other boards.
    """
    with transaction():
        judge = locked(Panelist, panelist.id)
        _ensure_may_score(judge, application)
        charge = charge_between(judge.id, application.id)
        if charge is not None and charge.state is AssignmentState.ACTIVE:
            return charge
        if charge is not None and charge.state is AssignmentState.RECUSED:
            raise NotAllowed(_l("%(name)s recused from this entry.", name=judge.name))
        charge = _give(Pair(judge.id, application.id), judge.round_id, charge, "hand", application.number or 0)
        session().flush()
        audit.record("judging.assigned", charge, by=by.id, scope=judge.round.contest)
        return charge


def _ensure_may_score(judge: Panelist, application: Application) -> None:
    if judge.state is not PanelistState.ACCEPTED or judge.account_id is None:
        raise Refused(_l("%(name)s has not accepted a place on the panel.", name=judge.name))
    if judge.board_ids and application.board_id not in judge.board_ids:
        raise Refused(_l("%(name)s scores other boards.", name=judge.name))
    if is_barred(judge.account_id, application.id):
        raise NotAllowed(_l("A conflict of interest stands between %(name)s and this entry.", name=judge.name))


def _give(pair: Pair, round_id: int, present: Assignment | None, origin: str, position: int) -> Assignment:
    charge = present or Assignment(round_id=round_id, panelist_id=pair.judge, application_id=pair.entry)
    charge.state, charge.origin, charge.position = AssignmentState.ACTIVE, origin, position
    session().add(charge)
    return charge


def unassign(charge: Assignment, *, by: Account) -> None:
    """Take an entry from a judge. Raises Refused once the judge began to score it: then the judge recuses."""
    with transaction():
        row = locked(Assignment, charge.id)
        if row.state is not AssignmentState.ACTIVE:
            return
        if row.sheet is not None:
            raise Refused(_l("This judge has begun to score the entry, so the assignment stays."))
        row.state = AssignmentState.WITHDRAWN
        audit.record("judging.unassigned", row, by=by.id, scope=row.round.contest)


def carry_out(
    round_: Round,
    standing: Standing,
    pairs: Set[Pair],
    *,
    method: Method,
    settings: Mapping[str, Any],
    tells_judges: bool,
    by: Account,
) -> AuditEntry:
    """Make `pairs` the charges that stand, inside a transaction that holds the round; return the entry of the record.

    Judges with new entries get one mail if `tells_judges`. That nothing changed since the proposal was made, and
    that it breaks no rule, is the caller's to know (`runs.apply_run`).
    """
    added, removed = pairs - standing.current, standing.current - pairs
    _store(round_, standing, added=added, removed=removed, origin=method.value)
    entry = audit.record(
        APPLIED,
        round_,
        by=by.id,
        scope=round_.contest,
        changes={
            "method": (None, method.value),
            "reviews_per_entry": (None, settings["per_entry"]),
            "seed": (None, str(settings["seed"])),
            "added": ([], _plain(added)),
            "removed": ([], _plain(removed)),
        },
    )
    session().flush()
    if tells_judges:
        _tell(standing, added, Counter(pair.judge for pair in pairs), batch=batch_of(entry))
    return entry


def batch_of(entry: AuditEntry) -> str:
    """Name the mails an applied proposal wrote."""
    return f"judge_charges:{entry.id}"


def _plain(pairs: Iterable[Pair]) -> list[list[int]]:
    return [[pair.judge, pair.entry] for pair in sorted(pairs)]


def _store(round_: Round, standing: Standing, *, added: Set[Pair], removed: Set[Pair], origin: str) -> None:
    present = {
        Pair(row[0], row[1])
        for row in session().execute(
            select(Assignment.panelist_id, Assignment.application_id).where(Assignment.round_id == round_.id)
        )
    }
    order = {entry.id: position for position, entry in enumerate(standing.entries)}
    changed = (added | removed) & present
    rows = session().scalars(
        select(Assignment).where(
            Assignment.round_id == round_.id, Assignment.application_id.in_({pair.entry for pair in changed})
        )
    )
    for row in rows:
        pair = Pair(row.panelist_id, row.application_id)
        if pair in removed:
            row.state = AssignmentState.WITHDRAWN
        elif pair in added:
            _give(pair, round_.id, row, origin, order.get(pair.entry, 0))
    fresh = [
        {"round_id": round_.id, "panelist_id": pair.judge, "application_id": pair.entry, "origin": origin}
        | {"position": order.get(pair.entry, 0)}
        for pair in sorted(added - present)
    ]
    if fresh:
        session().execute(insert(Assignment), fresh)


def _tell(standing: Standing, added: Set[Pair], loads: Mapping[int, int], *, batch: str) -> None:
    new = Counter(pair.judge for pair in added)
    for judge in standing.judges:
        if new[judge.id]:
            notices.charges_given(judge, new=new[judge.id], all_in_all=loads[judge.id], batch=batch)


def last_applied(round_: Round) -> AuditEntry | None:
    """Return the last applied proposal that can be taken back; None once it was, or when there is none."""
    entry = session().scalar(
        select(AuditEntry)
        .where(
            AuditEntry.subject_type == Round.__tablename__,
            AuditEntry.subject_id == round_.id,
            AuditEntry.action.in_([APPLIED, TAKEN_BACK]),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return entry if entry is not None and entry.action == APPLIED else None


def changes_in(entry: AuditEntry) -> tuple[set[Pair], set[Pair]]:
    """Return what an applied proposal added, and what it took away."""
    added, removed = ({Pair(*pair) for pair in entry.changes.get(name, [[], []])[1]} for name in ("added", "removed"))
    return added, removed


def take_back(round_: Round, *, by: Account, only: int | None = None, done: Callable[[], None] = lambda: None) -> None:
    """Undo the last applied proposal: its charges go, those it took away come back, its unsent mails are withdrawn.

    Raises Refused when there is none, when it is not `only` (the id of its entry in the record), or somebody began to
    score one of its entries. A charge that a conflict bars by now does not come back. `done` is called last in the
    transaction.
    """
    with transaction():
        current = locked(Round, round_.id)
        entry = last_applied(current)
        if entry is None or only not in (None, entry.id):
            raise Refused(_l("There is nothing to take back."))
        added, removed = changes_in(entry)
        standing = standing_of(current)
        _ensure_unscored(added, standing)
        seated = {judge.id for judge in standing.judges}
        back = {pair for pair in removed - standing.barred if pair.judge in seated}
        _store(current, standing, added=back, removed=added & standing.current, origin="hand")
        audit.record(TAKEN_BACK, current, by=by.id, scope=current.contest, note=entry.note)
        outbox.withdraw(batch_of(entry))
        done()


def _ensure_unscored(added: Set[Pair], standing: Standing) -> None:
    if added & standing.fixed:
        raise Refused(_l("A judge has begun to score, so this assignment can no longer be taken back."))


def undoable(round_: Round) -> AuditEntry:
    """Return the last applied proposal if it can be taken back now. Raises Refused as `take_back` does."""
    entry = last_applied(round_)
    if entry is None:
        raise Refused(_l("There is nothing to take back."))
    _ensure_unscored(changes_in(entry)[0], standing_of(round_))
    return entry
