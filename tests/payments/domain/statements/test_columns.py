"""Columns by the words of Vietnamese banks."""

import pytest

from ecosystem.payments.domain.statements.columns import Columns, Role, by_hand, recognise
from ecosystem.payments.domain.statements.files import read_sheet

ROLES = {
    "d": Role.DATE,
    "c": Role.CREDIT,
    "o": Role.DEBIT,
    "a": Role.AMOUNT,
    "n": Role.NOTE,
    "r": Role.REFERENCE,
}


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("STT;Ngày giao dịch;Số tham chiếu;Số tiền ghi nợ;Số tiền ghi có;Số dư;Mô tả", "-drocx n".replace(" ", "")),
        ("Ngày GD,Số CT,Ghi nợ,Ghi có,Số dư,Diễn giải", "drocxn"),
        ("Ngày hạch toán;Ngày hiệu lực;PS nợ;PS có;Nội dung giao dịch;Số bút toán", "d-ocnr"),
        ("Transaction Date,Reference,Debit,Credit,Balance,Description", "drocxn"),
        ("Ngày giao dịch/Transaction date;Số tiền/Amount;Nội dung/Description;Mã giao dịch", "danr"),
        ("Thời gian;Số tiền;Nội dung chuyển khoản", "dan"),
        ("NGÀY;TIỀN VÀO;TIỀN RA;NỘI DUNG", "dcon"),
        ("Ngày;Số tiền;Số tiền ghi có;Nội dung", "dxcn"),
    ],
)
def test_headers_of_banks(header: str, columns: str) -> None:
    found = recognise(read_sheet((header + "\n" + ";" * header.count(";") + "x").encode()))
    wanted = {ROLES[letter]: at for at, letter in enumerate(columns) if letter in ROLES}
    assert dict(found.of) == wanted
    assert found.missing == ()


def test_header_below_a_letterhead() -> None:
    text = "Ngân hàng;\nSao kê tài khoản ghi có từ ngày 01/11;\nNgày;Ghi có;Nội dung\n1/1/2026;1;x\n"
    found = recognise(read_sheet(text.encode()))
    assert found.header == 2
    assert found.missing == ()


def test_what_is_not_recognised_is_told() -> None:
    found = recognise(read_sheet(b"Datum;Betrag\n22/11/2026;5\n"))
    assert found.missing == (Role.DATE, Role.NOTE, Role.CREDIT)


def test_by_hand() -> None:
    sheet = read_sheet(b"x;y;z\n22/11/2026;5;note\n")
    chosen = by_hand(sheet, {Role.DATE: 0, Role.AMOUNT: 1, Role.NOTE: 2, Role.DEBIT: None}, 0)
    assert chosen == Columns(0, {Role.DATE: 0, Role.AMOUNT: 1, Role.NOTE: 2})
    for wrong in ({Role.DATE: 3}, {Role.DATE: -1}, {Role.DATE: 1, Role.NOTE: 1}):
        with pytest.raises(ValueError, match="column"):
            by_hand(sheet, wrong, 0)
    with pytest.raises(ValueError, match="column"):
        by_hand(sheet, {Role.DATE: 0}, 7)
