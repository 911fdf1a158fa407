"""Lists for spreadsheets, without formulas: what begins like one is written as text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS_AT_ONCE = 200


def stream_csv(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the rows as CSV with a byte order mark, so that Excel reads Vietnamese; some hundred rows at a time."""
    target = io.StringIO()
    target.write("\ufeff")
    writer = csv.writer(target)
    for number, row in enumerate(rows, 1):
        writer.writerow([harmless(cell) for cell in row])
        if number % _ROWS_AT_ONCE == 0:
            yield _emptied(target)
    yield _emptied(target)


def write_xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return the rows as a workbook; the first is the heading and stays in sight. Memory stays small."""
    import xlsxwriter  # only when a workbook is made

    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, line, column, cell, bold if line == 0 else None)
    return target.getvalue()


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
