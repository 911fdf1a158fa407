"""Dates, numbers and money as Vietnamese and English readers write them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from ecosystem.core.web import formatting

NOON = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


@pytest.fixture(params=["vi"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.test_request_context(), force_locale(request.param):
        yield request.param


in_english = pytest.mark.parametrize("language", ["en"], indirect=True)


def test_an_instant_is_shown_in_the_zone_of_the_event(language: str) -> None:
    assert formatting.format_datetime(NOON) == "22/11/2026 14:05"
    assert formatting.format_datetime(NOON, "Europe/Berlin") == "22/11/2026 08:05"
    assert formatting.format_date(datetime(2026, 11, 22, 20, tzinfo=UTC)) == "23/11/2026"
    assert formatting.format_time(NOON) == "14:05"


@in_english
def test_english_dates_name_the_month(language: str) -> None:
    assert formatting.format_datetime(NOON) == "22 Nov 2026, 14:05"


def test_a_naive_instant_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        formatting.format_datetime(NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 11, 21), date(2026, 11, 23), "21–23/11/2026"),
        (date(2026, 11, 21), date(2026, 12, 3), "21/11 – 03/12/2026"),
        (date(2026, 12, 21), date(2027, 1, 3), "21/12/2026 – 03/01/2027"),
        (date(2026, 11, 21), date(2026, 11, 21), "21/11/2026"),
        (date(2026, 11, 21), None, "21/11/2026"),
    ],
)
def test_a_range_repeats_nothing(language: str, start: date, end: date | None, text: str) -> None:
    assert formatting.format_range(start, end) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(days=3, hours=1), "còn 3 ngày"),
        (timedelta(hours=30), "còn 30 giờ"),
        (timedelta(minutes=5), "còn 5 phút"),
        (timedelta(seconds=20), "ngay lúc này"),
        (-timedelta(hours=2), "2 giờ trước"),
        (-timedelta(days=4), "4 ngày trước"),
    ],
)
def test_time_left_is_said_in_words(language: str, span: timedelta, text: str) -> None:
    assert formatting.format_relative(NOON + span, NOON) == text


@in_english
def test_english_has_a_singular(language: str) -> None:
    assert formatting.format_relative(NOON + timedelta(minutes=1), NOON) == "1 minute left"


def test_numbers_have_vietnamese_marks(language: str) -> None:
    assert formatting.format_number(1234567) == "1.234.567"
    assert formatting.format_number(Decimal("0.50")) == "0,5"
    assert formatting.format_number(None) == "–"
    assert formatting.format_money(50_000_000) == "50.000.000\xa0₫"
    assert formatting.format_money(1050, "USD") == "10,50\xa0US$"
    assert formatting.format_filesize(1_468_006) == "1,4 MB"
    assert formatting.format_filesize(900) == "900 B"


def test_a_score_is_rounded_half_up_and_a_missing_one_is_no_zero(language: str) -> None:
    assert formatting.format_score(Decimal("7.125")) == "7,13"
    assert formatting.format_score(Decimal("7.124999")) == "7,12"
    assert formatting.format_score(Decimal("-0.005")) == "-0,01"
    assert formatting.format_score(8, 0) == "8"
    assert formatting.format_score(None) == "–"
    assert formatting.score_text(Decimal("72.50")) == "72,5"
    assert formatting.score_text(100) == "100"


def test_phone_numbers_read_as_people_write_them() -> None:
    assert formatting.format_phone("+84912345678") == "0912 345 678"
    assert formatting.format_phone("+4930123456") == "+49 30 123456"
    assert formatting.format_phone("gọi cho tôi") == "gọi cho tôi"
    assert formatting.format_phone(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"), [("Nguyễn Thị Mẫu Ánh", "NÁ"), ("Mẫu", "M"), ("đặng mẫu ưng", "ĐƯ"), ("", "?"), ("— 7", "7")]
)
def test_initials_come_from_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert formatting.initials(name) == letters


def test_lists_end_with_and(language: str) -> None:
    assert formatting.sentence_list(["Ánh", "Ân", "Ưng"]) == "Ánh, Ân và Ưng"
    assert formatting.sentence_list(["Ánh"]) == "Ánh"
    assert formatting.sentence_list([]) == ""


def test_a_zone_is_named_by_its_offset(language: str) -> None:
    assert formatting.zone_name("Asia/Ho_Chi_Minh") == "GMT+7"
    assert formatting.zone_name("Asia/Kolkata") == "GMT+5:30"
    assert formatting.zone_name("America/St_Johns") in ("GMT−3:30", "GMT−2:30")


def test_a_zone_is_named_as_it_is_on_the_day(language: str) -> None:
    winter, summer = datetime(2027, 1, 15, 9, tzinfo=UTC), date(2027, 7, 15)
    assert formatting.zone_name("Europe/Paris", winter) == "GMT+1"
    assert formatting.zone_name("Europe/Paris", summer) == "GMT+2"
    assert formatting.zone_name("Europe/Paris", date(2027, 3, 25), date(2027, 3, 31)) == "GMT+1 → GMT+2"
    assert formatting.zone_name("Asia/Ho_Chi_Minh", winter, summer) == "GMT+7"
