import unicodedata

import pytest

from ecosystem.uploads.domain.names import LONGEST, extension_of, normalise_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Thuyết minh.PDF", "Thuyết minh.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\An\\đề án.docx", "đề án.docx"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("hóa đơn\u202efdp.exe", "hóa đơnfdp.exe"),
        ('a"b;c<d>.pdf', "ab;cd.pdf"),
        ("  .hidden ", "tep.hidden"),
        ("....", "tep"),
        ("", "tep"),
        (".pdf", "tep.pdf"),
        ("two   spaces.png", "two spaces.png"),
    ],
)
def test_what_is_left_of_a_name(typed: str, kept: str) -> None:
    assert normalise_name(typed) == kept


def test_decomposed_letters_become_composed_ones() -> None:
    assert normalise_name(unicodedata.normalize("NFD", "Đổi mới.pdf")) == "Đổi mới.pdf"


def test_a_long_name_keeps_its_extension() -> None:
    name = normalise_name("ă" * 10_000 + ".docx")
    assert len(name) == LONGEST
    assert name.endswith("ă.docx")


def test_extension() -> None:
    assert extension_of("a.tar.GZ") == "gz"
    assert extension_of("none") == ""
