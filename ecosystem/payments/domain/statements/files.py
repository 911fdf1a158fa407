"""From the bytes of a bank's export to rows of cells: which letters they are, and what parts the columns."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from ecosystem.payments.domain.statements import workbooks

DELIMITERS = (";", ",", "\t", "|")
LOOKED_AT = 200  # rows from which the delimiter is told
ZIP = b"PK\x03\x04"
_TCVN3 = re.compile(r"(?<=[A-Za-zÀ-ÿ])[µ¸¶·¹¨»¾¼½©®ª«¬§]|[®©§](?=[A-Za-zÀ-ÿ])")
_VNI = re.compile(r"[aeouyöô][åûøïëäü](?=[a-z]{0,2}\b)|\bñ(?=[aeouyöô])", re.IGNORECASE)
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", letter + mark)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("đĐ₫")


class Trouble(StrEnum):
    """Why a file cannot be read as a statement."""

    EMPTY = "empty"
    OLD_WORKBOOK = "old_workbook"  # Excel before 2007, or one with a password
    WORKBOOK = "workbook"  # damaged, or made to do harm
    LARGE = "large"  # a workbook that unpacks to more than a statement can be
    OLD_FONT = "old_font"  # letters of TCVN3 or VNI, which are shown right by their fonts only
    PDF = "pdf"
    BINARY = "binary"
    ONE_COLUMN = "one_column"


class Unreadable(ValueError):
    """The file is no table of text."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Row:
    """One row of cells, trimmed, with its number in the file, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A file as rows; empty ones are left out. `encoding` and `delimiter` are what was found."""

    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read_sheet(content: bytes) -> Sheet:
    """Read the bytes of an export: text, or an Excel workbook. Raises Unreadable with the reason."""
    _refuse_others(content)
    is_workbook = content.startswith(ZIP)
    text, encoding = (_from_workbook(content), "xlsx") if is_workbook else decode(content)
    if "\x00" in text:
        raise Unreadable(Trouble.BINARY)
    if in_old_font(text):
        raise Unreadable(Trouble.OLD_FONT)
    delimiter = "," if is_workbook else delimiter_of(text)
    rows = tuple(_rows(text, delimiter))
    if not rows:
        raise Unreadable(Trouble.EMPTY)
    if max(len(row.cells) for row in rows) < 2:
        raise Unreadable(Trouble.ONE_COLUMN)
    return Sheet(rows, encoding, delimiter)


def _refuse_others(content: bytes) -> None:
    if not content.strip(b"\x00\xff\xfe\xef\xbb\xbf \r\n\t"):
        raise Unreadable(Trouble.EMPTY)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(Trouble.OLD_WORKBOOK)
    if content.startswith(b"%PDF"):
        raise Unreadable(Trouble.PDF)


def _from_workbook(content: bytes) -> str:
    try:
        return unicodedata.normalize("NFC", workbooks.csv_of(content))
    except workbooks.TooLarge as error:
        raise Unreadable(Trouble.LARGE) from error
    except workbooks.Hostile as error:
        raise Unreadable(Trouble.WORKBOOK) from error


def in_old_font(text: str) -> bool:
    """Tell whether a text is Vietnamese of TCVN3 or VNI read as western letters: "chuyÓn kho¶n", "chuyeån khoaûn".

    TCVN3 puts signs such as ¶ or ® inside words, VNI a western letter with a mark behind a vowel that bore it. A text
    with letters that only Vietnamese has is neither.
    """
    head = text[:20_000]
    if any(char in _VIETNAMESE and ord(char) > 255 for char in head):
        return False
    signs, pairs = _TCVN3.findall(head), {pair.lower() for pair in _VNI.findall(head)}
    return (len(signs) > 2 and len(set(signs)) > 1) or len(pairs) > 2  # «quoted» words and "août" are neither


def decode(content: bytes) -> tuple[str, str]:
    """Return the text, NFC, and the encoding it was in.

    Marks at the beginning tell Unicode; else zeros in every second byte tell UTF-16, and what is no UTF-8 is one of
    the two Windows code pages, whichever gives more Vietnamese and less that no Vietnamese text holds.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _unicode(content, encoding)
    head = content[:4000]
    if b"\x00" in head:
        odd, even = head[1::2].count(0), head[0::2].count(0)
        return _unicode(content, "utf-16-le" if odd >= even else "utf-16-be")
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        texts = {page: _code_page(content, page) for page in ("cp1252", "cp1258")}
        if in_old_font(texts["cp1252"]):
            return texts["cp1252"], "cp1252"
        best = max(texts, key=lambda page: _likeness(texts[page]))
        return texts[best], best


def _unicode(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return unicodedata.normalize("NFC", content.decode(encoding)), encoding.removesuffix("-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Trouble.BINARY) from error


def _code_page(content: bytes, page: str) -> str:
    return unicodedata.normalize("NFC", content.decode(page, errors="replace"))


def _likeness(text: str) -> int:
    """Letters that Vietnamese has and western Europe has not, less what stands in neither (a mark without a letter)."""
    odd = Counter(char for char in text[:20_000] if ord(char) > 127)
    ours = sum(number for char, number in odd.items() if char in _VIETNAMESE and ord(char) > 255)
    stray = sum(number for char, number in odd.items() if unicodedata.combining(char) or char in "ðÐþÞ\ufffd")
    return ours - 2 * stray


def delimiter_of(text: str) -> str:
    """Return what parts the columns: that by which most rows have equally many cells, more than one."""
    return max(DELIMITERS, key=lambda each: _evenness(text, each))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths = Counter(len(row.cells) for row in _rows(text[:100_000], delimiter, most=LOOKED_AT))
    wide = {width: number for width, number in widths.items() if width > 1}
    if not wide:
        return (0, 0)
    width, number = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (number, width)


def _rows(text: str, delimiter: str, *, most: int | None = None) -> Sequence[Row]:
    found: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for number, cells in enumerate(reader, start=1):
            kept = tuple(" ".join(cell.split()) for cell in cells)
            if any(kept):
                found.append(Row(number, kept))
            if most is not None and len(found) >= most:
                break
    except csv.Error as error:  # a cell of more than 128 KiB: no table of a bank
        raise Unreadable(Trouble.BINARY) from error
    return found
