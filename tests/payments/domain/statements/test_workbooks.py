"""Statements as Excel workbooks: the same rows as CSV, and files that were made to do harm."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from ecosystem.payments.domain.statements import workbooks
from ecosystem.payments.domain.statements.columns import recognise
from ecosystem.payments.domain.statements.files import Trouble, Unreadable, read_sheet
from ecosystem.payments.domain.statements.lines import read_lines

HEAD = ["Ngày giao dịch", "Số tiền ghi có", "Nội dung", "Số tham chiếu"]
ROWS: list[list[Any]] = [
    ["NGÂN HÀNG MẪU"],
    [],
    HEAD,
    [datetime.fromisoformat("2026-11-22T10:15"), 1_500_000, "Lệ phí dự thi ABC123", "FT1"],
    [datetime.fromisoformat("2026-11-23"), 250000.0, "Chuyển khoản", "FT2"],
]


def workbook(rows: Sequence[Sequence[Any]], *before: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for name in before:
        sheet.title = name
        sheet = book.create_sheet("Sao kê")
    for row in rows:
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            data = old.read(each)
            new.writestr(each.filename, change(data) if each.filename == part else data)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def refused(content: bytes) -> Trouble:
    with pytest.raises(Unreadable) as error:
        read_sheet(content)
    return error.value.trouble


@pytest.mark.parametrize("before", [(), ("Trang bìa",)])
def test_a_workbook_reads_like_the_same_csv(before: tuple[str, ...]) -> None:
    sheet = read_sheet(workbook(ROWS, *before))
    assert (sheet.encoding, [row.number for row in sheet.rows]) == ("xlsx", [1, 3, 4, 5])
    csv = "NGÂN HÀNG MẪU\n\n" + ";".join(HEAD) + "\n22/11/2026 10:15:00;1500000;Lệ phí dự thi ABC123;FT1\n"
    same = read_sheet((csv + "23/11/2026;250000;Chuyển khoản;FT2\n").encode())
    ours, theirs = (list(read_lines(each, recognise(each))) for each in (sheet, same))
    assert [line.amount for line in ours] == [1_500_000, 250_000]
    assert [line.fingerprint for line in ours] == [line.fingerprint for line in theirs]


def test_formulas_are_never_worked_out() -> None:
    rows = [HEAD, [datetime.fromisoformat("2026-11-22"), "=1000000+500000", "ABC123", "FT1"]]
    content = changed(
        workbook(rows),
        SHEET,
        lambda xml: xml.replace(b"<v></v>", b"<v>1500000</v>").replace(b"<v />", b"<v>1500000</v>"),
    )
    sheet = read_sheet(content)
    (line,) = read_lines(sheet, recognise(sheet))
    assert line.flaw is not None
    assert sheet.rows[1].cells[1] == "=1000000+500000"


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = changed(workbook(ROWS), SHEET, lambda xml: xml + b" " * (workbooks.MOST_BYTES + 1))
    assert len(bomb) < 100_000
    assert refused(bomb) is Trouble.LARGE
    monkeypatch.setattr(workbooks, "MOST_PARTS", 3)
    assert refused(workbook(ROWS)) is Trouble.LARGE


def test_sizes_that_lie_gain_nothing() -> None:
    bomb = bytearray(changed(workbook(ROWS), SHEET, lambda xml: xml + b" " * 5_000_000))
    at = bomb.rindex(SHEET.encode()) - 46  # its record in the directory: the size stands at 24
    bomb[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert refused(bytes(bomb)) is Trouble.WORKBOOK


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml,
        lambda xml: xml.decode().encode("utf-16"),
        lambda xml: xml[: len(xml) // 2],
    ],
)
def test_parts_that_are_made_to_do_harm(change: Callable[[bytes], bytes]) -> None:
    assert refused(changed(workbook(ROWS), SHEET, change)) is Trouble.WORKBOOK


def test_too_many_rows_are_refused_and_far_cells_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    far = changed(
        workbook(ROWS),
        SHEET,
        lambda xml: xml.replace(b'r="5"', b'r="1048576"').replace(b'ref="A1:D5"', b'ref="A1:XFD1048576"'),
    )
    assert len(read_sheet(far).rows) == 3  # what stands behind a thousand empty rows is no statement
    monkeypatch.setattr(workbooks, "MOST_ROWS", 4)
    assert refused(workbook(ROWS)) is Trouble.LARGE
