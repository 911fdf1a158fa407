"""Handing in, abstaining, recusing, reopening."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.core.errors import Invalid, InvalidTransition, NotAllowed, Refused
from ecosystem.judging.domain.life_cycle import AssignmentState, SheetState
from ecosystem.judging.domain.results.history import Change, first_broken
from ecosystem.judging.models import Conflict, ConflictSource
from ecosystem.judging.queries.charges import charge_by_public_id, history_of
from ecosystem.judging.services import sheet_steps
from ecosystem.notifications.models import Mail
from tests.judging.judged import Judged, judged_round

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def judged(session: Session) -> Judged:
    return judged_round(entries=2, judges=2, chaired=True)


def test_complete_sheets_are_handed_in_together(judged: Judged) -> None:
    judge = judged.judge(0)
    sheets = [judged.scored(0, 0, 10), judged.scored(0, 1, 8)]
    assert sheet_steps.hand_in(sheets, by=judge) == 2
    assert {judged.charge(0, n).sheet_state for n in (0, 1)} == {SheetState.HANDED_IN}
    assert sheet_steps.hand_in([judged.charge(0, 0)], by=judge) == 0, "handing in twice changes nothing"


def test_one_incomplete_sheet_keeps_all_back(judged: Judged) -> None:
    whole, partial = judged.scored(0, 0, 10), judged.scored(0, 1, 8, without="pitch")
    with pytest.raises(Invalid) as refused:
        sheet_steps.hand_in([whole, partial], by=judged.judge(0))
    assert list(refused.value.details) == [partial.assignment.public_id]
    assert judged.charge(0, 0).sheet_state is SheetState.DRAFT


def test_a_missing_comment_keeps_a_sheet_back(judged: Judged) -> None:
    with transaction():
        judged.version.criteria[0].comment_below = 5
    charge = judged.scored(0, 0, 4)
    with pytest.raises(Invalid):
        sheet_steps.hand_in([charge], by=judged.judge(0))


def test_nobody_hands_in_for_another(judged: Judged) -> None:
    with pytest.raises(NotAllowed):
        sheet_steps.hand_in([judged.scored(0, 0, 10)], by=judged.judge(1))


def test_abstaining_keeps_the_reason(judged: Judged) -> None:
    sheet_steps.abstain(judged.charge(0, 0), reason=" Ngoài chuyên môn ", by=judged.judge(0))
    sheet = judged.charge(0, 0).sheet
    assert sheet is not None
    assert (sheet.state, sheet.abstain_reason) == (SheetState.ABSTAINED, "Ngoài chuyên môn")
    with pytest.raises(Refused):
        sheet_steps.abstain(judged.charge(0, 0), reason="Lại", by=judged.judge(0))


def test_a_recusal_withdraws_the_sheet_and_asks_for_a_replacement(judged: Judged, session: Session) -> None:
    judge = judged.judge(0)
    sheet_steps.hand_in([judged.scored(0, 0, 10)], by=judge)
    sheet_steps.recuse(judged.charge(0, 0), reason="Là người nhà", by=judge)
    charge = judged.charge(0, 0)
    assert charge.sheet is not None
    assert (charge.assignment.state, charge.sheet.state) == (AssignmentState.RECUSED, SheetState.WITHDRAWN)
    conflict = session.scalars(select(Conflict)).one()
    assert (conflict.source, conflict.reason) == (ConflictSource.DECLARED, "Là người nhà")
    mails = session.scalars(select(Mail).where(Mail.kind == "judge_recused")).all()
    assert len(mails) == 1
    assert judged.entries[0].code in mails[0].subject
    assert "Là người nhà" in mails[0].body
    sheet_steps.recuse(judged.charge(0, 0), reason="Lần nữa", by=judge)
    assert len(session.scalars(select(Mail).where(Mail.kind == "judge_recused")).all()) == 1


@pytest.mark.parametrize("step", [sheet_steps.abstain, sheet_steps.recuse])
def test_a_reason_is_needed(judged: Judged, step: object) -> None:
    with pytest.raises(Invalid):
        step(judged.charge(0, 0), reason="  ", by=judged.judge(0))  # type: ignore[operator]
    assert judged.charge(0, 0).is_live


def test_reopening_keeps_scores_and_reason_and_tells_the_judge(judged: Judged, session: Session) -> None:
    chair = judged.judge(0)
    sheet_steps.hand_in([judged.scored(1, 0, 10)], by=judged.judge(1))
    sheet = judged.charge(1, 0).sheet
    assert sheet is not None
    sheet_steps.reopen(sheet, reason="Nhầm thang điểm", by=chair)
    charge = judged.charge(1, 0)
    assert charge.sheet is not None
    assert (charge.sheet_state, charge.sheet.reopened_reason) == (SheetState.DRAFT, "Nhầm thang điểm")
    assert charge.sheet.handed_in_at is None
    mail = session.scalars(select(Mail).where(Mail.kind == "sheet_reopened")).one()
    assert mail.account_id == judged.judge(1).id
    with pytest.raises(InvalidTransition):
        sheet_steps.reopen(charge.sheet, reason="Lần nữa", by=chair)


def test_every_step_is_in_the_history(judged: Judged) -> None:
    sheet_steps.hand_in([judged.scored(1, 0, 10)], by=judged.judge(1))
    sheet = judged.charge(1, 0).sheet
    assert sheet is not None
    sheet_steps.reopen(sheet, reason="Xem lại", by=judged.judge(0))
    events = history_of(sheet.id)
    assert [event.kind for event in events][-2:] == ["hand_in", "reopen"]
    assert events[-1].note == "Xem lại"
    changes = [
        (Change(e.sheet_id, e.at, e.account_id, e.kind, e.criterion_id, e.before, e.after, e.note), e.hash)
        for e in events
    ]
    assert first_broken(changes) is None


def test_a_charge_can_be_loaded_by_its_address(judged: Judged) -> None:
    charge = judged.charge(0, 0)
    assert charge_by_public_id(charge.assignment.public_id).is_live
