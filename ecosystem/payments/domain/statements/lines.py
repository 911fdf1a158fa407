"""From cells to lines: amounts, days, and what tells a line from every other one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo

from ecosystem.core.search import fold
from ecosystem.payments.domain.statements.columns import Columns, Role
from ecosystem.payments.domain.statements.files import Row, Sheet

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # in which Vietnamese banks date their statements
LARGEST = 10**13
LONGEST_NOTE = 500
LONGEST_REFERENCE = 100
TOLD_BY = 60  # letters of a note

_SIGN = re.compile(r"^(?P<open>\()?(?P<sign>[+\-−–])?(?P<digits>[\d.,\u0020\u00a0\u202f']*)(?P<behind>[+\-−–])?\)?$")
_CURRENCY = re.compile(r"(vnd|vnđ|₫|đồng|dong|đ)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4}|\d{2})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})(?!\d)")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")


class Flaw(StrEnum):
    """Why a line cannot be read."""

    DATE = "date"
    AMOUNT = "unreadable_amount"
    BOTH_WAYS = "both_ways"  # money in and money out on one line
    SHORT = "short"  # fewer cells than the columns ask for


@dataclass(frozen=True)
class Line:
    """One line of a statement. `amount` is whole đồng, negative for money that left the account.

    `fingerprint` is the same for the same line in every export of the account, and differs between all lines of one.
    """

    number: int
    at: datetime | None
    amount: int
    note: str
    reference: str
    fingerprint: str
    flaw: Flaw | None = None

    @property
    def is_credit(self) -> bool:
        """Whether money came in."""
        return self.flaw is None and self.amount > 0


def read_lines(sheet: Sheet, columns: Columns) -> Iterator[Line]:
    """Read the rows below the header. Sums and remarks below the table (no day, or no amount) are left out."""
    seen: Counter[str] = Counter()
    for row in sheet.rows[columns.header + 1 :]:
        line = _line(row, columns, seen)
        if line is not None:
            yield line


def parse_amount(text: str) -> int:
    """Read an amount in đồng as banks print it: "1.500.000", "1,500,000.00", "+1 500 000 VND", "(20.000)".

    An empty cell or a dash is 0. Raises ValueError for anything else, and for parts of a đồng.
    """
    bare = _CURRENCY.sub("", text).strip()
    match = _SIGN.match(bare)
    if match is None:
        raise ValueError("not an amount")
    digits = re.sub(r"[\s\u00a0\u202f']", "", match["digits"])
    if not digits:
        return 0
    value = _whole(digits)
    if value > LARGEST:
        raise ValueError("too large to be meant")
    minus = match["open"] or match["sign"] in ("-", "−", "–") or match["behind"] in ("-", "−", "–")
    return -value if minus else value


def _whole(digits: str) -> int:
    """The last sign parts decimals when one or two digits follow it, thousands when three do."""
    if digits.isdecimal():
        return int(digits)
    grouped = re.fullmatch(r"(\d{1,3}(?:\.\d{3})*|\d{1,3}(?:,\d{3})*|\d+)(?:[.,](\d{1,2}))?", digits)
    if grouped is None:
        raise ValueError("thousands are grouped by three")
    if grouped[2] and (int(grouped[2]) or _same_sign(grouped[1], digits[len(grouped[1])])):
        raise ValueError("the đồng has no parts")
    return int(re.sub(r"[.,]", "", grouped[1]))


def _same_sign(whole: str, point: str) -> bool:
    return point in whole


def parse_day(text: str) -> datetime:
    """Read a day, with the time if there is one: dd/MM/yyyy, dd-MM-yy, yyyy-MM-dd …; an instant in Viet Nam.

    Raises ValueError for what is no day. The day always comes before the month, as Vietnamese banks write it.
    """
    if (iso := _ISO_DAY.search(text)) is not None:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif (found := _DAY.search(text)) is not None:
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        year += 2000 if year < 100 else 0
    else:
        raise ValueError("not a day")
    time = _TIME.search(text)
    hour, minute, second = (int(part or 0) for part in time.groups()) if time else (0, 0, 0)
    if not 2000 <= year <= 2100:
        raise ValueError("not a year of a statement")
    return datetime(year, month, day, hour, minute, second, tzinfo=ZONE)


def _line(row: Row, columns: Columns, seen: Counter[str]) -> Line | None:
    day, note, reference = (_cell(row, columns, role) for role in (Role.DATE, Role.NOTE, Role.REFERENCE))
    figures = [_cell(row, columns, role) for role in (Role.CREDIT, Role.DEBIT, Role.AMOUNT)]
    if not any(figures) or not any(char.isdigit() for char in day):
        return None
    at, amount, flaw = _values(day, figures)
    if len(row.cells) <= max(columns.of[role] for role in columns.of if role is not Role.REFERENCE):
        flaw = flaw or Flaw.SHORT
    return Line(
        number=row.number,
        at=at,
        amount=amount,
        note=note[:LONGEST_NOTE],
        reference=reference[:LONGEST_REFERENCE],
        fingerprint=_fingerprint(at, amount, note, reference, figures if flaw else [], seen),
        flaw=flaw,
    )


def _cell(row: Row, columns: Columns, role: Role) -> str:
    column = columns.of.get(role)
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _values(day: str, figures: Sequence[str]) -> tuple[datetime | None, int, Flaw | None]:
    """Day and signed amount, or what is wrong with them."""
    try:
        at = parse_day(day)
    except ValueError:
        return None, 0, Flaw.DATE
    try:
        credit, debit, amount = (parse_amount(text) for text in figures)
    except ValueError:
        return at, 0, Flaw.AMOUNT
    credit, debit = credit + max(amount, 0), abs(debit) + max(-amount, 0)
    if credit < 0:  # some banks print what was taken back as a negative credit
        credit, debit = 0, debit - credit
    if credit and debit:
        return at, 0, Flaw.BOTH_WAYS
    return at, credit - debit, None


def _fingerprint(
    at: datetime | None, amount: int, note: str, reference: str, raw: Sequence[str], seen: Counter[str]
) -> str:
    """A hash of what every export of an account says of a line, and of how many equal ones stood before it.

    The time is left out, since one export has it and another has not, and so is the end of the note, which some cut.
    References alone would not do: some banks print one number for many lines. Equal lines of a day are counted: the
    second of two is not the first.
    """
    day = at.date().isoformat() if at is not None else ""
    base = "\x1f".join((day, str(amount), _bare(reference), _bare(note)[:TOLD_BY], *raw))
    seen[base] += 1
    return sha256(f"{base}\x1f{seen[base]}".encode()).hexdigest()


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))
