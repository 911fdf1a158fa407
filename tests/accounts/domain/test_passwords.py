"""Which passwords are refused, and why."""

import pytest

from ecosystem.accounts.domain.passwords import Weakness, weakness

PERSON = ("Nguyễn Văn An", "an.nguyen@example.vn")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", Weakness.TOO_SHORT),
        ("ngắn quá", Weakness.TOO_SHORT),
        ("x" * 201, Weakness.TOO_LONG),
        ("9081726354", Weakness.ONLY_DIGITS),
        ("aaaaaaaaaaaa", Weakness.REPEATED),
        ("abcabcabcabc", Weakness.REPEATED),
        ("qwertyuiop", Weakness.SEQUENCE),
        ("poiuytrewq", Weakness.SEQUENCE),
        ("abcdefghijkl", Weakness.SEQUENCE),
        ("1q2w3e4r5t6y", Weakness.SEQUENCE),
        ("an.nguyen@example.vn", Weakness.PERSONAL),
        ("AnNguyen.an.nguyen", Weakness.PERSONAL),
        ("nguyenvanan1", Weakness.PERSONAL),
        ("password2026!", Weakness.COMMON),
        ("Mật khẩu 123", Weakness.COMMON),
        ("matkhau123456", Weakness.COMMON),
        ("Admin@123456", Weakness.COMMON),
        ("a1!2@3#4$5%6", Weakness.COMMON),
    ],
)
def test_weak_passwords(password: str, why: Weakness) -> None:
    assert weakness(password, personal=PERSON) is why


@pytest.mark.parametrize(
    "password",
    [
        "rẫy cà phê chín đỏ",
        "correct horse battery",
        "kY7#vQp2!xLm",
        "đêm qua trời mưa to",
        "Ngày mai An đi chợ sớm",
        "một hai ba bốn năm",
    ],
)
def test_strong_passwords(password: str) -> None:
    assert weakness(password, personal=PERSON) is None
