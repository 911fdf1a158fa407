"""Alike texts are found, whatever their order, marks and case; others are not."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.core.likeness import Thresholds, alike_pairs, alike_passages, segments, words_of

COFFEE = (
    "Nông dân trồng cà phê ở Măng Đen bán hạt tươi ngay sau thu hoạch nên giá thấp và bấp bênh. Nhóm xây dựng xưởng "
    "sơ chế nhỏ dùng năng lượng mặt trời để phơi sấy, phân loại và đóng gói tại chỗ, giữ giá trị lại cho vùng trồng."
)
COFFEE_AGAIN = (
    "Bà con trồng cà phê ở Măng Đen thường bán hạt tươi nên giá bấp bênh. Dự án đặt xưởng sơ chế nhỏ chạy năng lượng "
    "mặt trời, phơi sấy và đóng gói tại chỗ để giữ giá trị cho vùng trồng cà phê sau mỗi mùa thu hoạch."
)
SCHOOL = (
    "Học sinh vùng sâu thiếu phòng thí nghiệm. Chúng tôi làm bộ thí nghiệm vật lý trong vali, kèm video hướng dẫn "
    "bằng tiếng Ba Na, để thầy cô mang tới từng điểm trường lẻ và mượn lại lẫn nhau qua một trang đặt lịch chung."
)
FISH = (
    "Cá tầm nuôi trên hồ thường chết hàng loạt khi nước thiếu ôxy. Phao đo nước tự báo qua tin nhắn, bật máy sục khí "
    "và ghi nhật ký cho người mua tra cứu nguồn gốc từng lô cá, kể cả khi mất sóng cả ngày."
)
WORDS = ["cà", "phê", "sâm", "hồ", "núi", "đường", "trường", "bản", "máy", "gió", "nắng", "mưa", "nước", "đất"]


def test_the_same_idea_in_other_words_is_found() -> None:
    (pair,) = alike_pairs([COFFEE, SCHOOL, COFFEE_AGAIN, FISH])
    assert (pair.first, pair.second) == (0, 2)
    assert pair.likeness >= Thresholds().likeness


def test_a_copied_paragraph_in_another_text_is_found() -> None:
    other = " ".join([FISH] * 3 + [COFFEE.split(". ")[1]])
    (pair,) = alike_pairs([COFFEE, SCHOOL, other])
    assert (pair.first, pair.second) == (0, 2)
    assert pair.copied > 0.5


def test_marks_and_case_do_not_hide_a_copy() -> None:
    shouted = COFFEE.upper().replace("Đ", "D")
    (pair,) = alike_pairs([COFFEE, shouted, SCHOOL])
    assert pair.likeness == pytest.approx(1.0)
    assert pair.copied == pytest.approx(1.0)


def test_what_everybody_writes_is_no_copy() -> None:
    commitment = "Chúng tôi cam kết thực hiện đúng thể lệ của cuộc thi và chịu trách nhiệm về nội dung hồ sơ đã nộp."
    ideas = [COFFEE, SCHOOL, FISH]
    texts = [f"{ideas[number]} {commitment}" for number in range(3)]
    assert alike_pairs(texts, thresholds=Thresholds(boilerplate=2)) == []
    assert alike_pairs(texts) != []


@pytest.mark.parametrize("texts", [[], [COFFEE], ["", "", ""], ["Cà phê", "Cà phê"], ["…", "!!!"]])
def test_nothing_to_compare_finds_nothing(texts: list[str]) -> None:
    assert alike_pairs(texts) == []


def test_only_pairs_with_a_text_in_focus_are_asked_for() -> None:
    texts = [COFFEE, COFFEE_AGAIN, SCHOOL, SCHOOL]
    assert {(pair.first, pair.second) for pair in alike_pairs(texts)} == {(0, 1), (2, 3)}
    assert [(pair.first, pair.second) for pair in alike_pairs(texts, focus={3})] == [(2, 3)]
    assert alike_pairs(texts, focus=set()) == []


@settings(max_examples=25, deadline=None)
@given(st.permutations([COFFEE, COFFEE_AGAIN, SCHOOL, FISH]))
def test_the_order_of_the_texts_changes_nothing(order: list[str]) -> None:
    found = [(frozenset({order[p.first], order[p.second]}), p.likeness, p.copied) for p in alike_pairs(order)]
    assert len(found) == 1
    assert found[0][0] == {COFFEE, COFFEE_AGAIN}
    usual = alike_pairs([COFFEE, COFFEE_AGAIN, SCHOOL, FISH])[0]
    assert found[0][1:] == pytest.approx((usual.likeness, usual.copied))


def test_a_moved_paragraph_is_found_in_both() -> None:
    one, two = COFFEE.split(". ", 1)
    passages = alike_passages(f"{one}. {two}", f"{two} {one}.")
    assert sum(passage.words for passage in passages) == len(words_of(COFFEE))
    assert len(passages) == 2


def test_passages_are_the_letters_as_written() -> None:
    first, second = f"Mở đầu. {COFFEE}", f"{COFFEE.upper()} Kết."
    (passage,) = alike_passages(first, second)
    assert first[slice(*passage.first)] == COFFEE.rstrip(".")
    assert second[slice(*passage.second)] == COFFEE.upper().rstrip(".")


def test_a_passage_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        alike_passages(COFFEE, COFFEE, shortest=0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.lists(st.sampled_from(WORDS), max_size=40))
def test_passages_are_common_and_no_word_stands_in_two(mine: list[str], theirs: list[str]) -> None:
    first, second = " ".join(mine), " ".join(theirs)
    passages = alike_passages(first, second, shortest=2)
    for passage in passages:
        assert first[slice(*passage.first)] == second[slice(*passage.second)]
        assert len(first[slice(*passage.first)].split()) == passage.words >= 2
    for spans in (sorted(p.first for p in passages), sorted(p.second for p in passages)):
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    mirrored = alike_passages(second, first, shortest=2)
    assert max((p.words for p in mirrored), default=0) == max((p.words for p in passages), default=0)


def test_segments_put_together_are_the_text() -> None:
    text = "một hai ba bốn năm"
    pieces = segments(text, [(8, 10), (0, 3)])
    assert "".join(piece.text for piece in pieces) == text
    assert [(piece.text, piece.passage) for piece in pieces if piece.passage] == [("một", 2), ("ba", 1)]
