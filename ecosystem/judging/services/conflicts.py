"""Use cases about conflicts of interest. A conflict that stands bars assignment and scoring; nobody is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.conflicts import FoundBy, find_conflicts
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.models import Assignment, Conflict, ConflictSource, Panelist
from ecosystem.judging.queries.conflicts import conflicts_in, facts_of

COMPUTED = frozenset(ConflictSource(rule.value) for rule in FoundBy)


@dataclass(frozen=True)
class Refreshed:
    """What a look at the data changed: conflicts new and gone, charges withdrawn because of new ones."""

    found: int
    gone: int
    withdrawn: int


def refresh_conflicts(contest_id: int, *, application_id: int | None = None, by: Account | None = None) -> Refreshed:
    """Find the conflicts of all judges of a contest with all its entries from data, and store what changed.

    A constant number of statements. Conflicts that were lifted stay lifted; declared and recorded ones stay. A new
    one withdraws the charge it bars. With `application_id` only that entry is looked at.
    """
    with transaction() as current:
        found = find_conflicts(facts_of(contest_id, application_id))
        wanted = {(each.account_id, each.entry_id, ConflictSource(each.by.value)) for each in found}
        stored = {
            (row.account_id, row.application_id, row.source): row
            for row in conflicts_in(contest_id, application_id)
            if row.source in COMPUTED
        }
        fresh = sorted(wanted - stored.keys())
        current.add_all(Conflict(account_id=a, application_id=e, source=source) for a, e, source in fresh)
        gone = [row for key, row in stored.items() if key not in wanted and row.lifted_at is None]
        if gone:
            current.execute(delete(Conflict).where(Conflict.id.in_([row.id for row in gone])))
        current.flush()
        withdrawn = _withdraw_barred(contest_id, {(a, e) for a, e, _ in fresh}, by)
        if fresh or gone:
            _record_refresh(contest_id, len(fresh), len(gone), by)
        return Refreshed(len(fresh), len(gone), withdrawn)


def _record_refresh(contest_id: int, found: int, gone: int, by: Account | None) -> None:
    contest = session().get_one(Contest, contest_id)
    changes = {"found": (0, found), "gone": (0, gone)}
    audit.record("judging.conflicts_refreshed", contest, by=by.id if by else None, scope=contest, changes=changes)


def _withdraw_barred(contest_id: int, pairs: set[tuple[int, int]], by: Account | None) -> int:
    """Withdraw the charges that stand on these (account, entry) pairs."""
    if not pairs:
        return 0
    rows = session().scalars(
        select(Assignment)
        .join(Panelist, Panelist.id == Assignment.panelist_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.contest_id == contest_id,
            Assignment.state == AssignmentState.ACTIVE,
            Assignment.application_id.in_({entry for _, entry in pairs}),
            Panelist.account_id.in_({account for account, _ in pairs}),
        )
    )
    barred = [row for row in rows if (row.panelist.account_id, row.application_id) in pairs]
    for row in barred:
        row.state = AssignmentState.WITHDRAWN
        audit.record(
            "judging.charge_withdrawn",
            row,
            by=by.id if by else None,
            scope=row.round.contest,
            note="conflict of interest",
        )
    return len(barred)


def declare_conflict(panelist: Panelist, application: Application, *, reason: str, by: Account) -> Conflict:
    """Let a judge declare a conflict with an entry. Raises Refused for an entry of another contest."""
    return _note(panelist, application, ConflictSource.DECLARED, reason, by)


def declare_conflicts(panelist: Panelist, entries: Sequence[Application], *, reason: str, by: Account) -> int:
    """Declare conflicts with several entries, all or none; return how many."""
    with transaction():
        for application in entries:
            declare_conflict(panelist, application, reason=reason, by=by)
    return len(entries)


def record_conflict(panelist: Panelist, application: Application, *, reason: str, by: Account) -> Conflict:
    """Put a conflict on record for the secretariat. Raises Invalid without a reason, Refused as above."""
    if not reason.strip():
        raise Invalid(_l("Please say why."), details={"reason": _l("Please say why.")})
    return _note(panelist, application, ConflictSource.RECORDED, reason, by)


def _note(panelist: Panelist, application: Application, source: ConflictSource, reason: str, by: Account) -> Conflict:
    with transaction() as current:
        contest_id = panelist.round.contest_id
        if panelist.account_id is None or application.contest_id != contest_id:
            raise Refused(_l("This judge has not accepted yet, or the entry is not in this contest."))
        same = select(Conflict).where(
            Conflict.account_id == panelist.account_id,
            Conflict.application_id == application.id,
            Conflict.source == source,
        )
        conflict = current.scalar(same.with_for_update()) or Conflict(
            account_id=panelist.account_id, application_id=application.id, source=source
        )
        conflict.reason, conflict.noted_by_id, conflict.lifted_at = reason.strip(), by.id, None
        current.add(conflict)
        current.flush()
        audit.record("judging.conflict_noted", conflict, by=by.id, scope=panelist.round.contest, note=reason.strip())
        _withdraw_barred(contest_id, {(panelist.account_id, application.id)}, by)
        return conflict


def lift_conflict(conflict: Conflict, *, reason: str, by: Account) -> None:
    """Let a judge judge an entry in spite of a conflict; who lifts it answers for it with a reason.

    Raises Invalid without a reason, Refused where the judge is on the entry, or it was lifted before.
    """
    if not reason.strip():
        raise Invalid(_l("Please say why."), details={"reason": _l("Please say why.")})
    with transaction():
        row = locked(Conflict, conflict.id)
        if row.source is ConflictSource.SAME_PERSON:
            raise Refused(_l("Nobody judges the own entry: this conflict cannot be lifted."))
        if row.lifted_at is not None:
            raise Refused(_l("This conflict was lifted already."))
        row.lifted_at = clock.now()
        contest = session().get_one(Application, row.application_id).contest
        audit.record("judging.conflict_lifted", row, by=by.id, scope=contest, note=reason.strip())
