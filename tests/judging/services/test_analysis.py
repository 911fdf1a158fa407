"""Making analyses, keeping them up to date, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ecosystem.core import clock
from ecosystem.core.background import BackgroundTask
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.models import Analysis, RoundRubric
from ecosystem.judging.queries.analysis import board_input, pulse_of, stored_analysis
from ecosystem.judging.services import analysis, sheet_steps
from tests.judging.judged import Judged, judged_round
from tests.support.background import run_tasks

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


@pytest.fixture
def judged() -> Judged:
    made = judged_round(entries=4, judges=3, places=2, chaired=True)
    made.handed_in([10, 9, 7], [8, 8, 5], [7, 9, 6], [6, 5, 4])
    return made


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_one_analysis_a_board_replaced_by_the_next(judged: Judged) -> None:
    one = analysis.compute(judged.round, judged.board)
    assert one.result["counts"] == {"entries": 4, "judges": 3, "reviews": 12}
    first = one.input_hash
    sheet = judged.charge(0, 0).sheet
    assert sheet is not None
    sheet_steps.reopen(sheet, reason="Nhầm", by=judged.judge(0))
    two = analysis.compute(judged.round, judged.board)
    assert count(Analysis) == 1
    assert two.input_hash != first
    assert two.result["counts"]["reviews"] == 11


def test_the_same_scores_are_not_computed_twice(judged: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(analysis.compute(judged.round, judged.board).result)
    monkeypatch.setattr(analysis, "_analyse", lambda data: pytest.fail("computed again"))
    after = analysis.compute(judged.round, judged.board)
    assert after.result == before


def test_the_ranks_are_those_of_the_raw_ranking(judged: Judged) -> None:
    result = analysis.compute(judged.round, judged.board).result["entries"]
    raw = dict(zip(result["id"], result["raw_rank"], strict=True))
    assert [raw[entry.id] for entry in judged.entries] == [1, 3, 2, 4]
    assert result["rank"] == result["raw_rank"]  # everybody scored everything: nothing to take out


def test_an_analysis_is_current_until_a_score_changes(judged: Judged) -> None:
    made = analysis.compute(judged.round, judged.board)
    assert pulse_of(judged.round, judged.board).seen == made.seen
    sheet = judged.charge(0, 0).sheet
    assert sheet is not None
    sheet_steps.reopen(sheet, reason="Nhầm", by=judged.judge(0))
    later = pulse_of(judged.round, judged.board, since=made.computed_at)
    assert later.seen != made.seen
    assert later.newer == 1


def test_two_askers_share_one_task(judged: Judged, app: Flask) -> None:
    first = analysis.ask(judged.round, judged.board, by=judged.owner.id)
    second = analysis.ask(judged.round, judged.board, by=judged.judge(0).id)
    assert first.id == second.id
    assert analysis.being_made(judged.round, judged.board) is not None
    assert run_tasks(app) == 1
    assert stored_analysis(judged.round, judged.board) is not None
    assert analysis.being_made(judged.round, judged.board) is None


def test_a_board_is_analysed_by_itself_once_its_scores_are_at_rest(judged: Judged, app: Flask) -> None:
    now = clock.now()
    assert analysis.refresh_due(now) == 0  # a sheet came in just now
    assert analysis.refresh_due(now + timedelta(minutes=2)) == 1
    assert analysis.refresh_due(now + timedelta(minutes=2)) == 1  # the same task
    assert count(BackgroundTask) == 1
    assert run_tasks(app) == 1
    assert analysis.refresh_due(now + timedelta(minutes=4)) == 0


def test_what_nobody_asked_for_tells_nobody(judged: Judged, app: Flask) -> None:
    task = analysis.ask(judged.round, judged.board, by=None)
    assert run_tasks(app) == 1
    assert session().get_one(BackgroundTask, task.id, populate_existing=True).state == "done"


def test_a_board_without_a_rubric_is_refused(judged: Judged) -> None:
    extra = session().scalars(select(RoundRubric)).all()
    board = judged.board
    assert board_input(judged.round, board) is not None
    with transaction():
        for each in extra:
            session().delete(session().get_one(RoundRubric, each.id))
    with pytest.raises(Refused):
        analysis.compute(judged.round, board)
