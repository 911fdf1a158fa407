"""An Excel workbook from a bank, as text: values only, within limits, and nothing in it is ever worked out.

A workbook is a ZIP of XML files, so that a few kilobytes can claim to be gigabytes. What its directory says of sizes is
added up before anything is unpacked (more than it says is never read), document types are refused, and rows and columns
are counted while they are read. A formula is kept as the text it is: no amount comes from one.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

MOST_BYTES = 40 * 1024 * 1024  # of all XML, unpacked
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 40
MOST_GAPS = 1_000  # empty rows, among them those that a row's number leaves out
_PIECE = 1024 * 1024
_FORBIDDEN = (b"<!doctype", b"<!entity")


class TooLarge(ValueError):
    """The workbook, unpacked, is more than a statement can be."""


class Hostile(ValueError):
    """The file is damaged, or made to do harm."""


def csv_of(content: bytes) -> str:
    """Return the first sheet of a workbook that holds a table, as CSV with commas. Raises TooLarge, Hostile."""
    _ensure_harmless(content)
    from openpyxl import load_workbook  # only when a workbook is imported

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = (_rows(sheet) for sheet in book.worksheets)
        rows = next((found for found in sheets if max(map(len, found), default=0) > 1), [])
        book.close()
    except TooLarge:
        raise
    except Exception as error:  # the library answers a broken part with whatever it stumbles over
        raise Hostile(str(error)) from error
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue()


def _ensure_harmless(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [each for each in packed.infolist() if each.filename.lower().endswith((".xml", ".rels"))]
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_BYTES:
                raise TooLarge
            for each in parts:
                with packed.open(each) as part:
                    _ensure_plain(iter(lambda source=part: source.read(_PIECE), b""))  # type: ignore[misc]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Hostile(str(error)) from error


def _ensure_plain(pieces: Iterable[bytes]) -> None:
    """Refuse document types, by which XML can be made to grow, and letters of two bytes, which would hide them."""
    tail = b""
    for number, piece in enumerate(pieces):
        if number == 0 and b"\x00" in piece[:4]:
            raise Hostile("no UTF-8")
        seen = (tail + piece).lower()
        if any(word in seen for word in _FORBIDDEN):
            raise Hostile("a document type")
        tail = piece[-16:]


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what the sheet says of its size is not believed
    found: list[list[str]] = []
    empty = 0
    cells: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for row in cells:
        words = [_text(cell) for cell in islice(row, MOST_COLUMNS)]
        while words and not words[-1]:
            words.pop()
        empty = 0 if words else empty + 1
        if empty > MOST_GAPS:
            break
        found.append(words)
        if len(found) > MOST_ROWS:
            raise TooLarge
    while found and not found[-1]:
        found.pop()
    return found


def _text(value: Any) -> str:
    """A cell as banks write it in CSV: days as 22/11/2026 10:15:00, amounts without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y" if value.time() == time() else "%d/%m/%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)
