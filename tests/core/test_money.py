"""Amounts in đồng as people type them."""

import pytest

from ecosystem.core.money import Money, parse_dong


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("50.000.000", 50_000_000),
        ("50,000,000", 50_000_000),
        ("50000000", 50_000_000),
        ("50 triệu", 50_000_000),
        ("1,5 tỷ", 1_500_000_000),
        ("1.5 tỷ", 1_500_000_000),
        ("500 nghìn", 500_000),
        ("50.000.000\u00a0₫", 50_000_000),
        ("0", 0),
    ],
)
def test_what_people_type_is_understood(typed, amount):
    assert parse_dong(typed) == amount


@pytest.mark.parametrize("typed", ["", "-5", "1.5", "50.00", "abc", "1,5", "0,0000001 triệu", "9" * 20, "1e9", "१२३ x"])
def test_what_is_no_whole_amount_is_refused(typed):
    with pytest.raises(ValueError, match=r".+"):
        parse_dong(typed)


def test_two_currencies_are_not_added():
    assert Money(2) + Money(3) == Money(5)
    with pytest.raises(ValueError, match="two currencies"):
        Money(1, "VND") + Money(1, "USD")
