"""Every kind of change shows on the next page of a ranking that was kept."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.contests.domain.kinds import AdvanceRule
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.core.database import session as current_session
from ecosystem.judging.domain.life_cycle import AssignmentState, Decision, PanelistState, SheetState
from ecosystem.judging.models import (
    ComponentValue,
    Conflict,
    EntryBar,
    KeptRanking,
    RoundEntry,
    RoundRubric,
)
from ecosystem.judging.models.ranking_changes import WATCHED
from ecosystem.judging.queries import standings as standings_queries
from tests.judging.judged import Judged, judged_round
from tests.judging.ranked import ranked_entries, sheet_of, shown
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_board
from tests.support.factories.judging import make_conflict, make_rubric, make_sheet
from tests.support.statements import count_statements

pytestmark = pytest.mark.usefixtures("session")

VOTES = {"key": "votes", "name": "Bình chọn", "maximum": "20", "formula": "votes", "places": 1}


@pytest.fixture
def judged(session: Session) -> Judged:
    """Three entries of two judges."""
    return ranked_entries()


def computed_anew(judged: Judged) -> list[object]:
    """The same without anything kept."""
    with transaction() as current:
        for row in current.scalars(select(KeptRanking)):
            current.delete(row)
    return shown(judged)


def another_sheet(judged: Judged) -> None:
    make_sheet(judged.charges[1, 0], judged.version, *[4] * 5)


def reopened(judged: Judged) -> None:
    sheet_of(judged, 0, 0).state = SheetState.DRAFT


def other_points(judged: Judged) -> None:
    sheet_of(judged, 0, 0).marks = "[10000,20000,30000,40000,50000]"


def gone(judged: Judged) -> None:
    current_session().delete(sheet_of(judged, 1, 1))


def recused(judged: Judged) -> None:
    judged.charges[0, 2].state = AssignmentState.RECUSED


def judge_left(judged: Judged) -> None:
    judged.panel[0].state = PanelistState.REMOVED


def conflict(judged: Judged) -> None:
    make_conflict(judged.panel[1], judged.entries[0])


def barred(judged: Judged) -> None:
    current_session().add(EntryBar(application_id=judged.entries[0].id))


def withdrawn(judged: Judged) -> None:
    judged.entries[0].state = ApplicationState.WITHDRAWN


def bulk_withdrawn(judged: Judged) -> None:
    current_session().execute(
        update(Application).where(Application.id == judged.entries[0].id).values(state=ApplicationState.WITHDRAWN)
    )


def another_entry(judged: Judged) -> None:
    make_application(judged.contest, state=ApplicationState.ELIGIBLE)


def other_board(judged: Judged) -> None:
    judged.entries[0].board_id = make_board(judged.contest, key="khac").id


def earlier(judged: Judged) -> None:
    judged.entries[2].first_submitted_at = clock.now() - timedelta(days=900)


def renamed(judged: Judged) -> None:
    judged.entries[0].title = "Tên mới"


def chair_vote(judged: Judged) -> None:
    entry = judged.entries[2]
    current_session().add(RoundEntry(round_id=judged.round.id, application_id=entry.id, chair_rank=1))


def decision(judged: Judged) -> None:
    entry = judged.entries[2]
    current_session().add(RoundEntry(round_id=judged.round.id, application_id=entry.id, decision=Decision.ADVANCE))


def component(judged: Judged) -> None:
    judged.version.components = [VOTES]
    for entry, votes in zip(judged.entries, (10, 20, 5), strict=True):
        current_session().add(
            ComponentValue(
                round_id=judged.round.id,
                application_id=entry.id,
                key="votes",
                value=Decimal(votes),
                entered_by_id=judged.owner.id,
            )
        )


def gate(judged: Judged) -> None:
    judged.version.pass_mark = Decimal(45)


def criterion_gate(judged: Judged) -> None:
    judged.version.criteria[0].minimum_to_pass = Decimal(9)


def rubric(judged: Judged) -> None:
    chosen = current_session().scalars(select(RoundRubric).where(RoundRubric.board_id == judged.board.id)).one()
    chosen.rubric_version_id = make_rubric(judged.contest).id


def places(judged: Judged) -> None:
    judged.round.quotas[0].places = 2


def rule(judged: Judged) -> None:
    round_ = locked(Round, judged.round.id)
    round_.advance_rule, round_.pass_mark = AdvanceRule.THRESHOLD, Decimal(30)


CHANGES = (
    reopened,
    other_points,
    gone,
    recused,
    judge_left,
    conflict,
    barred,
    withdrawn,
    bulk_withdrawn,
    another_entry,
    other_board,
    earlier,
    renamed,
    chair_vote,
    decision,
    component,
    gate,
    criterion_gate,
    rubric,
    places,
    rule,
)


@pytest.mark.both_databases
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_shows_on_the_next_page(app, judged: Judged, change: Callable[[Judged], None]) -> None:
    with app.test_request_context():
        before = shown(judged)
        with transaction():
            change(judged)
        after = shown(judged)
        assert after != before
        assert after == computed_anew(judged)


def test_every_table_it_is_computed_from_is_watched(judged: Judged) -> None:
    """What is not watched is part of the input hash or read anew for each page."""
    with transaction():
        judged.version.components = [VOTES]
    with count_statements() as counted:
        standings_queries.standings_of(judged.round, judged.board)
    read = set(re.findall(r"(?:FROM|JOIN) \"?(\w+)", str(counted)))
    settings = {"round", "round_rubric", "rubric_version", "rubric", "criterion", "contest", "event", "organiser"}
    places = {"round_quota", "board"}
    watched = {kind.__tablename__ for kind in WATCHED}
    assert read - settings - places <= watched
    assert watched <= read


def test_a_sheet_handed_in_shows_on_the_next_page(app, session: Session) -> None:
    judged = judged_round(entries=2, judges=2)
    judged.handed_in([10], [8])
    with app.test_request_context():
        before = shown(judged)
        another_sheet(judged)
        assert shown(judged) != before


def test_conflicts_that_are_lifted_show(app, judged: Judged) -> None:
    conflict(judged)
    with app.test_request_context():
        before = shown(judged)
        with transaction():
            current_session().scalars(select(Conflict)).one().lifted_at = clock.now()
        assert shown(judged) != before
