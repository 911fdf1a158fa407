"""Which further readings would help: the gain is what really happens when they are made."""

import numpy as np
import pytest

from ecosystem.judging.domain.fairness.additive import AdditiveFit, fit_additive
from ecosystem.judging.domain.fairness.forecast import covariance, second_readings
from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate
from tests.judging.domain.fairness.tables import board, table_of


def fitted(reviews: list[Review]) -> AdditiveFit:
    table = tabulate(reviews)
    assert isinstance(table, ReviewTable)
    return fit_additive(table)


def test_the_covariance_of_a_complete_table() -> None:
    """Theory: sigma² ÷ judges for an entry; sigma² ÷ entries × (1 − 1 ÷ judges) for a judge."""
    fit = fitted(board(10, 4, 4))
    assert fit.sigma is not None
    found = covariance(fit, [0, 1])
    assert found[0, 0] == pytest.approx(fit.sigma**2 / 4)
    assert found[2, 2] == pytest.approx(fit.sigma**2 / 10 * 3 / 4)
    assert found[0, 1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("entries", "judges"), [(9, 5), (4, 7)])
def test_the_covariance_is_that_of_the_influences(entries: int, judges: int) -> None:
    fit = fitted(board(entries, judges, 3))
    unit = fit.equations.solve(np.eye(fit.table.size))
    rows = np.vstack([unit.quality[[1, 2]], unit.severity])
    assert fit.sigma is not None
    assert np.allclose(covariance(fit, [1, 2]), fit.sigma**2 * rows @ rows.T)


def test_a_reading_narrows_the_entry_as_forecast() -> None:
    reviews = board(12, 5, 2)
    fit = fitted(reviews)
    cut = float(np.sort(fit.quality)[-4])
    first = second_readings(fit, range(12), cut=cut, number=1)[0]
    more = fitted([*reviews, Review(first.entry, first.judge, 70.0)])
    unit = (fit.sigma or 1) ** 2 / (more.sigma or 1) ** 2
    before = covariance(fit, [first.entry])[0, 0]
    after = covariance(more, [first.entry])[0, 0] * unit
    assert after < before
    assert 0 < first.risk_after < first.risk <= 0.5


def test_nobody_reads_what_is_read_barred_or_beyond_their_room() -> None:
    fit = fitted(board(8, 4, 2))
    barred = {(0, entry) for entry in range(8)}
    found = second_readings(fit, range(8), cut=70.0, number=12, barred=barred, room={1: 1, 2: 0})
    assert found
    assert all((r.judge, r.entry) not in fit.table.pairs for r in found)
    assert {r.judge for r in found} <= {1, 3}
    assert sum(r.judge == 1 for r in found) <= 1
    assert len({(r.judge, r.entry) for r in found}) == len(found)


def test_the_readings_are_shared_out() -> None:
    fit = fitted(board(40, 8, 2))
    found = second_readings(fit, range(40), cut=70.0, number=16)
    loads = np.bincount([r.judge for r in found], minlength=8)
    assert loads.max() <= 2


def test_what_is_far_from_the_cut_needs_no_reading() -> None:
    fit = fitted(board(10, 5, 2, chance=1.0))
    near = second_readings(fit, range(10), cut=float(fit.quality[3]), number=1)[0]
    assert near.entry == 3


def test_without_known_chance_nothing_is_proposed() -> None:
    assert second_readings(fit_additive(table_of([(7,), (8,)])), [0], cut=7.5) == []
    assert second_readings(fitted(board(5, 3, 2)), [], cut=7.5) == []
