"""Lists of people, pasted or from files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.visitors.domain.people import Person, decoded, people_from


def test_names_one_a_line_as_typed() -> None:
    assert people_from("Y Mẫu\n\n  Trần   Mẫu Lan \r\nH’Hen\n") == [
        Person("Y Mẫu"),
        Person("Trần Mẫu Lan"),
        Person("H’Hen"),
    ]


def test_cells_in_the_usual_order() -> None:
    assert people_from("Trần Mẫu Lan;lan@example.vn;Sở KH&CN;0912345678") == [
        Person("Trần Mẫu Lan", "lan@example.vn", "Sở KH&CN", "0912345678")
    ]


def test_a_heading_says_what_the_cells_are() -> None:
    text = 'STT,Email,Họ và tên,Đơn vị\n1,lan@example.vn,Trần Mẫu Lan,"Công ty A, B"\n2,,Y Mẫu,\n'
    assert people_from(text) == [Person("Trần Mẫu Lan", "lan@example.vn", "Công ty A, B"), Person("Y Mẫu")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_files_in_other_encodings(encoding: str) -> None:
    text = "Trần Văn Đức"
    raw = text if encoding != "cp1258" else "Tr\u00e2\u0300n V\u0103n \u0110\u01b0\u0301c"  # tones stand apart there
    content = raw.encode(encoding)
    assert people_from(decoded(content)) == [Person(text)]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not a text file"):
        decoded(b"PK\x03\x04\x00\x00\x00")


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert all(isinstance(each, Person) and len(each.name) <= 200 for each in people_from(text))
