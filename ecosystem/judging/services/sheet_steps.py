"""Use cases that move a score sheet on: hand in, abstain, recuse, reopen. Each step is an event of its history."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Invalid, NotAllowed, Refused
from ecosystem.judging.domain.life_cycle import SHEET_LIFE_CYCLE, AssignmentState, SheetState
from ecosystem.judging.domain.results.history import Change
from ecosystem.judging.domain.scoring import sheet_problems
from ecosystem.judging.models import Conflict, ConflictSource, ScoreSheet
from ecosystem.judging.notices import scoring as messages
from ecosystem.judging.queries.charges import Charge, charge_for_writing, sheet_of
from ecosystem.judging.queries.progress import deciders_of
from ecosystem.judging.services.sheets import append_history, ensure_open, new_sheet, write_sheet


def hand_in(charges: Sequence[Charge], *, by: Account) -> int:
    """Hand in complete sheets and lock them, all or none; return how many. Those handed in before stay so.

    Raises Invalid when one is not complete: `details` maps the charge's public id to what is missing.
    """
    with transaction():
        held = [charge_for_writing(charge.assignment.id) for charge in sorted(charges, key=lambda c: c.assignment.id)]
        waiting = [each for each in held if each.sheet_state is not SheetState.HANDED_IN]
        problems = {}
        for each in waiting:
            ensure_open(each, by)
            problems.update(_obstacles(each))
        if problems:
            raise Invalid(_l("Not every sheet is complete."), details=problems)
        for each in waiting:
            _step(each, "hand_in", by=by)
        return len(waiting)


def hand_in_for(held: Charge, *, by: Account, note: str) -> None:
    """Hand in a sheet for its judge, inside a transaction, with a note why. Raises Invalid when it is not complete."""
    problems = _obstacles(held)
    if problems:
        raise Invalid(_l("Not every sheet is complete."), details=problems)
    _step(held, "hand_in", by=by, note=note)


def _obstacles(held: Charge) -> dict[str, str]:
    sheet = sheet_of(held)
    found = sheet_problems(sheet.rules, sheet.scores, sheet.comments)
    names = {rule.key: rule.name for rule in sheet.rules.criteria}
    said = "; ".join(f"{names.get(problem.key, problem.key)}: {problem.text}" for problem in found)
    return {held.assignment.public_id: said} if said else {}


def abstain(charge: Charge, *, reason: str, by: Account) -> None:
    """Give no score for an entry, with a reason; the entry's mean is then over the other judges."""
    with transaction():
        held = charge_for_writing(charge.assignment.id)
        ensure_open(held, by)
        _step(held, "abstain", by=by, note=_reason(reason), abstain_reason=reason.strip())


def recuse(charge: Charge, *, reason: str, by: Account) -> None:
    """Declare a conflict of interest: withdraws the judge's sheet for the entry and asks staff for a replacement.

    Possible until the results of the round are published, also after handing in. Raises Refused otherwise.
    """
    with transaction():
        held = charge_for_writing(charge.assignment.id)
        if held.panelist.account_id != by.id:
            raise NotAllowed(_l("This entry is not assigned to you."))
        if held.is_published:
            raise Refused(_l("The results of this round have been published already."))
        if held.assignment.state is not AssignmentState.ACTIVE:
            return
        held.assignment.state = AssignmentState.RECUSED
        held.assignment.recused_at = clock.now()
        held.assignment.recusal_reason = _reason(reason)
        _declare_conflict(held, reason.strip(), by)
        if held.sheet is not None and SHEET_LIFE_CYCLE.can(held.sheet.state, "withdraw"):
            _step(held, "withdraw", by=by, note=reason.strip())
        audit.record("judging.recused", held.assignment, by=by.id, scope=held.contest, note=reason.strip())
        messages.judge_recused(held.assignment, deciders_of(held.contest))


def withdraw_charge(assignment_id: int, *, note: str, by: Account | None) -> bool:
    """Take a charge back because a conflict of interest stands now, with its sheet if there is one.

    Return whether there was something to take back: not once the results of the round are published.
    """
    with transaction():
        held = charge_for_writing(assignment_id)
        if held.is_published or held.assignment.state is not AssignmentState.ACTIVE:
            return False
        held.assignment.state = AssignmentState.WITHDRAWN
        if held.sheet is not None and SHEET_LIFE_CYCLE.can(held.sheet.state, "withdraw"):
            _step(held, "withdraw", by=by, note=note)
        audit.record(
            "judging.charge_withdrawn", held.assignment, by=by.id if by else None, scope=held.contest, note=note
        )
        return True


def _declare_conflict(held: Charge, reason: str, by: Account) -> None:
    wanted = {
        "account_id": by.id,
        "application_id": held.application.id,
        "source": ConflictSource.DECLARED,
    }
    row = session().query(Conflict).filter_by(**wanted).one_or_none()
    if row is None:
        session().add(Conflict(**wanted, reason=reason, noted_by_id=by.id))
    else:
        row.reason, row.lifted_at = reason, None


def reopen(sheet: ScoreSheet, *, reason: str, by: Account) -> None:
    """Unlock a sheet handed in or abstained from, with a reason that is kept; the judge is told.

    Raises Refused once the results of the round are published.
    """
    with transaction():
        held = charge_for_writing(sheet.assignment_id)
        if held.is_published:
            raise Refused(_l("The results of this round have been published already. Withdraw the publication first."))
        _step(held, "reopen", by=by, note=_reason(reason), reopened_reason=reason.strip())
        audit.record("judging.sheet_reopened", held.assignment, by=by.id, scope=held.contest, note=reason.strip())
        assert held.sheet is not None
        assert held.panelist.account is not None
        messages.sheet_reopened(held.assignment, held.sheet, held.panelist.account)


def _step(held: Charge, step: str, *, by: Account | None, note: str = "", **values: object) -> None:
    """Take a named step of the life cycle and write it into the history."""
    row = held.sheet or new_sheet(held)
    before, after = row.state, SHEET_LIFE_CYCLE.after(row.state, step)
    event = Change(row.id, clock.now(), by.id if by else None, step, before=before.value, after=after.value, note=note)
    handed_in_at = clock.now() if after is SheetState.HANDED_IN else None
    write_sheet(
        row, state=after, handed_in_at=handed_in_at, history_hash=append_history(row, [event], key=None), **values
    )


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise Invalid(_l("Please give a reason."), details={"reason": str(_l("Please give a reason."))})
    return reason
