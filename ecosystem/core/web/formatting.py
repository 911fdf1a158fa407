"""Dates, numbers, money and text as people read them, as template filters and for mails and documents.

Instants are aware and shown in a zone: the one given (an event's), else the visitor's. Vietnamese writes
`22/11/2026 14:05` and `50.000.000 ₫`; Babel's own medium forms are not what people write, so patterns are ours.
"""

import zlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates, numbers
from flask import Flask
from flask_babel import get_timezone, gettext, ngettext

from ecosystem.core import clock
from ecosystem.core.money import MINOR_DIGITS
from ecosystem.core.web.texts import language

DAY_AND_MONTH = {"vi": "dd/MM", "en": "d MMM"}
TIME = "HH:mm"
KILO = 1024
# Python writes thousands and decimals as English does; Vietnamese has the two marks the other way round.
MARKS = {"vi": str.maketrans({",": ".", ".": ","}), "en": str.maketrans({})}
FINEST = Decimal("0.000001")


def _language() -> str:
    return language() or "vi"


def _pattern(patterns: dict[str, str]) -> str:
    return patterns.get(_language(), patterns["en"])


def in_zone(value: datetime, zone: str | None = None) -> datetime:
    """Return the instant in `zone`, or in the visitor's zone."""
    if value.tzinfo is None:
        raise ValueError("an instant without a zone cannot be shown")
    target = ZoneInfo(zone) if zone else get_timezone()
    return value.astimezone(target)


def format_datetime(value: datetime | None, zone: str | None = None) -> str:
    """Write "22/11/2026 14:05"; an absent value is a dash."""
    if value is None:
        return "–"
    moment = in_zone(value, zone)
    between = " " if _language() == "vi" else ", "
    return f"{_day(moment)}{between}{moment.hour:02}:{moment.minute:02}"


def format_date(value: datetime | date | None, zone: str | None = None) -> str:
    """Write "22/11/2026"; an instant is shown as the day it falls on in `zone`."""
    if value is None:
        return "–"
    return _day(in_zone(value, zone) if isinstance(value, datetime) else value)


def _day(day: date) -> str:
    """What Babel makes of "dd/MM/yyyy" and "d MMM yyyy", without reading the pattern for each day."""
    if _language() == "vi":
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return f"{day.day} {_month_names()[day.month]} {day.year:04}"


@lru_cache(maxsize=1)
def _month_names() -> dict[int, str]:
    return {number: str(name) for number, name in dates.get_month_names("abbreviated", locale="en").items()}


def format_time(value: datetime | time | None, zone: str | None = None) -> str:
    """Write "14:05"."""
    if value is None:
        return "–"
    return (in_zone(value, zone) if isinstance(value, datetime) else value).strftime("%H:%M")


def format_range(start: datetime | date, end: datetime | date | None, zone: str | None = None) -> str:
    """Write the days from `start` to `end` without repeating what they share: "21–23/11/2026"."""
    first = in_zone(start, zone).date() if isinstance(start, datetime) else start
    last = in_zone(end, zone).date() if isinstance(end, datetime) else end
    if last is None or last == first:
        return format_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_shortened(first, 'dd', 'd')}–{format_date(last)}"
    if first.year == last.year:
        return f"{_shortened(first, 'dd/MM', 'd MMM')} – {format_date(last)}"
    return f"{format_date(first)} – {format_date(last)}"


def _shortened(day: date, vietnamese: str, english: str) -> str:
    return dates.format_date(day, _pattern({"vi": vietnamese, "en": english}), locale=_language())


def format_relative(value: datetime, now: datetime | None = None) -> str:
    """Write "3 days left" for an instant to come and "3 days ago" for one that has passed."""
    seconds = int((value - (now or clock.now())).total_seconds())
    if abs(seconds) < 60:
        return str(gettext("right now"))
    return _left(seconds) if seconds > 0 else _ago(-seconds)


def _left(seconds: int) -> str:
    if seconds < 3600:
        return str(ngettext("%(num)d minute left", "%(num)d minutes left", seconds // 60))
    if seconds < 48 * 3600:
        return str(ngettext("%(num)d hour left", "%(num)d hours left", seconds // 3600))
    return str(ngettext("%(num)d day left", "%(num)d days left", seconds // 86400))


def _ago(seconds: int) -> str:
    if seconds < 3600:
        return str(ngettext("%(num)d minute ago", "%(num)d minutes ago", seconds // 60))
    if seconds < 48 * 3600:
        return str(ngettext("%(num)d hour ago", "%(num)d hours ago", seconds // 3600))
    return str(ngettext("%(num)d day ago", "%(num)d days ago", seconds // 86400))


def zone_name(zone: str | None = None, at: datetime | date | None = None, until: datetime | date | None = None) -> str:
    """Write the offset of a zone as it is `at` that moment or on that day, now unless given: "GMT+7".

    Where clocks are changed between `at` and `until`, both are written: "GMT+2 → GMT+1".
    """
    first = _offset(at, zone)
    last = _offset(until, zone) if until is not None else first
    return first if first == last else f"{first} → {last}"


def _offset(at: datetime | date | None, zone: str | None) -> str:
    moment = at if isinstance(at, datetime) else datetime.combine(at, time(12), UTC) if at else clock.now()
    minutes = int((in_zone(moment, zone).utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    return f"GMT{sign}{hours}" + (f":{rest:02d}" if rest else "")


def format_number(value: Any) -> str:
    """Write a number with the language's marks and without needless zeros: "1.234,5"."""
    if value is None or value == "":
        return "–"
    if isinstance(value, int):
        return str(int(value)) if 0 <= value < 1000 else _with_marks(f"{value:,}")
    text = f"{Decimal(str(value)).quantize(FINEST, rounding=ROUND_HALF_EVEN):,f}"
    return _with_marks(text.rstrip("0").rstrip("."))


def _with_marks(number: str) -> str:
    """Babel's own way takes a hundred times as long, and a page has hundreds of numbers."""
    return number.translate(MARKS[_language()])


def format_score(value: Decimal | int | None, places: int = 2) -> str:
    """Write a score with exactly `places` decimals, rounded half up; a missing score is a dash, never 0."""
    if value is None:
        return "–"
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return _with_marks(f"{rounded:,f}")


def score_text(value: Any) -> str:
    """Write a score as it is typed: no thousands marks, the language's decimal sign."""
    if value is None or value == "":
        return ""
    text = format(Decimal(str(value)).normalize(), "f")
    return text.replace(".", ",") if _language() == "vi" else text


def format_money(amount: int | None, currency: str = "VND") -> str:
    """Write an amount given in minor units: "50.000.000 ₫"."""
    if amount is None:
        return "–"
    digits = MINOR_DIGITS.get(currency, 2)
    return _money(Decimal(amount).scaleb(-digits), currency, _language())


@lru_cache(maxsize=2000)
def _money(value: Decimal, currency: str, reader: str) -> str:
    return numbers.format_currency(value, currency, locale=reader)


def format_filesize(size: int | None) -> str:
    """Write a number of bytes in the unit people use: "1,4 MB"."""
    if size is None:
        return "–"
    value = Decimal(size)
    for unit in ("B", "KB", "MB"):
        if value < KILO:
            return f"{format_score(value, 0 if unit == 'B' else 1)} {unit}"
        value /= KILO
    return f"{format_score(value, 1)} GB"


def format_phone(number: str | None) -> str:
    """Write an E.164 number the way its country does: "0912 345 678"; what is none stays as it is."""
    if not number:
        return ""
    import phonenumbers  # loads its tables, so only when a number is shown

    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return number
    national = parsed.country_code == 84
    style = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def initials(name: str) -> str:
    """Return up to two letters of a name: the first word's and the last's, by which Vietnamese people are called."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def sentence_list(items: Iterable[Any]) -> str:
    """Join "A", "B" and "C" into "A, B and C"."""
    texts = [str(item) for item in items]
    if len(texts) < 2:
        return "".join(texts)
    return str(gettext("%(first)s and %(last)s", first=", ".join(texts[:-1]), last=texts[-1]))


def drawing_seed(value: Any) -> int:
    """Return a number that is always the same for the same text, for drawings and colours."""
    return zlib.crc32(str(value).encode())


def in_language(record: Any, name: str) -> str:
    """Return the attribute `name` of a record, or its English twin `<name>_en` where English is read and it exists."""
    if language() == "en":
        twin = getattr(record, f"{name}_en", "")
        if twin:
            return str(twin)
    return str(getattr(record, name))


def epoch(value: datetime | date) -> int:
    """Return the seconds since 1970 of an instant, or of a day's first instant in UTC; charts place points by them."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)
    return int(moment.timestamp())


def format_recorded(value: Any, zone: str | None = None) -> Any:
    """Write a value of any kind as a history shows it: yes or no, a moment in `zone`, a number, or the text itself."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return format_datetime(value, zone)
    return format_number(value) if isinstance(value, int | float | Decimal) else value


def init_formatting(app: Flask) -> None:
    """Make the formats known to templates."""
    app.jinja_env.globals.update(in_language=in_language)
    app.jinja_env.filters.update(
        datetime=format_datetime,
        date=format_date,
        time=format_time,
        daterange=format_range,
        relative=format_relative,
        zone_name=zone_name,
        number=format_number,
        recorded=format_recorded,
        score=format_score,
        score_text=score_text,
        money=format_money,
        filesize=format_filesize,
        phone=format_phone,
        initials=initials,
        sentence_list=sentence_list,
        drawing_seed=drawing_seed,
        epoch=epoch,
    )
