"""The spread of a board's scores, as a team reads it."""

from decimal import Decimal

import pytest

from ecosystem.judging.domain.results.distribution import distribution_of


def decimals(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_columns_cover_everything_from_nothing_to_full_marks() -> None:
    found = distribution_of(decimals(0, 9, 10, 55, 100), Decimal(10), Decimal(100))
    assert found is not None
    assert [number for _, number in found.bins] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    assert (found.own, found.entries) == ("10–20", 5)


@pytest.mark.parametrize(("scores", "full"), [((1, 2, 3, 4), 100), ((1, 2, 3, 4, 5), 0), ((), 100)])
def test_nothing_is_told_of_a_few(scores: tuple[int, ...], full: int) -> None:
    assert distribution_of(decimals(*scores), Decimal(1), Decimal(full)) is None


def test_all_equal_and_above_full_marks_stay_inside() -> None:
    found = distribution_of([Decimal("120")] * 6, Decimal(120), Decimal(100))
    assert found is not None
    assert (found.bins[-1], found.own) == (("90–100", 6), "90–100")
