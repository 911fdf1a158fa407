"""From what a person typed to the value that is stored."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ecosystem.contests.domain.form.counting import unified
from ecosystem.contests.domain.form.definition import QuestionDefinition
from ecosystem.contests.domain.kinds import QuestionKind as Kind
from ecosystem.core.money import parse_dong

_DATE_ORDERS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def is_blank(value: Any) -> bool:
    """Tell whether nothing was answered. No (False) and zero are answers."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(is_blank(part) for part in value.values())
    return value is None or value == []


def read_answer(question: QuestionDefinition, raw: Any) -> Any:
    """Turn what a person typed or chose into the value that is stored; None for nothing.

    Text comes back in NFC with unified line ends, numbers with a comma are understood, so are amounts such
    as "50 triệu", dates such as 22/11/2026 and phone numbers with or without +84. What cannot be understood
    comes back as typed: `check_answer` then says what is wrong, and nothing typed is lost.
    """
    if isinstance(raw, str):
        raw = unified(raw).strip().replace("\x00", "")
    if is_blank(raw):
        return None
    reader = _READERS.get(question.kind)
    if reader is None or not isinstance(raw, str):
        return raw
    try:
        return reader(raw)
    except (ValueError, InvalidOperation):
        return raw


def _read_date(text: str) -> str:
    for order in _DATE_ORDERS:
        try:
            return datetime.strptime(text, order).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError("not a date")


def _read_number(text: str) -> str:
    number = Decimal(text.replace(" ", "").replace(",", "."))
    # written out, a huge exponent would fill the memory
    return f"{number.normalize():f}" if number.is_finite() and abs(number.adjusted()) < 20 else text


def _read_phone(text: str) -> str:
    import phonenumbers  # loads large tables, so only when a number is typed

    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_valid_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _read_address(text: str) -> str:
    return text if "://" in text or "." not in text else f"https://{text}"


def _read_yes_no(text: str) -> bool | str:
    return {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}.get(text.lower(), text)


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.NUMBER: _read_number,
    Kind.MONEY: parse_dong,
    Kind.DATE: _read_date,
    Kind.YES_NO: _read_yes_no,
    Kind.PHONE: _read_phone,
    Kind.VIDEO_LINK: _read_address,
    Kind.WEB_ADDRESS: _read_address,
}
