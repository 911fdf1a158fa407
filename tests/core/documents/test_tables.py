"""Lists for spreadsheets: several sheets, names that spreadsheets take, nothing that counts as a formula."""

import csv
import io

import pytest
from openpyxl import load_workbook

from ecosystem.core.documents.tables import stream_csv, write_book, write_xlsx


def test_a_book_has_a_sheet_for_each_name() -> None:
    made = load_workbook(
        io.BytesIO(write_book({"Lượt xem": [["Giờ", "Lượt"], ["08:00", 12]], "A/B: [thử]": [["=1+1"]]}))
    )
    assert made.sheetnames == ["Lượt xem", "A B   thử"]
    assert [[cell.value for cell in row] for row in made["Lượt xem"].rows] == [["Giờ", "Lượt"], ["08:00", 12]]
    formula = made["A B   thử"]["A1"]
    assert (formula.value, formula.data_type) == ("=1+1", "s")


def test_one_sheet_needs_no_name() -> None:
    made = load_workbook(io.BytesIO(write_xlsx([["Mã"], ["HS-2026-0001"]])))
    assert made.active is not None
    assert [cell.value for cell in made.active["A"]] == ["Mã", "HS-2026-0001"]


def test_csv_begins_with_a_mark_and_holds_no_formula() -> None:
    assert "".join(stream_csv([["Tên"], ["=cmd()"], ["Đắk"]])) == "\ufeffTên\r\n'=cmd()\r\nĐắk\r\n"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("An;=HYPERLINK(1)", "An;'=HYPERLINK(1)"),
        ("An; @SUM(1)", "An; '@SUM(1)"),
        ("An\t-1+cmd|' /C calc'!A0", "An\t'-1+cmd|' /C calc'!A0"),
        ("Nông nghiệp; +84 912 345 678", "Nông nghiệp; +84 912 345 678"),
        ("Gồm:\n- cà phê\n- hồ tiêu", "Gồm:\n- cà phê\n- hồ tiêu"),
        ("a = b; c", "a = b; c"),
    ],
)
def test_no_formula_hides_behind_a_semicolon(typed: str, written: str) -> None:
    assert next(csv.reader(io.StringIO("".join(stream_csv([["x", typed]])), newline="")))[1] == written
