"""The additive model: a published block design, invariances, every kind of poor input."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.fairness.additive import fit_additive, places
from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate
from tests.judging.domain.fairness.tables import board, table_of


def test_the_catalyst_experiment() -> None:
    """D. C. Montgomery, Design and Analysis of Experiments, balanced incomplete blocks: four catalysts, four batches.

    Treatment effects −9/8, −7/8, −4/8, 20/8; residual sum of squares 3.25 on 5 degrees of freedom.
    """
    fit = fit_additive(table_of([(73, 74, None, 71), (None, 75, 67, 72), (73, 75, 68, None), (75, None, 72, 75)]))
    effects = fit.quality - fit.quality.mean()
    assert effects.tolist() == pytest.approx([-9 / 8, -7 / 8, -4 / 8, 20 / 8])
    assert fit.spare == 5
    assert fit.sigma == pytest.approx((3.25 / 5) ** 0.5)
    assert fit.severity.sum() == pytest.approx(0, abs=1e-9)


def test_a_strict_judge_does_not_drag_down_whom_they_drew() -> None:
    # Dung is 20 stricter than the others and drew the best entry; the mean puts it third, the model first.
    rows = [(80, 80, None), (70, 70, None), (None, 60, 40), (None, None, 62)]
    fit = fit_additive(table_of(rows))
    assert places([80, 70, 50, 62]) == [1, 2, 4, 3]
    assert places(fit.quality) == [2, 3, 4, 1]
    assert fit.severity.tolist() == pytest.approx([20 / 3, 20 / 3, -40 / 3])


def test_ties_are_told_within_a_billionth() -> None:
    assert places([3.0, 5.0, 5.0 + 4e-10, 5.0 - 4e-10, 1.0]) == [4, 1, 1, 1, 5]
    assert places([1.0, 1.0 + 2e-9]) == [2, 1]
    assert places([]) == []


def test_disconnected_parts_are_centred_each_for_itself() -> None:
    fit = fit_additive(table_of([(8, 6, None), (9, 7, None), (None, None, 5)]))
    assert len(fit.parts.parts) == 2
    assert fit.quality.tolist() == pytest.approx([7, 8, 5])
    assert fit.severity.tolist() == pytest.approx([1, -1, 0])


def test_weights_pull_towards_the_sure() -> None:
    table = tabulate([Review("a", "x", 8.0, 3.0), Review("a", "y", 4.0), Review("b", "x", 8.0), Review("b", "y", 8.0)])
    assert isinstance(table, ReviewTable)
    fit = fit_additive(table)
    # Normal equations by hand: b_x = −b_y = t; minimising over t gives t = 6/7 ÷ 1.
    a, b = fit.quality
    t = fit.severity[0]
    assert a == pytest.approx((3 * (8 - t) + (4 + t)) / 4)
    assert b == pytest.approx(8)
    assert 3 * (8 - a - t) - (4 - a + t) + (8 - b - t) - (8 - b + t) == pytest.approx(0)


@pytest.mark.parametrize(
    "rows",
    [[(7,)], [(7, 8)], [(7,), (8,), (8,)], [(10, 5), (10, 6), (10, 7)], [(5, 5), (5, 5)], [(None, 3), (4, None)]],
    ids=["one review", "one entry", "one judge", "ten for everybody", "all equal", "nothing shared"],
)
def test_poor_tables_give_numbers(rows: list[tuple[float | None, ...]]) -> None:
    fit = fit_additive(table_of(rows))
    assert np.isfinite(fit.quality).all()
    assert np.isfinite(fit.severity).all()
    assert fit.sigma is None or fit.sigma >= 0


def test_one_judge_changes_no_score() -> None:
    fit = fit_additive(table_of([(7,), (9,), (8,)]))
    assert fit.quality.tolist() == pytest.approx([7, 9, 8])
    assert fit.sigma is None


quarters = st.integers(0, 400).map(lambda n: n / 4)
tables = st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 4)), quarters, min_size=1).map(
    lambda cells: [Review(entry, judge, score) for (entry, judge), score in cells.items()]
)


def ranked(reviews: list[Review]) -> dict[int, int]:
    """Ranks within the first part, by entry."""
    table = tabulate(reviews)
    assert isinstance(table, ReviewTable)
    fit = fit_additive(table)
    mine = [i for i, part in enumerate(fit.parts.entry_part.tolist()) if part == 0]
    return dict(zip([table.entries[i] for i in mine], places(fit.quality[mine]), strict=True))


@given(tables, st.integers(0, 4), st.integers(-40, 40))
def test_a_constant_for_one_judge_changes_no_rank(reviews: list[Review], judge: int, shift: int) -> None:
    moved = [Review(r.entry, r.judge, r.score + (shift if r.judge == judge else 0)) for r in reviews]
    assert ranked(moved) == ranked(reviews)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_reviews_changes_no_bit(reviews: list[Review], rng: object) -> None:
    shuffled = list(reviews)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = tabulate(reviews), tabulate(shuffled)
    assert isinstance(one, ReviewTable)
    assert isinstance(other, ReviewTable)
    assert fit_additive(one).quality.tobytes() == fit_additive(other).quality.tobytes()


@given(tables, st.permutations(range(5)), st.permutations(range(8)))
def test_other_names_change_no_rank(reviews: list[Review], judges: list[int], entries: list[int]) -> None:
    renamed = [Review(entries[r.entry], judges[r.judge], r.score) for r in reviews]
    table = tabulate(reviews)
    assert isinstance(table, ReviewTable)
    if fit_additive(table).parts.is_connected:
        assert ranked(renamed) == {entries[entry]: rank for entry, rank in ranked(reviews).items()}


def test_five_thousand_entries() -> None:
    reviews = board(5000, 120, 3)
    table = tabulate(reviews)
    assert isinstance(table, ReviewTable)
    fit = fit_additive(table)
    assert fit.parts.is_connected
    assert fit.sigma == pytest.approx(5.0, abs=0.1)
    # Least squares: what is left is at right angles to every entry and every judge.
    assert np.abs(np.bincount(table.entry, fit.residuals)).max() < 1e-8
    assert np.abs(np.bincount(table.judge, fit.residuals)).max() < 1e-8


def test_estimates_are_those_of_exact_arithmetic() -> None:
    # q1, q2 and b1 = −b2 = t from x = (6, 3), (5, –): q2 = 5 − t, q1 = 4.5, t = 1.5.
    fit = fit_additive(table_of([(6, 3), (5, None)]))
    assert [Fraction(float(q)).limit_denominator(1000) for q in fit.quality] == [Fraction(9, 2), Fraction(7, 2)]
