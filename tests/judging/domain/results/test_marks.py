from decimal import Decimal

from ecosystem.judging.domain.results.marks import pack, points, unpack_all


def test_marks_keep_every_decimal_and_every_gap() -> None:
    text = pack([Decimal("7.5"), None, Decimal("0"), Decimal("0.0001")])
    assert text == "[75000,null,0,1]"
    assert unpack_all([text, "", "[1]"]) == [(75000, None, 0, 1), (), (1,)]
    assert [points(mark) for mark in unpack_all([text])[0]] == [Decimal("7.5"), None, Decimal(0), Decimal("0.0001")]


def test_no_sheets_no_marks() -> None:
    assert unpack_all([]) == []
