"""Which order a line pays, and why not by itself."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.payments.domain.statements.matching import (
    Match,
    Matcher,
    Payable,
    Reason,
    Result,
    Standing,
    distance_at_most_one,
)

ONE = Payable(1, "DH7K2M9Q", 200_000, Standing.OPEN)
TWO = Payable(2, "DHX4P8TW", 350_000, Standing.OPEN)
PAID = Payable(3, "DHB3N6RV", 200_000, Standing.PAID)
LATE = Payable(4, "DHC5J2HL", 500_000, Standing.EXPIRED)
GONE = Payable(5, "DHZ9F4GS", 500_000, Standing.CANCELLED)
ALL = (ONE, TWO, PAID, LATE, GONE)


def near(*reasons: Reason, orders: tuple[int, ...]) -> Match:
    return Match(Result.NEAR, orders, reasons)


@pytest.mark.parametrize(
    "note",
    [
        "DH7K2M9Q",
        "LE PHI DU THI DH7K2M9Q",
        "le phi dh7k2m9q",
        "MBVCB.123456.DH7K2M9Q.CT tu 0011 toi 0022",
        "DH 7K2M-9Q",
        "Lệ phí ĐH7K2M9Q",
        "IBFT DH7K2M9Q DH7K2M9Q",
        "XDH7K2M9Q0",
    ],
)
def test_exact(note: str) -> None:
    assert Matcher(ALL).match(note, 200_000) == Match(Result.EXACT, (1,))


@pytest.mark.parametrize(
    ("note", "amount", "match"),
    [
        ("DH7K2M9Q", 199_999, near(Reason.AMOUNT, orders=(1,))),
        ("DH7K2M9Q", 200_001, near(Reason.AMOUNT, orders=(1,))),
        ("DH7K2M9Q DHX4P8TW", 550_000, near(Reason.SEVERAL, orders=(1, 2))),
        ("DH7K2M9Q DHX4P8TW", 350_000, near(Reason.SEVERAL, orders=(2, 1))),
        ("DHB3N6RV", 200_000, near(Reason.PAID, orders=(3,))),
        ("DHB3N6RV", 1, near(Reason.PAID, Reason.AMOUNT, orders=(3,))),
        ("DHC5J2HL", 500_000, near(Reason.EXPIRED, orders=(4,))),
        ("DHZ9F4GS", 500_000, near(Reason.CANCELLED, orders=(5,))),
        ("DH7K2N9Q", 200_000, near(Reason.DAMAGED, orders=(1,))),
        ("DH7K29Q", 200_000, near(Reason.DAMAGED, orders=(1,))),
        ("DH7KK2M9Q", 200_000, near(Reason.DAMAGED, orders=(1,))),
        ("DHK72M9Q", 200_000, near(Reason.DAMAGED, orders=(1,))),
        ("DH7K2N9Q", 7, near(Reason.DAMAGED, Reason.AMOUNT, orders=(1,))),
        ("LE PHI DU THI SANG TAO DH7K2", 200_000, near(Reason.CUT, orders=(1,))),
        ("nop tien", 350_000, near(Reason.AMOUNT_ONLY, orders=(2,))),
        ("nop tien", 500_000, Match(Result.UNMATCHED)),
        ("nop tien", 123, Match(Result.UNMATCHED)),
        ("", 123, Match(Result.UNMATCHED)),
        ("DH7K2M9Q", -200_000, Match(Result.DEBIT)),
        ("DH7K2M9Q", 0, Match(Result.DEBIT)),
    ],
)
def test_everything_short_of_exact_is_for_a_decision(note: str, amount: int, match: Match) -> None:
    assert Matcher(ALL).match(note, amount) == match


def test_second_line_for_the_same_order_is_for_a_decision() -> None:
    matcher = Matcher(ALL)
    assert matcher.match("DH7K2M9Q", 200_000).result is Result.EXACT
    assert matcher.match("DH7K2M9Q", 200_000) == near(Reason.PAID, orders=(1,))
    assert matcher.match("nop tien", 200_000) == Match(Result.UNMATCHED)


def test_two_orders_of_one_amount_are_not_guessed() -> None:
    other = Payable(9, "DHQQQQQQ", 350_000, Standing.OPEN)
    assert Matcher((*ALL, other)).match("nop tien", 350_000) == Match(Result.UNMATCHED)


def test_code_within_a_longer_code_is_the_longer_one() -> None:
    longer = Payable(9, "DH7K2M9QA", 200_000, Standing.OPEN)
    assert Matcher((*ALL, longer)).match("DH7K2M9QA", 200_000) == Match(Result.EXACT, (9,))


def test_no_orders() -> None:
    assert Matcher(()).match("DH7K2M9Q", 5) == Match(Result.UNMATCHED)


@pytest.mark.parametrize(
    ("one", "other", "near_enough"),
    [
        ("abc", "abc", True),
        ("abc", "abd", True),
        ("abc", "ab", True),
        ("abc", "xabc", True),
        ("abc", "acb", True),
        ("abc", "cab", False),
        ("abc", "a", False),
        ("abcd", "badc", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_distance(one: str, other: str, near_enough: bool) -> None:
    assert distance_at_most_one(one, other) is near_enough
    assert distance_at_most_one(other, one) is near_enough


codes = st.text(string.ascii_uppercase + string.digits, min_size=8, max_size=8)


@given(st.sets(codes, min_size=1, max_size=20), st.text(max_size=60), st.integers(1, 10**9))
def test_only_the_right_amount_counts_by_itself(found: set[str], words: str, amount: int) -> None:
    payables = [Payable(n, code, 1000 + n, Standing.OPEN) for n, code in enumerate(sorted(found))]
    order = payables[0]
    match = Matcher(payables).match(f"{words} {order.code}", amount)
    if match.result is Result.EXACT:
        assert match.orders == (order.id,)
        assert amount == order.due
    else:
        assert amount != order.due or match.reasons == (Reason.SEVERAL,)


@given(codes, st.integers(1, 7), st.sampled_from(string.ascii_uppercase + string.digits))
def test_one_wrong_letter_never_counts_and_is_always_found(code: str, at: int, letter: str) -> None:
    damaged = code[:at] + letter + code[at + 1 :]
    match = Matcher([Payable(1, code, 5, Standing.OPEN)]).match(damaged, 5)
    assert match.orders == (1,)
    assert match.result is (Result.EXACT if damaged == code else Result.NEAR)
