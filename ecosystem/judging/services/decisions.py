"""Decisions about the entries of a round. They are held: nobody is told before the results are announced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, exists, select

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Board, Round
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import Assignment, RoundEntry
from ecosystem.judging.notices import outcomes
from ecosystem.judging.queries.comparability import obstacles_to_comparing
from ecosystem.judging.queries.decisions import is_published, people_of
from ecosystem.judging.queries.rounds import entries_in, next_round
from ecosystem.judging.queries.standings import standings_of
from ecosystem.judging.services.components import round_entries
from ecosystem.notifications.services import withdraw


@dataclass(frozen=True)
class Applied:
    """What the round's rule decided: entries that go on, that stop, and that it leaves open."""

    going_on: int
    stopping: int
    left_open: int


def decide(round_: Round, application_ids: Iterable[int], decision: Decision, *, by: Account, note: str = "") -> int:
    """Decide about some entries, or take decisions back (PENDING); return how many changed.

    A mail that waits for one of the people concerned is withdrawn. An entry that advances gets its place in the next
    judged round, one that no longer does loses it. Raises Refused after the announcement, and where judges of the next
    round have been assigned to an entry already.
    """
    with transaction():
        locked(Round, round_.id)
        ensure_unannounced(round_)
        entries = entries_in(round_, list(application_ids))
        rows = round_entries(round_, entries)
        changed = [entry for entry in entries if rows[entry.id].decision != decision]
        _move_on(round_, [e for e in changed if rows[e.id].decision is Decision.ADVANCE], stays=False)
        changes = {}
        for entry in changed:
            row = rows[entry.id]
            changes[entry.code] = (row.decision, decision)
            row.decision, row.decision_note = decision, note.strip()
            is_taken_back = decision is Decision.PENDING
            row.decided_by_id, row.decided_at = (None, None) if is_taken_back else (by.id, clock.now())
        if decision is Decision.ADVANCE:
            _move_on(round_, changed, stays=True)
        take_back_mails(round_, [entry.id for entry in changed])
        audit.record("judging.decided", round_, by=by.id, scope=round_.contest, changes=changes, note=note.strip())
        return len(changed)


def apply_rule(round_: Round, board: Board, *, by: Account) -> Applied:
    """Decide by the round's rule about the entries of a board that are not decided yet.

    Ties at the cut and entries without a result stay open. Raises Refused when the rule decides nothing by itself
    and while adjusted scores cannot be compared.
    """
    with transaction():
        locked(Round, round_.id)
        obstacles = obstacles_to_comparing(round_, [board])
        if obstacles:
            raise Refused(obstacles[0])
        standings = standings_of(round_, board)
        selection = standings.selection
        if standings.ranking is None or not (selection.going_on or selection.stopping):
            raise Refused(_l("The rule of this round decides nothing here. Decide entry by entry."))
        heads = standings.ranking.heads
        pending = {ident for ident, head in heads.items() if head.decision is Decision.PENDING}
        going_on = [ident for ident in selection.going_on if ident in pending]
        stopping = [ident for ident in selection.stopping if ident in pending]
        decide(round_, going_on, Decision.ADVANCE, by=by)
        decide(round_, stopping, Decision.STOP, by=by)
        return Applied(len(going_on), len(stopping), len(pending) - len(going_on) - len(stopping))


def ensure_unannounced(round_: Round) -> None:
    """Raise Refused once the results of the round are public."""
    if is_published(round_):
        raise Refused(_l("The results of this round have been published already. Withdraw the publication first."))


def _move_on(round_: Round, entries: Sequence[Application], *, stays: bool) -> None:
    """Give entries their place in the next judged round, or take it away again."""
    following = next_round(round_)
    if following is None or not entries:
        return
    if stays:
        round_entries(following, entries)
        return
    ids = [entry.id for entry in entries]
    assigned = exists().where(Assignment.round_id == following.id, Assignment.application_id.in_(ids))
    if session().scalar(select(assigned)):
        raise Refused(_l("Judges of the next round have been assigned to it already. Withdraw those charges first."))
    session().execute(delete(RoundEntry).where(RoundEntry.round_id == following.id, RoundEntry.application_id.in_(ids)))


def take_back_mails(round_: Round, application_ids: Sequence[int]) -> None:
    """Withdraw the waiting mails to the people of these entries: what they say is no longer true."""
    if not application_ids:
        return
    for account_id in people_of(application_ids):
        withdraw(dedup_key=outcomes.outcome_key(round_, account_id))
