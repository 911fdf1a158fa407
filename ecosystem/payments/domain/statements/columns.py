"""Which column is what: told from the words of Vietnamese banks, correctable by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ecosystem.core.search import fold
from ecosystem.payments.domain.statements.files import Sheet

LOOKED_AT = 40  # a bank's letterhead stands above the table


class Role(StrEnum):
    """What a column of a statement holds. A statement has CREDIT (with or without DEBIT), or a signed AMOUNT."""

    DATE = "date"
    CREDIT = "credit"
    DEBIT = "debit"
    AMOUNT = "amount"
    NOTE = "note"
    REFERENCE = "reference"


# Folded words of headers; the longest that is found in a header decides. "" is what is looked at by nobody.
WORDS: Mapping[Role | str, tuple[str, ...]] = {
    Role.DATE: (
        "ngay giao dich",
        "ngay gd",
        "ngay hach toan",
        "ngay hieu luc",
        "ngay gio",
        "ngay",
        "thoi gian",
        "transaction date",
        "posting date",
        "date",
    ),
    Role.CREDIT: (
        "so tien ghi co",
        "so tien co",
        "phat sinh co",
        "ps co",
        "ghi co",
        "tien vao",
        "credit amount",
        "credit",
        "co",
    ),
    Role.DEBIT: (
        "so tien ghi no",
        "so tien no",
        "phat sinh no",
        "ps no",
        "ghi no",
        "tien ra",
        "debit amount",
        "debit",
        "no",
    ),
    Role.AMOUNT: ("so tien giao dich", "so tien gd", "so tien", "transaction amount", "amount"),
    Role.NOTE: (
        "noi dung giao dich",
        "noi dung chi tiet",
        "noi dung chuyen khoan",
        "noi dung",
        "dien giai",
        "mo ta",
        "chi tiet giao dich",
        "transaction description",
        "description",
        "remarks",
        "remark",
        "details",
    ),
    Role.REFERENCE: (
        "so tham chieu",
        "ma tham chieu",
        "so but toan",
        "but toan",
        "so chung tu",
        "so ct",
        "ma giao dich",
        "ma gd",
        "so giao dich",
        "so gd",
        "transaction no",
        "transaction id",
        "reference number",
        "reference",
        "ref no",
        "ref",
    ),
    "": ("so du", "balance", "stt", "so thu tu", "so tai khoan", "tai khoan doi ung", "ten doi ung", "phi", "vat"),
}


@dataclass(frozen=True)
class Columns:
    """The columns by what they hold, counted from 0; `header` is the index of their row among the sheet's rows."""

    header: int
    of: Mapping[Role, int]

    @property
    def missing(self) -> tuple[Role, ...]:
        """What a statement cannot do without and is not told yet."""
        lacking = [role for role in (Role.DATE, Role.NOTE) if role not in self.of]
        if Role.CREDIT not in self.of and Role.AMOUNT not in self.of:
            lacking.append(Role.CREDIT)
        return tuple(lacking)


def recognise(sheet: Sheet) -> Columns:
    """Return the columns as the headers name them; what is not recognised is `missing`."""
    best = Columns(0, {})
    for index, row in enumerate(sheet.rows[:LOOKED_AT]):
        found = Columns(index, _roles(row.cells))
        if (-len(found.missing), len(found.of)) > (-len(best.missing), len(best.of)):
            best = found
    return best


def by_hand(sheet: Sheet, chosen: Mapping[Role, int | None], header: int) -> Columns:
    """Return the columns somebody chose. Raises ValueError for a column that the sheet has not, or chosen twice."""
    given = {role: column for role, column in chosen.items() if column is not None}
    width = max(len(row.cells) for row in sheet.rows)
    if not 0 <= header < len(sheet.rows) or any(not 0 <= column < width for column in given.values()):
        raise ValueError("no such column")
    if len(set(given.values())) != len(given):
        raise ValueError("one column cannot be two things")
    return Columns(header, given)


def _roles(cells: Sequence[str]) -> dict[Role, int]:
    strength: dict[Role, tuple[int, int]] = {}
    for column, cell in enumerate(cells):
        role, length = _role(cell)
        if role is not None and length > strength.get(role, (0, 0))[0]:
            strength[role] = (length, column)
    found = {role: column for role, (_length, column) in strength.items()}
    if Role.CREDIT in found:
        found.pop(Role.AMOUNT, None)
    return found


def _role(cell: str) -> tuple[Role | None, int]:
    """The role a header names, and how many letters say so. A long text is a sentence and no header."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(cell)))
    if not words or len(words) > 60:
        return None, 0
    best: tuple[int, Role | str] = (0, "")
    for role, phrases in WORDS.items():
        for phrase in phrases:
            if len(phrase) > best[0] and f" {phrase} " in f" {words} ":
                best = (len(phrase), role)
    length, named = best
    return (named, length) if isinstance(named, Role) else (None, 0)
