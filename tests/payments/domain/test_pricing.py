"""Prices to the đồng."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.payments.domain.pricing import CodeFault, CodeTerms, NewLine, Reduction, half_up, price, shares

RATES = st.sampled_from([Decimal(0), Decimal(5), Decimal(8), Decimal(10), Decimal("7.25"), Decimal(100)])
LINES = st.lists(
    st.builds(
        NewLine,
        text=st.just("x"),
        unit_price=st.integers(0, 50_000_000),
        quantity=st.integers(1, 40),
        vat_percent=st.none() | RATES,
    ),
    min_size=1,
    max_size=8,
)
REDUCTIONS = (
    st.none()
    | st.builds(Reduction, percent=st.decimals(0, 100, places=2))
    | st.builds(Reduction, amount=st.integers(0, 10**9))
)


@given(LINES, RATES, st.booleans(), REDUCTIONS)
def test_the_sum_of_the_lines_is_the_total(
    lines: list[NewLine], rate: Decimal, includes: bool, reduction: Reduction | None
) -> None:
    found = price(lines, vat_percent=rate, includes_vat=includes, reduction=reduction)
    listed = sum(line.quantity * line.unit_price for line in lines)
    assert found.total == sum(line.total for line in found.lines) == found.net + found.vat
    assert found.discount == sum(line.discount for line in found.lines)
    assert found.discount == (reduction.of(listed) if reduction else 0)
    assert 0 <= found.discount <= listed
    for line in found.lines:
        assert line.total == line.net + line.vat
        assert min(line.net, line.vat, line.discount) >= 0
        left = line.quantity * line.unit_price - line.discount
        assert (line.total if includes else line.net) == left


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.data())
def test_shares_are_exact_and_fair(weights: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(weights)))
    found = shares(amount, weights)
    assert sum(found) == amount
    for share, weight in zip(found, weights, strict=True):
        assert 0 <= share <= weight
        if sum(weights):
            assert abs(share * sum(weights) - amount * weight) < sum(weights), "less than one đồng from the exact share"


def test_vat_out_of_a_price_and_on_top_of_it() -> None:
    line = [NewLine("Gian hàng", 1_080_000)]
    inside = price(line, vat_percent=Decimal(8), includes_vat=True)
    assert (inside.net, inside.vat, inside.total) == (1_000_000, 80_000, 1_080_000)
    outside = price(line, vat_percent=Decimal(8), includes_vat=False)
    assert (outside.net, outside.vat, outside.total) == (1_080_000, 86_400, 1_166_400)


def test_vat_is_rounded_half_up_for_each_line() -> None:
    found = price([NewLine("a", 5), NewLine("b", 5)], vat_percent=Decimal(10), includes_vat=False)
    assert [line.vat for line in found.lines] == [1, 1], "0.5 is rounded up, twice"
    assert found.total == 12


def test_the_odd_dong_goes_to_the_largest_remainder() -> None:
    assert shares(100, [1, 1, 1] * 40)[:3] == [1, 1, 1]
    assert shares(10, [100, 100, 100]) == [4, 3, 3]
    assert shares(5, [50, 30, 20]) == [3, 1, 1], "2.5, 1.5, 1: the earlier line at a tie"


def test_a_discount_never_goes_below_nothing() -> None:
    found = price(
        [NewLine("a", 300)], vat_percent=Decimal(10), includes_vat=True, reduction=Reduction(amount=1_000_000)
    )
    assert (found.discount, found.total) == (300, 0)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [NewLine("a", -1)],
        [NewLine("a", 1, quantity=0)],
        [NewLine("a", 1, vat_percent=Decimal(101))],
        [NewLine("a", 1, vat_percent=Decimal(-1))],
        [NewLine("a", 10**12, quantity=2)],
    ],
)
def test_what_cannot_be_sold(lines: list[NewLine]) -> None:
    with pytest.raises(ValueError):
        price(lines, vat_percent=Decimal(0), includes_vat=True)


@pytest.mark.parametrize(("value", "rounded"), [("0.5", 1), ("1.5", 2), ("2.4999", 2), ("2.5", 3)])
def test_halves_go_up(value: str, rounded: int) -> None:
    assert half_up(Decimal(value)) == rounded


NOW = datetime(2026, 11, 22, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        (CodeTerms(), None),
        (CodeTerms(is_active=False), CodeFault.UNKNOWN),
        (CodeTerms(opens_at=NOW + DAY), CodeFault.NOT_YET),
        (CodeTerms(opens_at=NOW, closes_at=NOW + DAY), None),
        (CodeTerms(closes_at=NOW), CodeFault.OVER),
        (CodeTerms(purposes=("ticket",)), CodeFault.OTHER_PURPOSE),
        (CodeTerms(purposes=("booth", "ticket")), None),
        (CodeTerms(limit=3), CodeFault.USED_UP),
        (CodeTerms(limit=4), None),
        (CodeTerms(limit_per_buyer=1), CodeFault.USED_BY_BUYER),
        (CodeTerms(limit_per_buyer=2), None),
    ],
)
def test_terms_of_a_code(terms: CodeTerms, fault: CodeFault | None) -> None:
    assert terms.fault(now=NOW, purpose="booth", used=3, used_by_buyer=1) is fault
