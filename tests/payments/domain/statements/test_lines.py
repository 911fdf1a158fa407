"""Amounts, days and fingerprints of statement lines."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.payments.domain.statements.columns import Columns, Role, recognise
from ecosystem.payments.domain.statements.files import read_sheet
from ecosystem.payments.domain.statements.lines import ZONE, Flaw, Line, parse_amount, parse_day, read_lines

HEADER = "Ngày;Số tham chiếu;Ghi nợ;Ghi có;Nội dung\n"


def lines_of(text: str, header: str = HEADER) -> list[Line]:
    sheet = read_sheet((header + text).encode())
    return list(read_lines(sheet, recognise(sheet)))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1,500,000.00", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("1.500.000,0", 1_500_000),
        ("1500000.00", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1\u00a0500\u00a0000 ₫", 1_500_000),
        ("+1.500.000 VND", 1_500_000),
        ("+ 1,500,000đ", 1_500_000),
        ("-20,000", -20_000),
        ("− 20.000", -20_000),
        ("20.000-", -20_000),
        ("(20.000)", -20_000),
        ("1.500", 1_500),
        ("999", 999),
        ("0", 0),
        ("0.00", 0),
        ("", 0),
        ("-", 0),
    ],
)
def test_amounts(text: str, amount: int) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    "text", ["1.50", "1,500.50", "12.34.56", "1500.000", "1.500.00,00", "abc", "1e6", "1.500.000.00", "9" * 20, "12/3"]
)
def test_no_amounts(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_amount(text)


@given(st.integers(0, 10**12), st.sampled_from(",. "))
def test_grouped_amounts_are_read_back(amount: int, sign: str) -> None:
    assert parse_amount(f"{amount:,}".replace(",", sign)) == amount


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("22/11/2026", datetime(2026, 11, 22, tzinfo=ZONE)),
        ("02/03/2026", datetime(2026, 3, 2, tzinfo=ZONE)),
        ("2-3-26", datetime(2026, 3, 2, tzinfo=ZONE)),
        ("22.11.2026 14:05", datetime(2026, 11, 22, 14, 5, tzinfo=ZONE)),
        ("14:05:59 22/11/2026", datetime(2026, 11, 22, 14, 5, 59, tzinfo=ZONE)),
        ("2026-11-22T14:05:59", datetime(2026, 11, 22, 14, 5, 59, tzinfo=ZONE)),
        ("2026/11/22", datetime(2026, 11, 22, tzinfo=ZONE)),
    ],
)
def test_days(text: str, at: datetime) -> None:
    assert parse_day(text) == at


@pytest.mark.parametrize(
    "text", ["", "hôm qua", "11/22/2026", "31/02/2026", "22/11/1926", "22/11/2026 25:00", "221126"]
)
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)


def test_lines_with_sums_and_remarks_left_out() -> None:
    found = lines_of(
        "22/11/2026;FT1;;1.500.000;DH7K2M9Q le phi\n"
        "22/11/2026;FT2;200.000;;rut tien\n"
        "22/11/2026;FT3;0;0;khong\n"
        "Tổng cộng;;200.000;1.500.000;\n"
        ";;;;Chứng từ in từ hệ thống\n"
    )
    assert [(line.number, line.amount, line.reference, line.flaw) for line in found] == [
        (2, 1_500_000, "FT1", None),
        (3, -200_000, "FT2", None),
        (4, 0, "FT3", None),
    ]
    assert [line.is_credit for line in found] == [True, False, False]


def test_signed_amounts() -> None:
    found = lines_of("22/11/2026;+1.500.000;a\n22/11/2026;-20.000;b\n", "Ngày;Số tiền;Nội dung\n")
    assert [line.amount for line in found] == [1_500_000, -20_000]


def test_flaws_are_kept_with_the_line() -> None:
    found = lines_of(
        "22/13/2026;F1;;1.000;a\n22/11/2026;F2;;1.000,50;b\n22/11/2026;F3;5.000;6.000;c\n22/11/2026;F4;;7.000\n"
        "22/11/2026;F5;;-8.000;d\n"
    )
    assert [line.flaw for line in found] == [Flaw.DATE, Flaw.AMOUNT, Flaw.BOTH_WAYS, Flaw.SHORT, None]
    assert found[-1].amount == -8_000
    assert not any(line.is_credit for line in found)


def test_equal_lines_of_one_file_are_two() -> None:
    row = "22/11/2026;;;50.000;nop tien\n"
    one, two = lines_of(row + row)
    assert one.fingerprint != two.fingerprint


def test_overlapping_exports_share_their_fingerprints() -> None:
    first = "20/11/2026;A;;10.000;x\n" + "21/11/2026;;;50.000;nop tien\n" * 2
    second = "21/11/2026;;;50.000;nop tien\n" * 2 + "22/11/2026;B;;10.000;y\n"
    one, two = ({line.fingerprint for line in lines_of(text)} for text in (first, second))
    assert len(one) == len(two) == 3
    assert len(one & two) == 2


def test_another_form_of_the_same_export_has_the_same_fingerprints() -> None:
    plain = lines_of("22/11/2026;FT1;;1.500.000;Lệ phí DH7K2M9Q\n")
    other = lines_of(
        '"1,500,000.00",LE PHI   DH7K2M9Q,22-11-2026 14:05,ft 1\n', "Credit,Description,Transaction date,Reference\n"
    )
    assert [line.fingerprint for line in plain] == [line.fingerprint for line in other]


@pytest.mark.parametrize(
    "changed",
    [
        "23/11/2026;R;;5.000;n\n",
        "22/11/2026;S;;5.000;n\n",
        "22/11/2026;R;;5.001;n\n",
        "22/11/2026;R;;5.000;m\n",
        "22/11/2026;R;5.000;;n\n",
    ],
)
def test_any_difference_makes_another_line(changed: str) -> None:
    first, second = lines_of("22/11/2026;R;;5.000;n\n" + changed)
    assert first.fingerprint != second.fingerprint


rows = st.tuples(
    st.integers(1, 28), st.sampled_from(["", "R1", "R2"]), st.integers(1, 3), st.sampled_from(["a", "b", "c"])
)


@given(st.lists(rows, max_size=30), st.randoms())
def test_order_of_the_lines_does_not_matter(given_rows: list[tuple[int, str, int, str]], random: object) -> None:
    written = [f"{day:02d}/11/2026;{ref};;{amount}.000;{note}\n" for day, ref, amount, note in given_rows]
    turned = list(reversed(written))
    one, two = (lines_of("".join(text) or "x;y\n") for text in (written, turned))
    assert {line.fingerprint for line in one} == {line.fingerprint for line in two}
    assert len({line.fingerprint for line in one}) == len(given_rows)


def test_missing_optional_columns() -> None:
    sheet = read_sheet(b"22/11/2026;5000;x\n")
    found = list(read_lines(sheet, Columns(-1, {Role.DATE: 0, Role.CREDIT: 1, Role.NOTE: 2})))
    assert [(line.amount, line.reference) for line in found] == [(5000, "")]
