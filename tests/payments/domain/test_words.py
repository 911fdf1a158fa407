"""Amounts in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.payments.domain.words import dong_in_words, in_english, in_vietnamese


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (50_000_000, "Năm mươi triệu đồng"),
        (2_160_000, "Hai triệu một trăm sáu mươi nghìn đồng"),
        (1_000_000_001, "Một tỷ không trăm linh một đồng"),
        (1_999_999, "Một triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng"),
        (12_000_000_000_000, "Mười hai nghìn tỷ đồng"),
    ],
)
def test_vietnamese(amount: int, words: str) -> None:
    assert dong_in_words(amount, "vi") == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "Zero dong"), (2_160_000, "Two million one hundred sixty thousand dong"), (99, "Ninety-nine dong")],
)
def test_english(amount: int, words: str) -> None:
    assert dong_in_words(amount, "en") == words


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_two_amounts_never_read_the_same(one: int, other: int) -> None:
    if one != other:
        assert in_vietnamese(one) != in_vietnamese(other)
        assert in_english(one) != in_english(other)


def test_there_is_no_negative_money_on_papers() -> None:
    with pytest.raises(ValueError):
        dong_in_words(-1, "vi")
