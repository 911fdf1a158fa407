"""Lists for spreadsheets, without formulas: what begins like one is written as text."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Where semicolons part the cells, as they do wherever commas part decimals, quotes inside a line protect nothing: what
# follows one is a cell of its own. A minus or plus is a formula only with something to call.
_HIDDEN = re.compile(r"""([;\t\r\n][\s"']*)(?=[=@]|[+\-][^;\t\r\n]*[(|])""")
_ROWS_AT_ONCE = 200


def stream_csv(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the rows as CSV with a byte order mark, so that Excel reads Vietnamese; some hundred rows at a time."""
    target = io.StringIO()
    target.write("\ufeff")
    writer = csv.writer(target)
    for number, row in enumerate(rows, 1):
        writer.writerow([_HIDDEN.sub(r"\1'", cell) if isinstance(cell, str) else cell for cell in map(harmless, row)])
        if number % _ROWS_AT_ONCE == 0:
            yield _emptied(target)
    yield _emptied(target)


def write_xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return the rows as a workbook of one sheet; the first is the heading and stays in sight. Memory stays small."""
    return write_book({"": rows})


def write_book(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """Return a workbook with a sheet for each name, made one after the other; the first row of each is its heading.

    A name that no spreadsheet takes is made one that they do; an empty one is numbered.
    """
    import xlsxwriter  # only when a workbook is made

    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(sheet_name(name) or None)
            sheet.freeze_panes(1, 0)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, line, column, cell, bold if line == 0 else None)
    return target.getvalue()


def sheet_name(name: str) -> str:
    """Return the name without what spreadsheets forbid in it, at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip().strip("'")[:31].strip()


def harmless(cell: Any) -> Any:
    """Return text that a spreadsheet does not take for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return "" if cell is None else cell


def _write(sheet: Any, line: int, column: int, cell: Any, style: Any) -> None:
    if isinstance(cell, int) and not isinstance(cell, bool):
        sheet.write_number(line, column, cell, style)
    else:
        sheet.write_string(line, column, "" if cell is None else str(cell), style)


def _emptied(target: io.StringIO) -> str:
    text = target.getvalue()
    target.seek(0)
    target.truncate()
    return text
