"""Restricted maximum likelihood against published fits, shrinkage, and borders."""

import numpy as np
import pytest

from ecosystem.judging.domain.fairness.additive import fit_additive, places
from ecosystem.judging.domain.fairness.mixed import MixedFit, Variances, fit_mixed, variance_components
from ecosystem.judging.domain.fairness.reviews import ReviewTable, tabulate
from ecosystem.judging.domain.refusals import Reason, Refusal
from tests.judging.domain.fairness.tables import DYESTUFF, PENICILLIN, board, table_of


def components(table: ReviewTable) -> Variances:
    found = variance_components(table)
    assert isinstance(found, Variances)
    return found


def test_dyestuff() -> None:
    """Bates et al. 2015 (and Davies 1947): batch 1764.05, residual 2451.25, mean 1527.5, by REML."""
    scores = np.array(DYESTUFF, dtype=float).ravel()
    batches = np.repeat(np.arange(6), 5)
    table = ReviewTable(tuple(range(6)), (0,), batches, np.zeros(30, dtype=np.intp), scores, np.ones(30))
    found = components(table)
    assert (found.entries, found.chance) == pytest.approx((1764.05, 2451.25), abs=0.01)
    assert found.judges == 0.0
    assert found.mean == pytest.approx(1527.5)


def test_penicillin() -> None:
    """lme4's fit of diameter ~ (1|plate) + (1|sample): plate 0.7169, sample 3.7309, residual 0.3024, mean 22.9722."""
    found = components(table_of(PENICILLIN))
    assert found.entries == pytest.approx(0.716908, abs=2e-6)
    assert found.judges == pytest.approx(3.73092, abs=2e-5)
    assert found.chance == pytest.approx(0.302415, abs=2e-6)
    assert found.mean == pytest.approx(22.9722, abs=1e-4)


def test_predictions_of_a_complete_table_are_shrunk_means() -> None:
    """In a balanced table the prediction is the mean of the row times n s² ÷ (n s² + chance)."""
    table = table_of(PENICILLIN)
    fit = fit_mixed(table)
    assert isinstance(fit, MixedFit)
    v = fit.variances
    means = np.array(PENICILLIN, dtype=float).mean(axis=1)
    factor = 6 * v.entries / (6 * v.entries + v.chance)
    assert (fit.quality - v.mean).tolist() == pytest.approx(((means - means.mean()) * factor).tolist(), abs=1e-7)
    assert fit.severity.sum() == pytest.approx(0, abs=1e-7)


def test_one_enthusiastic_review_is_drawn_to_the_mean_more_than_many() -> None:
    one: tuple[float | None, ...] = (None, None, None, 9.1)
    rows = [(9, 9, 9, 9), one, (5, 6, 4, 5), (3, 2, 3, 4), (6, 7, 6, 5)]
    table = table_of(rows)
    fit = fit_mixed(table)
    assert isinstance(fit, MixedFit)
    assert places(fit_additive(table).quality)[:2] == [2, 1]
    assert places(fit.quality)[:2] == [1, 2]


def test_judges_who_do_not_differ_have_no_variance() -> None:
    rng = np.random.default_rng(4)
    rows = rng.normal(0, 3, (40, 1)) + rng.normal(0, 1, (40, 4))
    rows = rows - rows.mean(axis=0)
    found = components(table_of(rows.tolist()))
    assert found.judges == 0.0
    assert found.entries == pytest.approx(9, rel=0.6)


def test_entries_that_do_not_differ_share_one_rank() -> None:
    rows = [(1, 2, 3), (2, 3, 1), (3, 1, 2)]
    fit = fit_mixed(table_of(rows))
    assert isinstance(fit, MixedFit)
    assert fit.variances.entries == 0.0
    assert places(fit.quality) == [1, 1, 1]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(7, 8)], Reason.ONE_ENTRY),
        ([(7,), (8,)], Reason.NO_REPEATS),
        ([(5, 5), (5, 5)], Reason.ALL_EQUAL),
        ([(None, 3), (4, None)], Reason.NO_REPEATS),
    ],
)
def test_what_cannot_be_told_is_refused(rows: list[tuple[float | None, ...]], reason: Reason) -> None:
    assert variance_components(table_of(rows)) == Refusal(reason)
    assert fit_mixed(table_of(rows)) == Refusal(reason)


def test_a_judge_who_gave_everybody_ten_is_no_trouble() -> None:
    fit = fit_mixed(table_of([(10, 5, 6), (10, 6, 6), (10, 7, 9), (10, 2, 3)]))
    assert isinstance(fit, MixedFit)
    assert np.isfinite(fit.quality).all()


def test_more_judges_than_entries() -> None:
    table = table_of(np.array(PENICILLIN).T.tolist())
    found = components(table)
    assert (found.entries, found.judges) == pytest.approx((3.73092, 0.716908), abs=2e-5)
    fit = fit_mixed(table)
    assert isinstance(fit, MixedFit)
    other = fit_mixed(table_of(PENICILLIN))
    assert isinstance(other, MixedFit)
    assert fit.severity.tolist() == pytest.approx((other.quality - other.variances.mean).tolist(), abs=1e-6)


def test_what_was_put_in_is_found() -> None:
    table = tabulate(board(600, 40, 3, seed=3))
    assert isinstance(table, ReviewTable)
    found = components(table)
    assert found.entries == pytest.approx(64, rel=0.15)
    assert found.judges == pytest.approx(25, rel=0.5)
    assert found.chance == pytest.approx(25, rel=0.1)
