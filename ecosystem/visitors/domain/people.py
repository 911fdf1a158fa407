"""Reading lists of people: pasted names, or a file from a spreadsheet in whatever encoding."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecosystem.core.search import fold, normalise

LONGEST_NAME = 200
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("ho va ten", "ho ten", "ten", "name", "full name", "holder"),
    "email": ("email", "e-mail", "thu dien tu", "mail"),
    "organisation": ("don vi", "to chuc", "co quan", "cong ty", "organisation", "organization", "company"),
    "phone": ("dien thoai", "so dien thoai", "phone", "telephone", "sdt"),
}


@dataclass(frozen=True)
class Person:
    """Somebody in a list, as typed."""

    name: str
    email: str = ""
    organisation: str = ""
    phone: str = ""


def people_from(text: str) -> list[Person]:
    """Read one person a line: a name, or cells parted by tab, semicolon or comma as spreadsheets give them.

    A first line that names columns says what the cells are; otherwise name, e-mail, organisation, telephone.
    Empty lines are left out; names are kept as typed, in NFC.
    """
    lines = [line for line in normalise(text).replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        return []
    rows = [row for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=_separator(lines[0])) if any(row)]
    order = _columns_of(rows[0])
    if order is not None:
        rows = rows[1:]
    return [_person(row, order or {"name": 0, "email": 1, "organisation": 2, "phone": 3}) for row in rows]


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 with or without a mark, UTF-16, else the old Vietnamese code page of Windows.

    Raises ValueError for what is no text.
    """
    if b"\x00" in content[:200] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("not a text file")
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("not a text file")


def _separator(line: str) -> str:
    return max("\t;,", key=line.count) if any(sign in line for sign in "\t;,") else "\t"


def _columns_of(row: Sequence[str]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for position, cell in enumerate(row):
        for name, words in _COLUMNS.items():
            if fold(cell).strip() in words:
                found.setdefault(name, position)
    return found if "name" in found else None


def _person(row: Sequence[str], order: Mapping[str, int]) -> Person:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in order.items()}
    return Person(
        name=" ".join(cells["name"].split())[:LONGEST_NAME],
        email=cells.get("email", "")[:254],
        organisation=cells.get("organisation", "")[:200],
        phone=cells.get("phone", "")[:20],
    )
