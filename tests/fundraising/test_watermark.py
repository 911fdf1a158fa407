"""Copies that bear the reader's name: on every page, of any size, whatever the document is."""

import io

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from sqlalchemy.orm import Session

from ecosystem.fundraising.documents.watermark import CannotMark, count_pages, marked

LINES = ("Nguyễn Thị Hồng Đắk · Quỹ Mẫu Đại Ngàn", "22/11/2026 20:15 · 3kf9dk2k")


def made(pages: int = 2, **values: str) -> bytes:
    pdf = FPDF()
    pdf.set_author("Người lập mật")
    for number in range(pages):
        pdf.add_page(orientation="landscape" if number % 2 else "portrait")
        pdf.set_font("helvetica", size=20)
        pdf.cell(0, 10, f"Page {number}")
    return bytes(pdf.output())


def test_every_page_bears_the_name_and_keeps_its_own(session: Session) -> None:
    copy = PdfReader(io.BytesIO(marked(io.BytesIO(made(3)), lines=LINES)))
    texts = [page.extract_text() for page in copy.pages]
    assert [f"Page {number}" in text for number, text in enumerate(texts)] == [True] * 3
    assert all(LINES[0] in text and LINES[1] in text for text in texts)
    assert "Người lập mật" not in str(copy.metadata)


def test_a_page_without_content_and_one_with_a_shifted_box(session: Session) -> None:
    writer = PdfWriter()
    writer.add_blank_page(400, 300)
    writer.pages[0].mediabox.lower_left = (100, 100)
    source = io.BytesIO()
    writer.write(source)
    copy = PdfReader(io.BytesIO(marked(source, lines=LINES)))
    assert LINES[0] in copy.pages[0].extract_text()
    assert b"1 0 0 1 100.00 100.00 cm /EcoMark Do" in copy.pages[0].get_contents().get_data()  # type: ignore[union-attr]


def test_a_marked_copy_can_be_marked_again(session: Session) -> None:
    once = marked(io.BytesIO(made(1)), lines=("Người thứ nhất", "1"))
    twice = PdfReader(io.BytesIO(marked(io.BytesIO(once), lines=("Người thứ hai", "2")))).pages[0].extract_text()
    assert "Người thứ hai" in twice


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"\x00" * 5_000, made(1)[:400]])
def test_what_cannot_be_read_is_refused(session: Session, content: bytes) -> None:
    with pytest.raises(CannotMark):
        count_pages(io.BytesIO(content))
    with pytest.raises(CannotMark):
        marked(io.BytesIO(content), lines=LINES)


def test_a_password_and_too_many_pages_are_refused(session: Session) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made(1))))
    writer.encrypt("bí mật")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(CannotMark):
        count_pages(locked)
    assert count_pages(io.BytesIO(made(200))) == 200
    with pytest.raises(CannotMark):
        count_pages(io.BytesIO(made(201)))
