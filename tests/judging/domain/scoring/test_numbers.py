"""Rounding is half-up, from the exact value."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.judging.domain.scoring import half_up
from ecosystem.judging.domain.scoring.numbers import units


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.125", 2, "0.13"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-2.5", 0, "-3"),
        ("66.665", 2, "66.67"),
        ("1", 2, "1.00"),
    ],
)
def test_halves_go_up(value: str, places: int, expected: str) -> None:
    assert str(half_up(Decimal(value), places)) == expected


def test_a_fraction_just_under_a_half_goes_down_however_close() -> None:
    just_under = Fraction(1, 2) - Fraction(1, 10**60)
    assert half_up(just_under, 0) == 0
    assert half_up(Fraction(1, 2), 0) == 1


@given(st.decimals(min_value=-1000, max_value=1000, places=6), st.integers(0, 6))
def test_agrees_with_the_decimal_module(value: Decimal, places: int) -> None:
    assert half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_binary_floats_are_refused() -> None:
    assert units(Decimal("7.5")) == 75_000
    with pytest.raises(TypeError):
        units(7.5)  # type: ignore[arg-type]


def test_scores_finer_than_stored_are_refused_not_rounded() -> None:
    with pytest.raises(ValueError, match="four decimals"):
        units(Decimal("0.00001"))
