"""Krippendorff's alpha against the example of his paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.refusals import Reason, Refusal
from ecosystem.judging.domain.reliability.alpha import Level, krippendorff_alpha

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, section C: four observers, twelve units.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
UNITS = list(zip(*OBSERVERS, strict=True))


@pytest.mark.parametrize(
    ("level", "published"),
    [(Level.NOMINAL, 0.743421), (Level.ORDINAL, 0.815388), (Level.INTERVAL, 0.849107), (Level.RATIO, 0.797403)],
)
def test_the_canonical_example(level: Level, published: float) -> None:
    assert krippendorff_alpha(UNITS, level) == pytest.approx(published, abs=5e-7)


def test_two_observers_of_ten_units() -> None:
    """The same paper, section A: binary data, alpha 0.095."""
    one, other = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert krippendorff_alpha(list(zip(one, other, strict=True)), Level.NOMINAL) == pytest.approx(0.095, abs=5e-4)


@pytest.mark.parametrize(
    ("units", "level", "reason"),
    [
        ([], Level.NOMINAL, Reason.TOO_FEW),
        ([[1, None], [None, 2]], Level.INTERVAL, Reason.TOO_FEW),
        ([[7, 7], [7, 7]], Level.INTERVAL, Reason.ALL_EQUAL),
        ([[-1, 2], [1, 1]], Level.RATIO, Reason.NO_ZERO_POINT),
    ],
)
def test_undefined_is_said_and_never_one(units: list[list[float | None]], level: Level, reason: Reason) -> None:
    assert krippendorff_alpha(units, level) == Refusal(reason)


values = st.one_of(st.none(), st.integers(0, 6))


@given(st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(Level))
def test_order_changes_nothing_and_one_is_the_most(units: list[list[int | None]], level: Level) -> None:
    found = krippendorff_alpha(units, level)
    again = krippendorff_alpha([row[::-1] for row in units[::-1]], level)
    if isinstance(found, Refusal):
        assert again == found
    else:
        assert found <= 1 + 1e-12
        assert np.isfinite(found)
        assert again == pytest.approx(found)


def test_agreement_is_one_where_values_differ() -> None:
    assert krippendorff_alpha([[1, 1], [2, 2]], Level.ORDINAL) == 1
