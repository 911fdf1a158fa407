"""One sheet: what it may hold and what it adds up to."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.scoring import (
    CriterionRule,
    ProblemKind,
    RubricRules,
    Scale,
    check_score,
    exact_total,
    is_complete,
    sheet_problems,
    sheet_total,
)
from tests.judging.domain.scoring.rubrics import LAM_DONG, THAI_NGUYEN, plain, sheet

D = Decimal
RULE = CriterionRule("a", "A", D(10), step=D("0.5"), comment_below=D(3), comment_above=D(9))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("0", None),
        ("10", None),
        ("7.5", None),
        ("7.50", None),
        ("-0.5", ProblemKind.BELOW_ZERO),
        ("10.5", ProblemKind.ABOVE_MAXIMUM),
        ("1E+999999", ProblemKind.ABOVE_MAXIMUM),
        ("7.25", ProblemKind.WRONG_STEP),
        ("0.50000000000000000000000000000000000001", ProblemKind.WRONG_STEP),
        ("1E-999999", ProblemKind.WRONG_STEP),
        ("NaN", ProblemKind.NOT_A_NUMBER),
        ("sNaN", ProblemKind.NOT_A_NUMBER),
        ("Infinity", ProblemKind.NOT_A_NUMBER),
    ],
)
def test_a_score_is_a_number_in_range_on_a_step(value: str, kind: ProblemKind | None) -> None:
    problem = check_score(RULE, D(value))
    assert (problem.kind if problem else None) == kind


def test_the_maximum_may_be_given_even_where_no_step_ends_on_it() -> None:
    assert check_score(replace(RULE, maximum=D(10), step=D(3)), D(10)) is None


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        check_score(RULE, 0.1)  # type: ignore[arg-type]


def test_a_sheet_tells_all_that_is_wrong_in_the_order_of_the_criteria() -> None:
    rules = RubricRules((RULE, replace(RULE, key="b"), replace(RULE, key="c"), replace(RULE, key="d")), total=D(40))
    scores = {"a": D(2), "b": None, "c": D("9.5"), "d": D(2), "z": D(1)}
    found = sheet_problems(rules, scores, {"a": " \n", "c": "", "d": "Chưa có khách hàng."})
    assert [(p.key, p.kind) for p in found] == [
        ("a", ProblemKind.COMMENT_NEEDED),
        ("b", ProblemKind.MISSING),
        ("c", ProblemKind.COMMENT_NEEDED),
        ("z", ProblemKind.UNKNOWN_CRITERION),
    ]


def test_the_thresholds_themselves_need_no_comment() -> None:
    assert sheet_problems(RubricRules((RULE,), total=D(10)), {"a": D(3)}, {}) == []
    assert sheet_problems(RubricRules((RULE,), total=D(10)), {"a": D(9)}, {}) == []


def test_points_add_up() -> None:
    assert sheet_total(THAI_NGUYEN, sheet(THAI_NGUYEN, 15.5, 24, 27)) == D("66.5")


def test_a_coefficient_multiplies() -> None:
    assert sheet_total(LAM_DONG, sheet(LAM_DONG, 4, 5, 3)) == 4 * 3 + 5 * 4 + 3 * 2


def test_weights_are_scaled_to_the_total_exactly() -> None:
    rules = RubricRules(
        (CriterionRule("a", "A", D(3), weight=D(1)), CriterionRule("b", "B", D(7), weight=D(2))), Scale.WEIGHTS
    )
    scores = sheet(rules, 1, 5)
    assert exact_total(rules, scores) == 100 * (Fraction(1, 3) + 2 * Fraction(5, 7)) / 3
    assert sheet_total(rules, scores) == D("58.73015873")


@given(st.lists(st.none() | st.integers(0, 20), min_size=3, max_size=3))
def test_a_missing_score_is_never_a_zero(values: list[int | None]) -> None:
    rules = plain(20, 20, 20)
    total = sheet_total(rules, sheet(rules, *values))
    if None in values:
        assert total is None
        assert not is_complete(rules, sheet(rules, *values))
    else:
        assert total == sum(v for v in values if v is not None)


@given(st.integers(0, 40), st.integers(0, 60))
def test_an_optional_criterion_left_out_never_makes_the_total_smaller(first: int, second: int) -> None:
    """The total is what the sheet would have with the left-out criterion scored at the same share as the others."""
    rules = plain(20, 30, 50)
    rules = replace(rules, criteria=(*rules.criteria[:2], replace(rules.criteria[2], is_required=False)))
    a, b = D(first) / 2, D(second) / 2
    exact = exact_total(rules, {"a": a, "b": b, "c": None})
    assert exact == Fraction(a + b) * 100 / 50
    assert exact_total(rules, {"a": a, "b": b, "c": D(0)}) == Fraction(a + b)


def test_a_sheet_without_any_score_is_incomplete_even_if_nothing_is_required() -> None:
    rules = plain(10)
    rules = replace(rules, criteria=(replace(rules.criteria[0], is_required=False),))
    assert sheet_total(rules, {"a": None}) is None
    assert not is_complete(rules, {})
