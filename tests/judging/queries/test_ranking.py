"""The ranking from compact rows: the same as the reference, with few statements whatever the size."""

from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.judging.domain.life_cycle import AssignmentState, SheetState
from ecosystem.judging.domain.scoring import GateKind, Missing
from ecosystem.judging.models import ComponentValue, ScoreSheet
from ecosystem.judging.queries.publication import results_of
from ecosystem.judging.queries.ranking import BoardRanking, ranking_of
from ecosystem.judging.queries.standings import standings_of
from tests.judging.judged import Judged, judged_round
from tests.support.factories.judging import make_conflict, make_sheet
from tests.support.statements import count_statements

pytestmark = pytest.mark.usefixtures("session")


def ranking(judged: Judged) -> BoardRanking:
    found = ranking_of(judged.round, judged.board.id)
    assert found is not None
    return found


def told(judged: Judged) -> list[tuple[str, int | None, Decimal | None]]:
    found = ranking(judged)
    return [(found.heads[row.id].code, row.rank, found.score(row)) for row in found.rows]


def codes(judged: Judged, *order: int) -> list[str]:
    return [judged.entries[number].code for number in order]


def test_best_first_with_ties(session: Session) -> None:
    judged = judged_round(entries=4, judges=2)
    judged.handed_in([8, 8], [10, 10], [9, 7], [4, 5])
    first, second, third, fourth = codes(judged, 1, 0, 2, 3)
    assert told(judged) == [
        (first, 1, Decimal(50)),
        (second, 2, Decimal(40)),
        (third, 2, Decimal(40)),
        (fourth, 4, Decimal("22.5")),
    ]


def test_it_says_what_is_published(session: Session) -> None:
    judged = judged_round(entries=5, judges=3)
    judged.handed_in([8, 7, None], [10, 3, 9], [9, 7, 8], [None, None, None], [8, 7, None])
    (published,) = results_of(judged.round)
    expected = [(row.id, row.rank, row.result.score) for row in published.ranking]
    found = ranking(judged)
    assert [(row.id, row.rank, found.score(row)) for row in found.rows] == expected


def test_sheets_with_and_without_marks_count_alike(session: Session) -> None:
    judged = judged_round(entries=2, judges=2)
    judged.handed_in([8, 7], [10, 3])
    by_marks = told(judged)
    with transaction() as current:
        current.execute(update(ScoreSheet).values(marks=""))
    assert told(judged) == by_marks


def test_only_sheets_that_stand_count(session: Session) -> None:
    judged = judged_round(entries=1, judges=5)
    judged.handed_in([10, 2, 2, None, None])
    make_sheet(judged.charges[3, 0], judged.version, *[1] * 5, state=SheetState.DRAFT)
    make_sheet(judged.charges[4, 0], judged.version, *[1] * 5, state=SheetState.ABSTAINED)
    make_conflict(judged.panel[1], judged.entries[0])
    with transaction():
        judged.charges[2, 0].state = AssignmentState.RECUSED
    (row,) = ranking(judged).rows
    assert (row.judges, row.score) == (1, 5000)


def test_nothing_scored_yet(session: Session) -> None:
    judged = judged_round(entries=2, judges=1)
    assert [(row.rank, row.missing) for row in ranking(judged).rows] == [(None, Missing.NO_SHEETS)] * 2
    standings = standings_of(judged.round, judged.board)
    assert (standings.selection.unranked, standings.cut) == (tuple(e.id for e in judged.entries), None)


def test_a_board_without_a_rubric_or_without_entries(session: Session) -> None:
    judged = judged_round(entries=0, judges=1)
    assert ranking(judged).rows == []
    assert ranking_of(judged.round, judged.board.id + 1000) is None


def test_gates_are_told_apart_from_the_rank(session: Session) -> None:
    judged = judged_round(entries=2, judges=2)
    with transaction():
        judged.version.pass_mark, judged.version.min_judges = Decimal(45), 2
    judged.handed_in([10, 10], [8, None])
    first, second = ranking(judged).rows
    assert (first.rank, first.passes) == (1, True)
    assert (second.rank, second.passes) == (2, False)
    assert {kind for kind, _ in second.failed} == {GateKind.PASS_MARK, GateKind.MIN_JUDGES}


def test_votes_are_shares_of_the_highest(session: Session) -> None:
    judged = judged_round(entries=2, judges=1)
    with transaction() as current:
        part = {"key": "votes", "name": "Bình chọn", "maximum": "20", "formula": "votes", "places": 1}
        judged.version.components = [part]
        judged.handed_in([10], [10])
        for entry, votes in zip(judged.entries, (300, 100), strict=True):
            current.add(
                ComponentValue(
                    round_id=judged.round.id,
                    application_id=entry.id,
                    key="votes",
                    value=Decimal(votes),
                    entered_by_id=judged.owner.id,
                )
            )
    assert [score for _, _, score in told(judged)] == [Decimal(70), Decimal("56.7")]


@pytest.mark.parametrize("entries", [1, 3])
def test_statements_do_not_grow_with_the_entries(session: Session, entries: int) -> None:
    judged = judged_round(entries=entries, judges=2)
    judged.handed_in(*[[8, 7]] * entries)
    round_ = judged.round
    with count_statements() as counted:
        ranking_of(round_, judged.board.id)
    counted.at_most(4)
