"""The language of a text, by its letters."""

import unicodedata

import pytest

from ecosystem.judging.domain.assignment.language import language_of

VIETNAMESE = "Nền tảng kết nối nông dân trồng cà phê Đắk Lắk với doanh nghiệp chế biến, truy xuất nguồn gốc bằng mã QR."
ENGLISH = "A platform that links coffee growers around Buôn Ma Thuột with processing companies, traced by QR codes."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (VIETNAMESE, "vi"),
        (unicodedata.normalize("NFD", VIETNAMESE), "vi"),
        (VIETNAMESE.upper(), "vi"),
        (ENGLISH, "en"),
        ("Smart Farm 4.0", ""),
        ("", ""),
        ("农业平台" * 30, ""),
        ("12345 !!! " * 30, ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
