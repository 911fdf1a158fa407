import unicodedata
from decimal import Decimal
from typing import Any

import pytest

from ecosystem.contests.domain.form import (
    Choice,
    Condition,
    FormDefinition,
    QuestionDefinition,
    SectionDefinition,
    check_answer,
    circular,
    count_characters,
    count_words,
    missing,
    problems,
    read_answer,
    visible_questions,
    visible_sections,
)
from ecosystem.contests.domain.kinds import QuestionKind as Kind


def question(kind: Kind = Kind.SHORT_TEXT, key: str = "q", **values: Any) -> QuestionDefinition:
    return QuestionDefinition(id=1, key=key, kind=kind, label=key, **values)


def form(*questions: QuestionDefinition) -> FormDefinition:
    return FormDefinition((SectionDefinition(id=1, title="S", questions=questions),))


def codes(asked: QuestionDefinition, value: Any) -> list[str]:
    return [problem.code for problem in check_answer(asked, value)]


def keys(questions: list[QuestionDefinition]) -> list[str]:
    return [asked.key for asked in questions]


def test_characters_are_code_points_after_nfc() -> None:
    text = "Đổi mới sáng tạo"
    assert count_characters(text) == count_characters(unicodedata.normalize("NFD", text)) == 16
    assert count_characters("a\r\nb") == 3
    assert count_characters("👩‍🌾") == 3


def test_words_are_what_white_space_separates() -> None:
    assert count_words("  Đổi mới\n sáng\ttạo ") == 4
    assert count_words("") == 0


@pytest.mark.parametrize(
    ("limits", "text", "found"),
    [
        ({"max_characters": 3}, "abc", []),
        ({"max_characters": 3}, "abcd", ["long"]),
        ({"min_characters": 3}, "ab", ["short"]),
        ({"max_words": 2}, "một hai", []),
        ({"max_words": 2}, "một hai ba", ["words"]),
        ({}, "a" * 501, ["long"]),
        ({"max_characters": 9999}, "a" * 501, ["long"]),
        ({"min_characters": 3}, "", []),
    ],
)
def test_limits_of_text(limits: dict[str, int], text: str, found: list[str]) -> None:
    assert codes(question(**limits), text) == found


@pytest.mark.parametrize(
    ("kind", "raw", "value", "found"),
    [
        (Kind.NUMBER, "7,5", "7.5", []),
        (Kind.NUMBER, "7,505", "7.505", ["decimals"]),
        (Kind.NUMBER, "bảy", "bảy", ["number"]),
        (Kind.NUMBER, "NaN", "NaN", ["number"]),
        (Kind.NUMBER, "1e99999", "1e99999", ["number"]),
        (Kind.MONEY, "50 triệu", 50_000_000, []),
        (Kind.MONEY, "năm mươi", "năm mươi", ["money"]),
        (Kind.DATE, "22/11/2026", "2026-11-22", []),
        (Kind.DATE, "31/02/2026", "31/02/2026", ["date"]),
        (Kind.DATE, "0001-01-01", "0001-01-01", ["date"]),
        (Kind.YES_NO, "no", False, []),
        (Kind.YES_NO, "perhaps", "perhaps", ["choice"]),
        (Kind.PHONE, "0912 345 678", "+84912345678", []),
        (Kind.PHONE, "0121 345 6789", "0121 345 6789", ["phone"]),
        (Kind.EMAIL, "a@b.vn", "a@b.vn", []),
        (Kind.EMAIL, "a@b", "a@b", ["email"]),
        (Kind.WEB_ADDRESS, "example.vn", "https://example.vn", []),
        (Kind.WEB_ADDRESS, "javascript:alert(1)", "javascript:alert(1)", ["address"]),
        (Kind.WEB_ADDRESS, "https://[", "https://[", ["address"]),
        (Kind.VIDEO_LINK, "https://user@evil.vn/x", "https://user@evil.vn/x", ["address"]),
        (Kind.SHORT_TEXT, "  to\u0302i ", "tôi", []),
        (Kind.SHORT_TEXT, "   ", None, []),
        (Kind.SHORT_TEXT, ["a"], ["a"], ["shape"]),
        (Kind.PLACE, {"province": "51", "commune": "23293"}, {"province": "51", "commune": "23293"}, []),
        (Kind.PLACE, {"province": "", "commune": "23293"}, {"province": "", "commune": "23293"}, ["province"]),
        (Kind.PLACE, {"elsewhere": "1"}, {"elsewhere": "1"}, ["shape"]),
        (Kind.TEAM, [{"name": "Y Hân"}], [{"name": "Y Hân"}], []),
        (Kind.TEAM, [{"name": " "}], [{"name": " "}], ["name"]),
    ],
)
def test_reading_and_checking(kind: Kind, raw: Any, value: Any, found: list[str]) -> None:
    asked = question(kind)
    assert read_answer(asked, raw) == value
    assert codes(asked, value) == found


def test_every_kind_survives_any_shape() -> None:
    for kind in Kind:
        for hostile in (True, 3, 3.5, "x" * 10_000, [], ["x"], [1], {}, {"a": 1}, [[1]], None):
            check_answer(question(kind), read_answer(question(kind), hostile))


def test_choices() -> None:
    asked = question(Kind.MULTIPLE_CHOICE, choices=(Choice("a", "A"), Choice("b", "B")), maximum=Decimal(1))
    assert codes(asked, ["a"]) == []
    assert codes(asked, ["a", "b"]) == ["many"]
    assert codes(asked, ["c"]) == codes(asked, ["a", "a"]) == ["choice"]
    assert codes(question(Kind.SINGLE_CHOICE, choices=(Choice("a", "A"),)), "A") == ["choice"]


def test_conditions_and_boards() -> None:
    definition = form(
        question(Kind.YES_NO, "registered"),
        question(key="tax", shown_if=Condition("registered", frozenset({"yes"}))),
        question(key="why", shown_if=Condition("tax", frozenset({"000"}))),
        question(key="plan", board_keys=frozenset({"du_an"})),
        question(key="gone", is_retired=True),
    )
    assert keys(visible_questions(definition, "y_tuong", {})) == ["registered"]
    assert keys(visible_questions(definition, "du_an", {"registered": True})) == ["registered", "tax", "plan"]
    assert keys(visible_questions(definition, None, {"registered": True, "tax": "000"})) == ["registered", "tax", "why"]
    # the ground of the condition is not asked any more, so neither is what rests on it
    assert keys(visible_questions(definition, None, {"registered": False, "tax": "000"})) == ["registered"]
    assert [len(asked) for _, asked in visible_sections(definition, None, {})] == [1]


def test_a_circle_of_conditions_asks_nothing_and_is_recognised() -> None:
    definition = form(
        question(key="a", shown_if=Condition("b", frozenset({"1"}))),
        question(key="b", shown_if=Condition("a", frozenset({"1"}))),
    )
    assert visible_questions(definition, None, {"a": "1", "b": "1"}) == []
    assert circular(definition, "a", Condition("b", frozenset({"1"})))
    assert not circular(form(question(key="b")), "a", Condition("b", frozenset({"1"})))


def test_missing_lists_what_is_asked_and_required() -> None:
    definition = form(
        question(key="name", is_required=True),
        question(Kind.FILE, "deck", is_required=True),
        question(Kind.TEAM, "team", is_required=True),
        question(Kind.YES_NO, "first", is_required=True),
        question(key="hidden", is_required=True, shown_if=Condition("first", frozenset({"yes"}))),
    )
    found = missing(definition, {"first": False}, board_key=None, files={"deck": 1}, team_size=0)
    assert [problem.question for problem in found] == ["name", "team"]
    assert "name" in str(found[0].message)


def test_problems_come_after_what_is_missing() -> None:
    definition = form(question(Kind.EMAIL, "mail"), question(key="name", is_required=True))
    found = problems(definition, {"mail": "x"}, board_key=None)
    assert [(problem.question, problem.code) for problem in found] == [("name", "missing"), ("mail", "email")]
