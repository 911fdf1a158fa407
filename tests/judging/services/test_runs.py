"""Runs of the engine: in the background, kept, carried out once, moving little when a judge recuses or comes late."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.contests.models import Round
from ecosystem.core.background import BackgroundTask, TaskState
from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.domain.assignment import Pair
from ecosystem.judging.domain.life_cycle import AssignmentState
from ecosystem.judging.models import Assignment, AssignmentRun, RunState
from ecosystem.judging.queries.assignment import standing_of
from ecosystem.judging.queries.replacements import wanted_replacements
from ecosystem.judging.services import runs
from ecosystem.judging.services.assignment import Method, last_applied, take_back
from ecosystem.judging.services.runs import (
    Settings,
    apply_run,
    ask_for_proposal,
    ask_to_apply,
    ask_to_take_back,
    undoing,
)
from ecosystem.judging.services.sheet_steps import recuse
from tests.judging.judged import judged_round
from tests.support.background import run_tasks
from tests.support.factories.contests import closed_contest
from tests.support.factories.judging import make_conflict, make_entry, make_judged_round, make_panelist
from tests.support.factories.startups import make_person

pytestmark = pytest.mark.both_databases
HOW = Settings(per_entry=2, seed=7)


def worked_out(session: Session, round_: Round, method: Method = Method.OPTIMAL) -> AssignmentRun:
    run = ask_for_proposal(round_, method, HOW, by=make_person())
    assert run.state is RunState.WORKING
    assert run_tasks() == 1
    session.refresh(run)
    return run


def pairs_of(run: AssignmentRun) -> set[Pair]:
    return {Pair(*pair) for pair in run.pairs or ()}


@pytest.mark.parametrize("method", [Method.OPTIMAL, Method.FAIR])
def test_a_run_is_worked_out_in_the_background_and_kept(session: Session, method: Method) -> None:
    round_, _, panel, entries = make_judged_round(closed_contest(), entries=6, judges=4)
    make_conflict(panel[0], entries[0])
    run = worked_out(session, round_, method)
    assert run.state is RunState.READY
    assert run.objective == run.outcome["quality"]["total"]
    assert run.bound is not None
    assert run.objective is not None
    assert run.objective <= run.bound
    assert len(run.input_hash) == 64
    assert len(pairs_of(run)) == 12
    assert Pair(panel[0].id, entries[0].id) not in pairs_of(run)
    task = session.get_one(BackgroundTask, run.task_id)
    assert task.state is TaskState.DONE
    assert task.result is not None
    assert task.result["url"].endswith(run.public_id)


def test_the_same_state_and_seed_give_the_same_run(session: Session) -> None:
    round_, _, _, _ = make_judged_round(closed_contest(), entries=6, judges=4)
    one, other = worked_out(session, round_), worked_out(session, round_)
    assert (one.pairs, one.input_hash) == (other.pairs, other.input_hash)


def test_a_run_is_carried_out_once_and_not_when_something_came_in_between(session: Session) -> None:
    round_, _, _, _ = make_judged_round(closed_contest(), entries=4, judges=3)
    run, stale = worked_out(session, round_), worked_out(session, round_)
    assert ask_to_apply(run, tells_judges=False, by=make_person())
    assert standing_of(round_).current == pairs_of(run)
    for late in (run, stale):
        with pytest.raises(Refused):
            apply_run(late, tells_judges=False, by=make_person())
    fresh = worked_out(session, round_)
    make_entry(round_.contest)
    with pytest.raises(Refused):
        apply_run(fresh, tells_judges=False, by=make_person())
    assert last_applied(round_) is not None
    take_back(round_, by=make_person())
    assert standing_of(round_).current == frozenset()


def test_many_changes_are_carried_out_by_a_worker(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "CHANGES_AT_ONCE", 3)
    round_, _, _, _ = make_judged_round(closed_contest(), entries=4, judges=3)
    run = worked_out(session, round_)
    by = make_person()
    assert not ask_to_apply(run, tells_judges=True, by=by)
    assert not ask_to_apply(run, tells_judges=True, by=by)  # a double click asks for the same
    assert session.scalar(select(func.count()).select_from(Assignment)) == 0
    assert run_tasks() == 1
    session.refresh(run)
    assert run.state is RunState.APPLIED
    assert run.applied_by_id == by.id
    assert standing_of(round_).current == pairs_of(run)


def test_many_changes_are_taken_back_by_a_worker(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "CHANGES_AT_ONCE", 3)
    round_, _, _, _ = make_judged_round(closed_contest(), entries=4, judges=3)
    by = make_person()
    with pytest.raises(Refused):
        ask_to_take_back(round_, by=by)
    apply_run(worked_out(session, round_), tells_judges=False, by=by)
    before = standing_of(round_).current
    assert not ask_to_take_back(round_, by=by)
    assert not ask_to_take_back(round_, by=by)  # a double click asks for the same
    task = undoing(round_)
    assert task is not None
    assert standing_of(round_).current == before
    assert run_tasks() == 1
    session.refresh(task)
    assert task.state is TaskState.DONE
    assert task.result is not None
    assert task.result["url"].endswith(round_.public_id)
    assert undoing(round_) is None
    assert standing_of(round_).current == frozenset()


def test_only_the_assignment_that_was_looked_at_is_taken_back(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "CHANGES_AT_ONCE", 3)
    round_, _, _, _ = make_judged_round(closed_contest(), entries=4, judges=3)
    by = make_person()
    apply_run(worked_out(session, round_), tells_judges=False, by=by)
    assert not ask_to_take_back(round_, by=by)
    make_panelist(round_)
    apply_run(ask_for_proposal(round_, Method.BALANCED, HOW, by=by), tells_judges=False, by=by)
    later = standing_of(round_).current
    task = undoing(round_)
    assert run_tasks() == 1
    assert task is not None
    session.refresh(task)
    assert task.state is TaskState.FAILED
    assert task.error == "Không có gì để hoàn tác."
    assert standing_of(round_).current == later


def test_after_a_recusal_one_charge_is_new_and_none_moves(session: Session) -> None:
    judged = judged_round(entries=4, judges=4)
    with transaction():
        for number in range(4):
            session.delete(judged.charges[number, number])  # three judges an entry
    judged.scored(0, 1, 4)
    recuse(judged.charge(1, 0), reason="Người thân", by=judged.judge(1))
    wanted = wanted_replacements(judged.round, standing_of(judged.round))
    assert [line.entry.id for line in wanted] == [judged.entries[0].id]
    run = ask_for_proposal(judged.round, Method.OPTIMAL, Settings(3, 7), by=make_person())
    run_tasks()
    session.refresh(run)
    assert run.outcome["removed"] == 0
    assert run.outcome["added"] == 1
    assert Pair(judged.panel[0].id, judged.entries[1].id) in pairs_of(run)
    assert judged.charges[1, 0].state is AssignmentState.RECUSED


def test_a_late_judge_gets_a_share(session: Session) -> None:
    round_, _, _, _ = make_judged_round(closed_contest(), entries=8, judges=4)
    apply_run(worked_out(session, round_), tells_judges=False, by=make_person())
    late = make_panelist(round_)
    run = worked_out(session, round_)
    loads = dict(run.outcome["loads"])
    assert loads[late.id] == 3  # the even share is 4, one less is aimed at
    assert run.outcome["removed"] == 3


def test_short_entries_and_what_would_help(session: Session) -> None:
    round_, _, _, entries = make_judged_round(closed_contest(), entries=2, judges=1)
    run = worked_out(session, round_)
    assert run.outcome["shortages"] == [[entry.id, 1] for entry in entries]
    assert run.outcome["help"][-1]["remedy"] == "more_judges"
    assert run.outcome["help"][-1]["number"] == 1
