"""Copies that do not tell who made the file: the content stays, the names go."""

import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from ecosystem.uploads.domain.anonymity import CannotAnonymise, anonymise
from ecosystem.uploads.domain.formats import MEDIA_TYPES
from tests.support.factories.telling_files import (
    AUTHOR,
    FOLDER,
    telling_film,
    telling_office,
    telling_pdf,
    told_by_office,
    told_by_pdf,
)


def copied(content: bytes, kind: str, folder: Path) -> bytes:
    source, target = folder / "source", folder / "target"
    source.write_bytes(content)
    anonymise(source, target, MEDIA_TYPES[kind])
    assert source.read_bytes() == content
    return target.read_bytes()


def test_pdf(tmp_path: Path) -> None:
    before = telling_pdf()
    assert told_by_pdf(before).count(AUTHOR) >= 8
    after = copied(before, "pdf", tmp_path)
    assert AUTHOR not in told_by_pdf(after)
    assert AUTHOR.encode() not in after
    assert len(PdfReader(io.BytesIO(after)).pages) == 1
    assert "Xem lai so lieu" in told_by_pdf(after), "what a comment says stays"


def test_an_encrypted_pdf_is_refused_and_one_with_an_empty_password_is_read(tmp_path: Path) -> None:
    with pytest.raises(CannotAnonymise, match="password"):
        copied(telling_pdf(password="bí mật"), "pdf", tmp_path)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_office(tmp_path: Path, kind: str) -> None:
    before = telling_office(kind)
    assert AUTHOR.encode() in told_by_office(before)
    after = told_by_office(copied(before, kind, tmp_path))
    assert AUTHOR.encode() not in after
    assert FOLDER.encode() not in after
    assert "Giữ nguyên".encode() in after


def test_film(tmp_path: Path) -> None:
    before = telling_film()
    after = copied(before, "mp4", tmp_path)
    assert AUTHOR.encode() in before
    assert AUTHOR.encode() not in after
    assert len(after) == len(before), "the places of the frames are noted as numbers"
    assert after.index(b"frames") == before.index(b"frames")


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for kind in ("pdf", "docx", "mp4"):
        with pytest.raises(CannotAnonymise):
            copied(b"\0\0\0\x04nothing of the kind", kind, tmp_path)


@given(content=st.binary(min_size=1, max_size=400), kind=st.sampled_from(["pdf", "docx", "mp4"]))
def test_whatever_comes_ends_in_a_copy_or_a_refusal(
    content: bytes, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with suppress(CannotAnonymise):
        whole = b"%PDF-1.4\n" + content if kind == "pdf" else content
        assert copied(whole, kind, tmp_path_factory.mktemp("any"))
