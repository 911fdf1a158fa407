"""A ranking is read from what was kept until something it rests on changes."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.core.database import transaction
from ecosystem.judging.domain.life_cycle import AssignmentState, SheetState
from ecosystem.judging.domain.results.kept import PART
from ecosystem.judging.models import (
    RankingChange,
)
from ecosystem.judging.queries import standings as standings_queries
from ecosystem.judging.services import rankings
from ecosystem.judging.services.rankings import RankedBoard, ranked_board
from tests.judging.judged import Judged, judged_round
from tests.judging.ranked import ranked, ranked_entries, sheet_of
from tests.support.factories.applications import make_application, make_many_applications
from tests.support.factories.contests import make_board
from tests.support.factories.judging import make_rubric, use_rubric
from tests.support.statements import count_statements

pytestmark = pytest.mark.usefixtures("session")

VOTES = {"key": "votes", "name": "Bình chọn", "maximum": "20", "formula": "votes", "places": 1}


@pytest.fixture
def judged(session: Session) -> Judged:
    """Three entries of two judges."""
    return ranked_entries()


@pytest.fixture
def computations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with every ranking that is computed."""
    found: list[int] = []
    real = standings_queries.standings_of

    def counted(*given: object, **more: object) -> object:
        found.append(1)
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(rankings, "standings_of", counted)
    return found


def test_it_is_computed_once_while_nothing_changes(judged: Judged, computations: list[int]) -> None:
    first = ranked(judged)
    again = ranked(judged)
    assert (again.summary, again.rows) == (first.summary, first.rows)
    assert len(computations) == 1


def test_scores_of_a_draft_change_nothing(judged: Judged, computations: list[int], session: Session) -> None:
    with transaction():
        sheet_of(judged, 0, 0).state = SheetState.DRAFT
    ranked(judged)
    with count_statements() as counted:
        judged.scored(0, 0, 3)
    assert "ranking_change" not in str(counted)
    ranked(judged)
    assert len(computations) == 1


def test_what_is_undone_leaves_no_change(judged: Judged, computations: list[int]) -> None:
    ranked(judged)
    with pytest.raises(RuntimeError, match="no"), transaction() as current:
        judged.charges[0, 2].state = AssignmentState.RECUSED
        current.flush()
        raise RuntimeError("no")
    ranked(judged)
    assert len(computations) == 1


def test_a_change_of_one_board_is_not_lost_to_another(judged: Judged, computations: list[int]) -> None:
    other = make_board(judged.contest, key="khac")
    rubric_of_other = make_rubric(judged.contest)
    use_rubric(rubric_of_other, judged.round, other)
    ranked_board(judged.round, other)
    before = ranked(judged)
    with transaction():
        judged.charges[0, 2].state = AssignmentState.RECUSED
    ranked_board(judged.round, other)  # counts the change in, for itself
    assert ranked(judged).rows != before.rows


def test_what_was_computed_from_older_inputs_is_not_kept(
    judged: Judged, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    """A sheet comes, and somebody else reads the new ranking, between the reading of the inputs and the keeping."""
    ranked(judged)
    with transaction():
        judged.charges[0, 2].state = AssignmentState.RECUSED
    keep = rankings._keep
    meanwhile: list[RankedBoard] = []

    def later(*given: object) -> None:
        monkeypatch.setattr(rankings, "_keep", keep)
        with transaction():
            judged.entries[0].state = ApplicationState.WITHDRAWN
        meanwhile.append(ranked(judged))
        keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rankings, "_keep", later)
    old = ranked(judged)
    assert len(old.rows) == 3
    assert ranked(judged).rows == meanwhile[0].rows


def test_changes_are_taken_away_once_counted_in(judged: Judged, session: Session) -> None:
    assert session.scalar(select(func.count(RankingChange.id)))
    ranked(judged)
    assert session.scalar(select(func.count(RankingChange.id))) == 0


def test_pages_of_a_large_board(session: Session) -> None:
    judged = judged_round(entries=1, judges=1)
    make_many_applications(judged.contest, 2 * PART + 5, spread=False)
    everything = ranked(judged)
    assert [len(ranked(judged, part=number).rows) for number in (1, 2, 3)] == [PART, PART, 6]
    assert [row for number in (1, 2, 3) for row in ranked(judged, part=number).rows] == list(everything.rows)
    assert ranked(judged, part=99).rows == ranked(judged, part=3).rows
    assert ranked(judged, part=0).rows == ranked(judged, part=1).rows
    with transaction():
        judged.entries[0].state = ApplicationState.WITHDRAWN
    assert len(ranked(judged, part=99).rows) == 5
    with count_statements() as counted:
        ranked(judged, part=2)
    assert "score_sheet" not in str(counted)


def test_a_board_without_a_rubric_or_entries(session: Session) -> None:
    judged = judged_round(entries=0, judges=1)
    assert (ranked(judged, part=1).rows, ranked(judged, part=7).rows) == ([], [])
    other = make_board(judged.contest, key="khac")
    assert ranked_board(judged.round, other).rules is None


def test_drafts_of_entries_leave_no_change(judged: Judged, session: Session) -> None:
    ranked(judged)
    entry = make_application(judged.contest)
    with transaction():
        entry.title = "Tên khác"
    assert session.scalar(select(func.count(RankingChange.id))) == 0
