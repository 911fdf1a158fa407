"""How far off a judge is, by the reference or by the others."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.calibration import AnchorSheet, Deviation, Tendency, deviations
from ecosystem.judging.domain.scoring import CriterionRule, RubricRules, Scale

RULES = RubricRules(
    criteria=(CriterionRule("idea", "Ý tưởng", Decimal(60)), CriterionRule("team", "Nhóm", Decimal(40))),
    scale=Scale.MAXIMA,
    total=Decimal(100),
)


def sheet(judge: int, anchor: int, idea: int, team: int) -> AnchorSheet:
    return AnchorSheet(judge, anchor, {"idea": Decimal(idea), "team": Decimal(team)})


def test_by_the_reference_where_there_is_one() -> None:
    found = deviations(RULES, [sheet(1, 7, 50, 30)], {7: {"idea": Decimal(45), "team": Decimal(35)}})[1]
    assert found == Deviation(1, Decimal(0), {"idea": Decimal(5), "team": Decimal(-5)}, {7: Decimal(0)})


def test_else_by_the_mean_of_the_others_without_the_own_sheet() -> None:
    found = deviations(RULES, [sheet(1, 7, 60, 40), sheet(2, 7, 40, 30), sheet(3, 7, 41, 30)], {})
    assert found[1].total == Decimal("29.5")
    assert found[2].criteria["idea"] == Decimal("-10.5")


def test_a_judge_alone_cannot_be_compared() -> None:
    found = deviations(RULES, [sheet(1, 7, 60, 40)], {})[1]
    assert (found.total, found.criteria, found.tendency(Decimal(100))) == (None, {}, Tendency.UNKNOWN)


def test_words_begin_at_a_twentieth_of_full_marks() -> None:
    said = [Deviation(1, Decimal(value), {}, {}).tendency(Decimal(100)) for value in ("-5", "-4.99", "4.99", "5")]
    assert said == [Tendency.STRICT, Tendency.IN_LINE, Tendency.IN_LINE, Tendency.MILD]


def test_nobody_scored() -> None:
    assert deviations(RULES, [], {}) == {}


points = st.tuples(st.integers(0, 60), st.integers(0, 40))


@given(st.lists(points, min_size=2, max_size=6))
def test_two_judges_mirror_each_other_and_order_changes_nothing(given_points: list[tuple[int, int]]) -> None:
    sheets = [sheet(judge, 1, *marks) for judge, marks in enumerate(given_points)]
    found = deviations(RULES, sheets, {})
    assert found == deviations(RULES, sheets[::-1], {})
    if len(sheets) == 2:
        assert found[0].total == -(found[1].total or Decimal(0))
