"""Amounts and instants as documents write them."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask_babel import gettext

from ecosystem.core.money import MINOR_DIGITS

_VI_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VI_GROUPS = ("", "nghìn", "triệu")
_EN_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_EN_SMALL = tuple(f"zero one two three four five six seven eight nine {_EN_TEENS}".split())
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def vietnamese_words(number: int) -> str:
    """Return a non-negative whole number in Vietnamese words: 30000000 is "ba mươi triệu"."""
    if number == 0:
        return _VI_DIGITS[0]
    billions, rest = divmod(number, 10**9)
    words = [f"{vietnamese_words(billions)} tỷ"] if billions else []
    started = bool(billions)
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words.append(f"{_vi_group(group, full=started)} {_VI_GROUPS[power]}".strip())
        started = started or bool(group)
    return " ".join(words)


def _vi_group(group: int, *, full: bool) -> str:
    """Write up to three digits; `full` says the hundreds even when there are none ("không trăm linh năm")."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [f"{_VI_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0 and ones and words:
        words.append(f"linh {_VI_DIGITS[ones]}")
    elif tens == 0 and ones:
        words.append(_VI_DIGITS[ones])
    elif tens == 1:
        words.append("mười" + (f" {'lăm' if ones == 5 else _VI_DIGITS[ones]}" if ones else ""))
    elif tens:
        last = {1: "mốt", 4: "tư", 5: "lăm"}.get(ones, _VI_DIGITS[ones])
        words.append(f"{_VI_DIGITS[tens]} mươi" + (f" {last}" if ones else ""))
    return " ".join(words)


def english_words(number: int) -> str:
    """Return a non-negative whole number in English words: 30000000 is "thirty million"."""
    if number < 20:
        return _EN_SMALL[number]
    if number < 100:
        return _EN_TENS[number // 10] + (f"-{_EN_SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = number % 100
        return f"{_EN_SMALL[number // 100]} hundred" + (f" and {english_words(rest)}" if rest else "")
    words = []
    for power in reversed(range(len(_EN_GROUPS))):
        group = number // 1000**power % 1000
        if group:
            words.append(f"{english_words(group)} {_EN_GROUPS[power]}".strip())
    return " ".join(words)


def amount_in_words(amount: int, currency: str, language: str) -> str:
    """Write an amount in minor units for a document: "30.000.000 đồng (Ba mươi triệu đồng)"."""
    if currency != "VND":
        digits = MINOR_DIGITS.get(currency, 2)
        return f"{Decimal(amount).scaleb(-digits):,.{digits}f} {currency}"
    if language == "en":
        return f"{amount:,} VND ({english_words(amount)} đồng)"
    words = vietnamese_words(amount)
    return f"{amount:,}".replace(",", ".") + f" đồng ({words[0].upper()}{words[1:]} đồng)"


def instant_in_words(at: datetime, zone: str) -> str:
    """Write an instant for a document, in the contest's zone: "17:00 on 20/01/2027"."""
    local = at.astimezone(ZoneInfo(zone))
    return str(gettext("%(time)s on %(day)s", time=local.strftime("%H:%M"), day=local.strftime("%d/%m/%Y")))


def period_in_words(start: datetime | None, end: datetime | None, zone: str) -> str:
    """Write a period; an end that is not set is left open, two open ends are "not set yet"."""
    first = instant_in_words(start, zone) if start is not None else ""
    last = instant_in_words(end, zone) if end is not None else ""
    if first and last:
        words = gettext("from %(start)s to %(end)s", start=first, end=last)
    elif first:
        words = gettext("from %(start)s", start=first)
    elif last:
        words = gettext("until %(end)s", end=last)
    else:
        words = gettext("not set yet")
    return str(words)
