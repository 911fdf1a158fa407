"""Receipts and credit notes say what was paid, in both languages, and can be checked."""

import io
import re
from decimal import Decimal

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.payments.documents.receipts import check_url, paper_as_pdf
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.models import PaperKind, Receipt
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.payments.services.sending import send_due
from ecosystem.payments.services.testing import Click, click
from tests.support.factories.payments import make_code, make_order, make_seller

LONG = "Hợp tác xã nông nghiệp, du lịch cộng đồng và dịch vụ tổng hợp Măng Đen – Kon Plông – Quảng Ngãi"


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def papers(session: Session) -> dict[PaperKind, Receipt]:
    seller = make_seller()
    make_code(seller.organiser, percent=Decimal("12.5"))
    order = make_order(
        seller,
        title="Gian hàng và vé",
        title_en="Booth and tickets",
        lines=[NewLine("Gian hàng góc", 12_000_000, text_en="Corner booth"), NewLine("Vé", 350_000, 3, Decimal(5))],
        buyer=Buyer("Y Mẫu Thử", "thu@example.vn", organisation=LONG, tax_code="0100047516", address="Thôn Mẫu"),
        discount_code="SOM",
    )
    click(order, Click.PAY)
    ask_refund(order, amount=1_000_015, reason="Trả bớt vé", by=None)
    send_due()
    return {paper.kind: paper for paper in session.scalars(select(Receipt))}


def test_a_receipt_in_vietnamese(papers: dict[PaperKind, Receipt], app: Flask) -> None:
    paper = papers[PaperKind.RECEIPT]
    text = words_of(paper_as_pdf(paper, "vi"))
    for said in ("BIÊN NHẬN", paper.code, LONG, "0100047516", "Gian hàng góc", "11.418.750", "Giá đã gồm thuế GTGT"):
        assert said in text, said
    assert "Tổng cộng của đơn hàng" in text
    assert "Mười một triệu bốn trăm mười tám nghìn bảy trăm năm mươi đồng" in text
    assert check_url(paper) in text


def test_the_lines_of_a_receipt_can_be_read(papers: dict[PaperKind, Receipt]) -> None:
    """Only the heads of the columns are painted: the black of the QR code before the table is not for its cells."""
    page = PdfReader(io.BytesIO(paper_as_pdf(papers[PaperKind.RECEIPT], "vi"))).pages[0]
    content = page.get_contents()
    assert content is not None
    assert len(re.findall(rb" re B\b", content.get_data())) == 7


def test_a_credit_note_in_english(papers: dict[PaperKind, Receipt]) -> None:
    text = words_of(paper_as_pdf(papers[PaperKind.CREDIT_NOTE], "en"))
    for said in ("CREDIT NOTE", "HT-", "Booth and tickets", "Corner booth", "One million fifteen dong", "Trả bớt vé"):
        assert said in text, said


def test_what_a_paper_says_is_frozen(papers: dict[PaperKind, Receipt]) -> None:
    paper = papers[PaperKind.RECEIPT]
    with transaction():
        paper.order.buyer_name = "Tên khác"
        make_seller(paper.order.organiser, legal_name="Đơn vị khác")
    text = words_of(paper_as_pdf(paper, "vi"))
    assert "Y Mẫu Thử" in text
    assert "Đơn vị khác" not in text
