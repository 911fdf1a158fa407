"""Use cases about conflicts of interest. A conflict that stands bars assignment and scoring; nobody is asked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Contest, Round
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.conflicts import FoundBy, find_bars, find_conflicts
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.models import Assignment, Conflict, ConflictSource, EntryBar, Panelist
from ecosystem.judging.notices import scoring as messages
from ecosystem.judging.queries.conflicts import bars_in, conflicts_in, facts_of
from ecosystem.judging.queries.progress import deciders_of
from ecosystem.judging.services.sheet_steps import withdraw_charge

COMPUTED = frozenset(ConflictSource(rule.value) for rule in FoundBy)


@dataclass(frozen=True)
class Refreshed:
    """What a look at the data changed: conflicts and bars new and gone, charges withdrawn because of new ones."""

    found: int
    gone: int
    withdrawn: int


def refresh_conflicts(contest_id: int, *, application_id: int | None = None, by: Account | None = None) -> Refreshed:
    """Find the conflicts of all judges of a contest with all its entries from data, and store what changed.

    A constant number of statements. Conflicts that were lifted stay lifted; declared and recorded ones stay. A new
    one withdraws the charge it bars, with its sheet, unless the results of the round are published, and the staff
    is asked for a replacement. With `application_id` only that entry is looked at.
    """
    with transaction() as current:
        facts = facts_of(contest_id, application_id)
        wanted = {
            (each.account_id, each.entry_id, ConflictSource(each.by.value)): each for each in find_conflicts(facts)
        }
        stored = {
            (row.account_id, row.application_id, row.source): row
            for row in conflicts_in(contest_id, application_id)
            if row.source in COMPUTED
        }
        fresh = sorted(wanted.keys() - stored.keys())
        current.add_all(
            Conflict(account_id=a, application_id=e, source=source, evidence=wanted[a, e, source].evidence[:300])
            for a, e, source in fresh
        )
        for key in wanted.keys() & stored.keys():
            stored[key].evidence = wanted[key].evidence[:300]
        gone = [row for key, row in stored.items() if key not in wanted and row.lifted_at is None]
        if gone:
            current.execute(delete(Conflict).where(Conflict.id.in_([row.id for row in gone])))
        barred, free = _refresh_bars(contest_id, application_id, find_bars(facts))
        current.flush()
        withdrawn = _withdraw_barred(contest_id, {(a, e) for a, e, _ in fresh}, barred, by)
        seen = Refreshed(len(fresh) + len(barred), len(gone) + free, withdrawn)
        if seen.found or seen.gone:
            _record_refresh(contest_id, seen, by)
        return seen


def _refresh_bars(
    contest_id: int, application_id: int | None, wanted: Mapping[int, frozenset[int]]
) -> tuple[set[int], int]:
    """Store which entries are barred for the whole jury; return those newly so, and how many are free again."""
    stored = {bar.application_id: bar for bar in bars_in(contest_id, application_id)}
    fresh = set()
    for entry_id, officials in sorted(wanted.items()):
        bar = stored.get(entry_id)
        if bar is None:
            session().add(EntryBar(application_id=entry_id, officials=sorted(officials)))
            fresh.add(entry_id)
        elif bar.officials and officials - set(bar.officials) and bar.lifted_at is not None:  # lifted for others
            bar.officials, bar.lifted_at, bar.lifted_by_id, bar.lift_reason = sorted(officials), None, None, ""
            fresh.add(entry_id)
        elif bar.lifted_at is None or not bar.officials:
            bar.officials = sorted(officials)
    gone = [bar for bar in stored.values() if bar.application_id not in wanted and bar.lifted_at is None]
    for bar in gone:
        session().delete(bar)
    return fresh, len(gone)


def _record_refresh(contest_id: int, seen: Refreshed, by: Account | None) -> None:
    contest = session().get_one(Contest, contest_id)
    changes = {"found": (0, seen.found), "gone": (0, seen.gone)}
    audit.record("judging.conflicts_refreshed", contest, by=by.id if by else None, scope=contest, changes=changes)


def _withdraw_barred(contest_id: int, pairs: set[tuple[int, int]], entries: set[int], by: Account | None) -> int:
    """Withdraw the charges that stand on these (account, entry) pairs and on these entries; ask for replacements."""
    if not pairs and not entries:
        return 0
    rows = session().execute(
        select(Assignment.id, Assignment.round_id, Assignment.application_id, Panelist.account_id)
        .join(Panelist, Panelist.id == Assignment.panelist_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.contest_id == contest_id,
            Assignment.state == AssignmentState.ACTIVE,
            Assignment.application_id.in_({entry for _, entry in pairs} | entries),
        )
        .order_by(Assignment.id)
    )
    barred = [row for row in rows.all() if row[2] in entries or (row[3], row[2]) in pairs]
    taken = Counter(
        row[1] for row in barred if withdraw_charge(row[0], note=_("A conflict of interest was found."), by=by)
    )
    for round_id, number in sorted(taken.items()):
        round_ = session().get_one(Round, round_id)
        messages.replacements_wanted(round_, deciders_of(round_.contest), number=number)
    return taken.total()


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
        _withdraw_barred(contest_id, {(panelist.account_id, application.id)}, set(), by)
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


def lift_bar(bar: EntryBar, *, reason: str, by: Account) -> None:
    """Let the jury judge an entry on which an official is, all of it at once; the reason stays on record.

    The official, if a judge, still never judges the own entry. Raises Invalid without a reason, Refused when it was
    lifted before.
    """
    if not reason.strip():
        raise Invalid(_l("Please say why."), details={"reason": _l("Please say why.")})
    with transaction():
        row = locked(EntryBar, bar.id)
        if row.lifted_at is not None:
            raise Refused(_l("This bar was lifted already."))
        row.lifted_at, row.lifted_by_id, row.lift_reason = clock.now(), by.id, reason.strip()
        contest = session().get_one(Application, row.application_id).contest
        audit.record("judging.bar_lifted", row, by=by.id, scope=contest, note=reason.strip())
