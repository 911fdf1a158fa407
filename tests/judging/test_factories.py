"""The factories make what the product would make."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.judging.domain.scoring import rubric_problems
from ecosystem.judging.models import Score, ScoreSheet
from ecosystem.judging.queries.rubrics import from_version
from tests.support.factories.contests import closed_contest
from tests.support.factories.judging import fill_with_scores, make_assignment, make_judged_round, make_sheet


def test_the_rubric_of_the_factories_is_sound(session: Session) -> None:
    _, version, panel, entries = make_judged_round(closed_contest())
    assert rubric_problems(from_version(version)) == []
    sheet = make_sheet(make_assignment(panel[0], entries[0]), version, 20, 30, 20, 20, None)
    assert (sheet.total, sheet.is_complete) == (None, False)


def test_many_sheets_in_bulk(session: Session) -> None:
    round_, version, panel, entries = make_judged_round(closed_contest(), entries=4, judges=3)
    assert fill_with_scores(round_, version, panel, entries) == 12
    assert session.scalar(select(func.count()).select_from(Score)) == 60
    totals = session.scalars(select(ScoreSheet.total)).all()
    assert all(total is not None and 0 <= total <= 100 for total in totals)
