"""What an entry reaches, against worked examples."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.scoring import (
    Aggregation,
    Component,
    EntryInput,
    Formula,
    GateKind,
    Missing,
    RubricRules,
    component_points,
    entry_result,
    highest_values,
)
from ecosystem.judging.domain.scoring.entries import EntryResult
from tests.judging.domain.scoring.rubrics import LAM_DONG, QUANG_NGAI, THAI_NGUYEN, plain, sheet

D = Decimal


def result(rules: RubricRules, *sheets: Sequence[object], **components: object) -> EntryResult:
    entered = {key: None if v is None else D(str(v)) for key, v in components.items()}
    entry = EntryInput(1, [sheet(rules, *values) for values in sheets], entered)
    return entry_result(rules, entry, highest_values(rules, [entry]))


def test_thai_nguyen_eighty_and_twenty() -> None:
    """Council 80 points, public vote 20 × votes / highest votes with one decimal."""
    entries = [
        EntryInput("a", [sheet(THAI_NGUYEN, 18, 25, 26), sheet(THAI_NGUYEN, 16, 27, 24.5)], {"votes": D(400)}),
        EntryInput("b", [sheet(THAI_NGUYEN, 20, 30, 30)], {"votes": D(123)}),
        EntryInput("c", [sheet(THAI_NGUYEN, 10, 10, 10)], {"votes": D(0)}),
    ]
    highest = highest_values(THAI_NGUYEN, entries)
    a, b, c = (entry_result(THAI_NGUYEN, entry, highest) for entry in entries)
    assert (a.jury, a.components[0].points, a.score) == (D("68.25"), D("20.0"), D("88.25"))
    assert (b.jury, b.components[0].points, b.score) == (D("80.00"), D("6.2"), D("86.20"))  # 6.15 goes up
    assert (c.components[0].points, c.score) == (D("0.0"), D("30.00"))


def test_no_votes_at_all_give_nobody_points() -> None:
    entry = EntryInput(1, [sheet(THAI_NGUYEN, 10, 20, 20)], {"votes": D(0)})
    got = entry_result(THAI_NGUYEN, entry, highest_values(THAI_NGUYEN, [entry]))
    assert str(got.components[0].points) == "0.0"
    assert got.score == D(50)


def test_votes_not_known_yet_are_not_zero_votes() -> None:
    got = result(THAI_NGUYEN, (10, 20, 20), votes=None)
    assert (got.jury, got.score, got.missing, got.missing_component) == (D(50), None, Missing.COMPONENT, "votes")
    assert not got.passes


def test_points_by_hand_are_capped() -> None:
    attendance = Component("attendance", "Điểm danh", D(40), Formula.MANUAL, places=1)
    assert component_points(attendance, D(55), D(55)) == D(40)
    assert component_points(attendance, D("12.25"), D(55)) == D("12.3")


def test_quang_ngai_gates_stand_apart_from_the_score() -> None:
    low = result(QUANG_NGAI, (10, 10, 10, 19), (10, 10, 10, 20.5))
    assert low.score == D("49.75")
    assert [gate.kind for gate in low.failed_gates] == [GateKind.PASS_MARK]
    zero = result(QUANG_NGAI, (0, 25, 20, 30), (0, 25, 20, 30))
    assert zero.score == D(75)
    assert [(gate.kind, gate.key) for gate in zero.failed_gates] == [(GateKind.NO_ZERO, "a")]
    assert result(QUANG_NGAI, (12.5, 12.5, 10, 15)).passes
    assert not zero.passes


def test_one_judges_zero_is_a_mean_above_zero() -> None:
    assert result(QUANG_NGAI, (0, 25, 20, 30), (0.5, 25, 20, 30)).passes


def test_a_mean_that_only_rounds_to_zero_is_not_a_zero() -> None:
    rules = replace(QUANG_NGAI, places=0)
    got = result(rules, (0.5, 25, 20, 30), (0, 25, 20, 30), (0, 25, 20, 30))
    assert got.criteria["a"] == 0
    assert got.passes


def test_the_rounded_mean_meets_the_pass_mark() -> None:
    got = result(plain(100, pass_mark=D(50)), (50,), (50,), (49.5,), (50.5,), (49.5,), (50,))
    assert got.jury == D("49.92")
    assert not got.passes
    assert result(plain(100, pass_mark=D(50), places=0), (50,), (49,)).passes  # 49.5 rounds to 50, as published


def test_a_minimum_of_one_criterion() -> None:
    rules = plain(10, 10)
    rules = replace(rules, criteria=(replace(rules.criteria[0], minimum_to_pass=D(5)), rules.criteria[1]))
    failed = result(rules, (4, 10), (5.5, 10)).failed_gates
    assert [(g.kind, g.key, g.asked, g.reached) for g in failed] == [(GateKind.MINIMUM, "a", D(5), D("4.75"))]


def test_too_few_judges_is_a_gate() -> None:
    rules = plain(10, min_judges=3)
    assert [g.kind for g in result(rules, (5,), (6,)).failed_gates] == [GateKind.MIN_JUDGES]
    assert result(rules, (5,), (6,), (7,)).passes


def test_incomplete_sheets_do_not_count_and_are_told() -> None:
    rules = plain(10, 10)
    got = result(rules, (10, 10), (2, None))
    assert (got.score, got.judges, got.incomplete) == (D(20), 1, 1)
    assert got.criteria == {"a": D(10), "b": D(10)}


@pytest.mark.parametrize(("sheets", "why"), [((), Missing.NO_SHEETS), (((1, None),), Missing.NO_COMPLETE_SHEET)])
def test_an_entry_without_a_complete_sheet_has_no_score(sheets: tuple[tuple[object, ...], ...], why: Missing) -> None:
    got = result(plain(10, 10), *sheets)
    assert (got.score, got.jury, got.missing) == (None, None, why)
    assert got.criteria == {"a": None, "b": None}


def test_trimming_drops_highest_and_lowest_from_five_judges() -> None:
    rules = plain(10, aggregation=Aggregation.TRIMMED_MEAN, trim_from_judges=5)
    five = [(0,), (6,), (7,), (8,), (10,)]
    assert (result(rules, *five).score, result(rules, *five).trimmed) == (D(7), True)
    assert (result(rules, *five[:4]).score, result(rules, *five[:4]).trimmed) == (D("5.25"), False)
    assert result(replace(rules, trim_from_judges=2), *five[:4]).trimmed is False  # never below five
    assert result(replace(rules, trim_from_judges=7), *five).trimmed is False


def test_the_criteria_of_a_trimmed_mean_add_up_to_it() -> None:
    rules = plain(10, 10, aggregation=Aggregation.TRIMMED_MEAN, trim_from_judges=5)
    got = result(rules, (1, 9), (9, 1), (5, 5), (4, 6), (6, 4))
    assert sum(m for m in got.criteria.values() if m is not None) == got.score


def test_a_mean_of_thirds_is_rounded_once() -> None:
    got = result(LAM_DONG, (4, 5, 3), (4, 5, 3), (5, 5, 3))
    assert got.score == D("39.00")
    assert result(plain(10), (7,), (7,), (6,)).score == D("6.67")


scores = st.integers(0, 20).map(lambda half: D(half) / 2)
sheets = st.lists(st.tuples(scores, scores, scores), min_size=1, max_size=8)


@given(sheets, st.randoms(use_true_random=False), st.sampled_from(Aggregation))
def test_the_order_of_the_judges_changes_nothing(
    drawn: list[tuple[Decimal, ...]], random: Random, how: Aggregation
) -> None:
    rules = plain(10, 10, 10, aggregation=how, trim_from_judges=5)
    shuffled = list(drawn)
    random.shuffle(shuffled)
    assert result(rules, *drawn) == result(rules, *shuffled)


@given(sheets)
def test_one_more_incomplete_sheet_changes_no_score(drawn: list[tuple[Decimal, ...]]) -> None:
    rules = plain(10, 10, 10)
    assert result(rules, *drawn).score == result(rules, *drawn, (D(0), None, D(0))).score


@given(sheets)
def test_the_mean_lies_between_lowest_and_highest_sheet(drawn: list[tuple[Decimal, ...]]) -> None:
    got = result(plain(10, 10, 10), *drawn)
    assert got.score is not None
    assert got.totals[0] <= got.score <= got.totals[-1]
