"""Exact numbers: scores as whole units of a ten-thousandth, rounding half-up from the exact fraction."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

UNITS = 10_000  # scores, maxima and weights have at most four decimals, as they are stored


@lru_cache(maxsize=4096, typed=True)
def units(value: Decimal | int) -> int:
    """Return `value` in ten-thousandths. Raises ValueError for a finer value, TypeError for a binary float."""
    refuse_float(value)
    scaled = value * UNITS
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} has more than four decimals")
    return whole


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero, from the exact value (no rounding before)."""
    numerator, denominator = value.as_integer_ratio()
    return ratio_half_up(numerator, denominator, places)


def ratio_half_up(numerator: int, denominator: int, places: int) -> Decimal:
    """Round `numerator / denominator` (denominator above zero) to `places` decimals, half-up."""
    scaled = abs(numerator) * 10**places
    whole = (2 * scaled + denominator) // (2 * denominator)
    return Decimal(-whole if numerator < 0 else whole).scaleb(-places)


def refuse_float(value: object) -> None:
    """Raise TypeError for a binary float: 0.1 would not be a tenth."""
    if isinstance(value, float):
        raise TypeError("a score is a decimal, never a binary float")
