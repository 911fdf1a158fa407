"""Kendall's W against his book."""

import pytest

from ecosystem.judging.domain.refusals import Reason, Refusal
from ecosystem.judging.domain.reliability.concordance import Concordance, kendall_w

# M. G. Kendall, Rank Correlation Methods, ch. 6: three rankings of ten with ties, W = 591/714 = 0.828.
WITH_TIES = (
    (1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10),
    (2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5),
    (2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10),
)


def w_of(rows: list[tuple[float, ...]]) -> Concordance:
    found = kendall_w(rows)
    assert isinstance(found, Concordance)
    return found


def test_the_example_with_ties() -> None:
    found = w_of(list(zip(*WITH_TIES, strict=True)))
    assert found.w == pytest.approx(591 / 714)
    assert (found.judges, found.entries, found.freedom) == (3, 10, 9)
    assert found.chi_square == pytest.approx(3 * 9 * 591 / 714)
    assert found.p == pytest.approx(0.0082, abs=5e-4)


def test_the_same_order_is_one_and_the_opposite_nothing() -> None:
    assert w_of([(1, 10), (2, 20), (3, 30)]).w == pytest.approx(1)
    assert w_of([(1, 3), (2, 2), (3, 1)]).w == pytest.approx(0)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], Reason.NO_SCORES),
        ([(1, 2)], Reason.ONE_ENTRY),
        ([(1,), (2,)], Reason.ONE_JUDGE),
        ([(7, 7), (7, 7)], Reason.ALL_EQUAL),
        ([(1, float("nan")), (2, 2)], Reason.INCOMPLETE),
    ],
)
def test_what_cannot_be_told_is_refused(rows: list[tuple[float, ...]], reason: Reason) -> None:
    assert kendall_w(rows) == Refusal(reason)


def test_a_judge_who_gave_everybody_ten_says_nothing() -> None:
    found = w_of([(1, 10), (2, 10), (3, 10)])
    assert found.w == pytest.approx(0.5)
