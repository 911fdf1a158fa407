"""Encodings and delimiters of banks' exports."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.payments.domain.statements.files import Trouble, Unreadable, decode, delimiter_of, read_sheet

TEXT = (
    "Ngày giao dịch;Số tiền ghi có;Nội dung\n"
    "22/11/2026;1.500.000;Lệ phí dự thi Đổi mới sáng tạo\n"
    "23/11/2026;250.000;Chuyển khoản từ Nguyễn Thị Ước\n"
)


def in_1258(text: str) -> bytes:
    """Windows-1258 writes most tones as marks of their own behind the letter."""
    out = bytearray()
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
            letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
            out += (letter + "".join(tones)).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (in_1258(TEXT), "cp1258"),
    ],
)
def test_vietnamese_comes_through_every_encoding(content: bytes, encoding: str) -> None:
    assert decode(content) == (TEXT, encoding)


def test_western_code_page() -> None:
    text = "Date;Montant crédité;Libellé\n22/11/2026;1500000;Café à côté, être, «où» «été» «goût» août août août maïs\n"
    assert decode(text.encode("cp1252")) == (text, "cp1252")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    rows = [["Ngày", "Ghi có", "Nội dung"], *[["22/11/2026", '"1,500,000.00"', '"a, b; c|d\te"']] * 3]
    text = "\n".join(delimiter.join(row) for row in rows)
    assert delimiter_of(text) == delimiter
    assert read_sheet(text.encode()).rows[1].cells == ("22/11/2026", "1,500,000.00", "a, b; c|d e")


def test_letterhead_above_the_table_does_not_decide_the_delimiter() -> None:
    head = "NGÂN HÀNG TMCP, CHI NHÁNH KON TUM\nSao kê, từ ngày 01/11/2026, đến 30/11/2026\n\n"
    sheet = read_sheet((head + TEXT).encode())
    assert sheet.delimiter == ";"
    assert [row.number for row in sheet.rows] == [1, 2, 4, 5, 6]


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"\xef\xbb\xbf", Trouble.EMPTY),
        (b" \r\n\n\t ", Trouble.EMPTY),
        (b";;;\n;;", Trouble.EMPTY),
        (b"PK\x03\x04rest", Trouble.WORKBOOK),
        (b"\xd0\xcf\x11\xe0rest", Trouble.OLD_WORKBOOK),
        ("Ngµy giao dÞch;Sè tiÒn ghi cã\n22/11;LÖ phÝ dù thi §æi míi s¸ng t¹o".encode("cp1252"), Trouble.OLD_FONT),
        ("Ngaøy giao dòch;Soá tieàn\n22/11;Chuyeån khoaûn leä phí döï thi".encode("cp1252"), Trouble.OLD_FONT),
        ("Ngaøy giao dòch;Soá tieàn\n22/11;Chuyeån khoaûn leä phí döï thi".encode(), Trouble.OLD_FONT),
        (b"%PDF-1.7", Trouble.PDF),
        (b"just words\nand more words\n", Trouble.ONE_COLUMN),
        (b"\xff\xfea", Trouble.BINARY),
        (b"a;b\n" + b"x" * 200_000 + b";1\n", Trouble.BINARY),
    ],
)
def test_other_files_are_refused_with_the_reason(content: bytes, trouble: Trouble) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet(content)
    assert refused.value.trouble is trouble


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        sheet = read_sheet(content)
    except Unreadable:
        return
    assert sheet.rows
