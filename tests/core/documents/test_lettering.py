"""PDF documents in our letters."""

import io

import pytest
from flask import Flask
from fpdf.errors import FPDFException
from pypdf import PdfReader

from ecosystem.core.documents.lettering import LetteredPdf
from ecosystem.core.documents.paper import Paper


def test_a_weight_is_read_when_it_is_chosen(app: Flask) -> None:
    with app.app_context():
        pdf = LetteredPdf()
        pdf.add_page()
        assert list(pdf.fonts) == []
        pdf.set_font("Inter", "B", 12)
        pdf.set_font("inter", "UB", 10)
        assert list(pdf.fonts) == ["interB"]
        pdf.set_font(style="IB")
        assert list(pdf.fonts) == ["interB", "interBI"]
        with pytest.raises(FPDFException):
            pdf.set_font("Arimo")


def test_every_letter_can_be_read_from_the_document(app: Flask) -> None:
    said = "Ủy ban – Đắk Lắk, Kŏn Tum, A Klŏr, Ê Ban Ƀǐ: 1.234.567 ₫ ★ ✓"
    with app.app_context():
        paper = Paper()
        paper.add_page()
        for style in ("", "B", "I", "BI"):
            paper.say(said, style=style)
        text = PdfReader(io.BytesIO(paper.finish())).pages[0].extract_text()
    assert text.count(said) == 4
