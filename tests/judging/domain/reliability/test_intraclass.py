"""The six forms against their paper; gaps by variance components."""

import pytest

from ecosystem.judging.domain.fairness.reviews import ReviewTable, tabulate
from ecosystem.judging.domain.refusals import Reason, Refusal
from ecosystem.judging.domain.reliability.intraclass import (
    Dependability,
    Intraclass,
    MeanSquares,
    dependability,
    intraclass,
    mean_squares,
)
from tests.judging.domain.fairness.tables import PENICILLIN, SHROUT_FLEISS, board, table_of


def test_the_analysis_of_variance_of_shrout_and_fleiss() -> None:
    """Table 3 of the paper: between targets 11.24, within 6.26, between judges 32.49, residual 1.02."""
    found = mean_squares(SHROUT_FLEISS)
    assert isinstance(found, MeanSquares)
    assert [round(v, 2) for v in (found.entries, found.within, found.judges, found.rest)] == [11.24, 6.26, 32.49, 1.02]


def test_the_six_forms_of_shrout_and_fleiss() -> None:
    """Table 4: ICC(1,1) .17, (2,1) .29, (3,1) .71, (1,4) .44, (2,4) .62, (3,4) .91; ICC(2,1) from .02 to .76."""
    found = intraclass(SHROUT_FLEISS)
    assert isinstance(found, Intraclass)
    single = (found.single_one_way, found.single_random, found.single_fixed)
    mean = (found.mean_one_way, found.mean_random, found.mean_fixed)
    assert [round(v, 2) for v in single] == [0.17, 0.29, 0.71]
    assert [round(v, 2) for v in mean] == [0.44, 0.62, 0.91]
    assert [round(v, 2) for v in (found.low, found.high)] == [0.02, 0.76]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], Reason.NO_SCORES),
        ([[1, 2]], Reason.ONE_ENTRY),
        ([[1], [2]], Reason.ONE_JUDGE),
        ([[5, 5], [5, 5]], Reason.ALL_EQUAL),
        ([[1, float("nan")], [2, 3]], Reason.INCOMPLETE),
        ([[1, 2], [1, 2]], Reason.ALL_EQUAL),
    ],
)
def test_what_cannot_be_told_is_refused(rows: list[list[float]], reason: Reason) -> None:
    assert intraclass(rows) == Refusal(reason)


def test_complete_agreement_is_one() -> None:
    found = intraclass([[1, 1], [2, 2], [5, 5]])
    assert isinstance(found, Intraclass)
    assert found.single_random == pytest.approx(1)
    assert (found.low, found.high) == pytest.approx((1, 1))


def test_variance_components_of_a_complete_table_give_the_same() -> None:
    """Where no component is 0, REML of a balanced table is the analysis of variance."""
    table = table_of(PENICILLIN)
    by_components, by_squares = dependability(table), intraclass(PENICILLIN)
    assert isinstance(by_components, Dependability)
    assert isinstance(by_squares, Intraclass)
    assert by_components.agreement == pytest.approx(by_squares.single_random, abs=1e-5)
    assert by_components.consistency == pytest.approx(by_squares.single_fixed, abs=1e-5)
    assert by_components.agreement_of_mean == pytest.approx(by_squares.mean_random, abs=1e-5)
    assert by_components.consistency_of_mean == pytest.approx(by_squares.mean_fixed, abs=1e-5)
    assert by_components.reviews == 6


def test_a_table_with_gaps() -> None:
    table = tabulate(board(400, 30, 3, seed=5))
    assert isinstance(table, ReviewTable)
    found = dependability(table)
    assert isinstance(found, Dependability)
    assert found.consistency == pytest.approx(64 / (64 + 25), abs=0.06)
    assert found.agreement < found.consistency < found.consistency_of_mean
    assert dependability(table_of([(3,), (4,)])) == Refusal(Reason.NO_REPEATS)
