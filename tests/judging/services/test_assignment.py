"""Who scores what: by hand, by proposal, taken back; never against a conflict."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.contests.models import Round
from ecosystem.core.errors import NotAllowed, Refused
from ecosystem.judging.domain.assignment import Pair
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState
from ecosystem.judging.models import Assignment, AssignmentRun
from ecosystem.judging.queries.assignment import standing_of
from ecosystem.judging.services.assignment import (
    Method,
    assign_one,
    last_applied,
    take_back,
    unassign,
)
from ecosystem.judging.services.runs import Settings, apply_run, ask_for_proposal
from ecosystem.notifications.models import Mail, MailState
from tests.support.factories.contests import closed_contest, make_board
from tests.support.factories.judging import (
    make_assignment,
    make_conflict,
    make_entry,
    make_judged_round,
    make_panelist,
    make_sheet,
)
from tests.support.factories.startups import make_person
from tests.support.statements import count_statements

HOW = {"per_entry": 2, "seed": 7}


def propose(round_: Round, method: Method, **how: int) -> AssignmentRun:
    return ask_for_proposal(round_, method, Settings(**how), here=True, by=make_person())


def pairs_of(run: AssignmentRun) -> set[Pair]:
    return {Pair(*pair) for pair in run.pairs or ()}


def test_by_hand(session: Session) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest())
    by = make_person()
    charge = assign_one(panel[0], entries[0], by=by)
    assert assign_one(panel[0], entries[0], by=by).id == charge.id
    unassign(charge, by=by)
    assert standing_of(round_).current == frozenset()
    assert assign_one(panel[0], entries[0], by=by).state is AssignmentState.ACTIVE


def test_never_against_a_conflict(session: Session) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest(), entries=6, judges=4)
    make_conflict(panel[0], entries[0])
    with pytest.raises(NotAllowed):
        assign_one(panel[0], entries[0], by=make_person())
    for method in Method:
        pairs = pairs_of(propose(round_, method, per_entry=4, seed=1))
        assert Pair(panel[0].id, entries[0].id) not in pairs
        assert Pair(panel[1].id, entries[0].id) in pairs


def test_only_judges_on_the_panel_and_of_the_board(session: Session) -> None:
    contest = closed_contest()
    round_, _, _, entries = make_judged_round(contest)
    board = make_board(contest, key="du_an")
    invited = make_panelist(round_, state=PanelistState.INVITED)
    elsewhere = make_panelist(round_, board_ids=[board.id])
    for panelist in (invited, elsewhere):
        with pytest.raises(Refused):
            assign_one(panelist, entries[0], by=make_person())


def test_whoever_recused_does_not_get_it_again(session: Session) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest(), judges=2, entries=1)
    make_assignment(panel[0], entries[0], state=AssignmentState.RECUSED)
    with pytest.raises(NotAllowed):
        assign_one(panel[0], entries[0], by=make_person())
    made = propose(round_, Method.BALANCED, **HOW)
    assert pairs_of(made) == {Pair(panel[1].id, entries[0].id)}
    assert made.outcome["shortages"] == [[entries[0].id, 1]]


def test_a_charge_somebody_scores_stays(session: Session) -> None:
    round_, version, panel, entries = make_judged_round(closed_contest(), judges=3, entries=3)
    charge = make_assignment(panel[0], entries[0])
    make_sheet(charge, version, 5)
    with pytest.raises(Refused):
        unassign(charge, by=make_person())
    assert Pair(panel[0].id, entries[0].id) in pairs_of(propose(round_, Method.BALANCED, per_entry=1, seed=3))


def test_what_was_looked_at_is_applied_and_judges_are_told(session: Session) -> None:
    round_, _, panel, _entries = make_judged_round(closed_contest(), judges=3, entries=6)
    seen = propose(round_, Method.BALANCED, **HOW)
    apply_run(seen, tells_judges=True, by=make_person())
    assert standing_of(round_).current == pairs_of(seen)
    mails = session.scalars(select(Mail).where(Mail.kind == "judge_charges")).all()
    assert sorted(mail.account_id for mail in mails) == sorted(p.account_id for p in panel)
    assert all("**4**" in mail.body for mail in mails)


def test_a_proposal_that_is_no_longer_true_is_not_applied(session: Session) -> None:
    round_, _, _, _ = make_judged_round(closed_contest(), judges=3, entries=4)
    seen = propose(round_, Method.BALANCED, **HOW)
    make_entry(round_.contest)
    with pytest.raises(Refused):
        apply_run(seen, tells_judges=False, by=make_person())
    assert session.scalars(select(Assignment)).all() == []


def test_taking_back_restores_what_was(session: Session) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest(), judges=3, entries=4)
    lone = make_assignment(panel[0], entries[0])
    make_assignment(panel[1], entries[0])
    make_assignment(panel[2], entries[0])  # one more than asked for: the proposal takes one away
    before = standing_of(round_).current
    seen = propose(round_, Method.BALANCED, **HOW)
    assert seen.outcome["removed"] == 1
    apply_run(seen, tells_judges=True, by=make_person())
    take_back(round_, by=make_person())
    assert standing_of(round_).current == before
    assert lone.state is AssignmentState.ACTIVE
    assert {mail.state for mail in session.scalars(select(Mail).where(Mail.kind == "judge_charges"))} == {
        MailState.WITHDRAWN
    }
    with pytest.raises(Refused):
        take_back(round_, by=make_person())


def test_no_taking_back_once_somebody_scored(session: Session) -> None:
    round_, version, _, _ = make_judged_round(closed_contest(), judges=3, entries=4)
    seen = propose(round_, Method.BALANCED, **HOW)
    apply_run(seen, tells_judges=False, by=make_person())
    make_sheet(session.scalars(select(Assignment)).first(), version, 5)  # type: ignore[arg-type]
    assert last_applied(round_) is not None
    with pytest.raises(Refused):
        take_back(round_, by=make_person())


def test_by_board_everybody_scores_everything(session: Session) -> None:
    round_, _, _panel, _entries = make_judged_round(closed_contest(), judges=3, entries=4)
    assert len(pairs_of(propose(round_, Method.BY_BOARD, **HOW))) == 12


@pytest.mark.parametrize("size", [1, 5])
def test_what_assignment_decides_on_takes_few_statements(session: Session, size: int) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest(), judges=size, entries=size)
    make_assignment(panel[0], entries[0])
    session.expire_all()
    assert round_.contest.rounds
    with count_statements() as counted:
        assert len(standing_of(round_).entries) == size
    counted.at_most(4)
