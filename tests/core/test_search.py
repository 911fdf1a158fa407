"""Folding and the Vietnamese order."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.core.search import fold, person_sort_key, sort_key

# The order of ICU's `vi` for these words.
ORDERED = [
    "An",
    "Anh",
    "Ánh",
    "Ăn",
    "Ân",
    "Bình",
    "Chi",
    "Dung",
    "Dũng",
    "Đà Nẵng",
    "Đắk Lắk",
    "Em",
    "Ê",
    "Gia Lai",
    "Hà",
    "Kon Tum",
    "Lan",
    "ma",
    "mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "Nga",
    "Oanh",
    "Ông",
    "Ơn",
    "Quảng Ngãi",
    "Uyên",
    "Ưng",
    "Vân",
    "Xuân",
    "Y",
    "Yến",
]


def test_words_come_in_the_order_of_the_alphabet():
    shuffled = ORDERED[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ORDERED


def test_decomposed_input_has_the_same_key():
    for word in ORDERED:
        assert sort_key(unicodedata.normalize("NFD", word)) == sort_key(word)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Đổi mới sáng tạo", "doi moi sang tao"), ("Đắk Lắk", "dak lak"), ("ƯƠM TẠO", "uom tao"), ("Y Ƀung", "y ƀung")],
)
def test_folding_drops_marks_and_case(typed, folded):
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_people_are_sorted_by_given_name_then_family_name():
    names = ["Trần Mẫu Bình", "Nguyễn Mẫu An", "A Biu", "Y", "Lê Mẫu An"]
    assert sorted(names, key=person_sort_key) == ["Lê Mẫu An", "Nguyễn Mẫu An", "Trần Mẫu Bình", "A Biu", "Y"]
