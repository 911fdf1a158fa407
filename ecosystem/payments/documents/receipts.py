"""Receipts and credit notes as PDF: what they say was frozen when they were issued."""

from decimal import Decimal
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from ecosystem.core.addresses import absolute
from ecosystem.core.documents.paper import ACCENT, GREY, Paper
from ecosystem.core.web.formatting import format_datetime, format_money, format_number
from ecosystem.core.web.navigation import path_to
from ecosystem.payments.domain.words import dong_in_words
from ecosystem.payments.models import PaperKind, Receipt

QR = 24


def paper_as_pdf(paper: Receipt, language: str) -> bytes:
    """Return the paper in `language` ("vi" or "en"); the same paper gives the same text however often it is made."""
    with force_locale(language):
        title = _("RECEIPT") if paper.kind is PaperKind.RECEIPT else _("CREDIT NOTE")
        pdf = Paper(foot=f"{title} {paper.code}")
        pdf.set_title(f"{title} {paper.code}")
        pdf.set_creation_date(paper.issued_at)
        pdf.add_page()
        _head(pdf, paper, title)
        _parties(pdf, paper, language)
        _lines(pdf, paper, language)
        _sums(pdf, paper, language)
        _foot(pdf, paper)
        return pdf.finish()


def check_url(paper: Receipt) -> str:
    """Return the address at which anybody can check the paper."""
    return absolute(path_to("papers.check", paper_id=paper.public_id))


def _head(pdf: Paper, paper: Receipt, title: str) -> None:
    pdf.qr(check_url(paper), pdf.w - pdf.r_margin - QR, pdf.t_margin, QR)
    pdf.set_right_margin(pdf.r_margin + QR + 6)
    seller = paper.content["seller"]
    pdf.say(seller["name"], size=12, style="B", after=1)
    for line in _contact(seller):
        pdf.say(line, size=9, colour=GREY)
    pdf.set_right_margin(18)
    pdf.set_y(max(pdf.get_y() + 6, pdf.t_margin + QR + 6))
    pdf.say(title, size=20, style="B", align="C", colour=ACCENT, after=1)
    moment = format_datetime(paper.issued_at, paper.order.organiser.timezone)
    pdf.say(_("No. %(number)s · %(time)s", number=paper.code, time=moment), align="C", colour=GREY, after=5)


def _contact(party: dict[str, Any]) -> list[str]:
    found = [party.get("address", "")]
    if party.get("tax_code"):
        found.append(_("Tax code: %(code)s", code=party["tax_code"]))
    found.append(" · ".join(part for part in (party.get("email", ""), party.get("phone", "")) if part))
    return [line for line in found if line]


def _parties(pdf: Paper, paper: Receipt, language: str) -> None:
    buyer = paper.content["buyer"]
    pdf.say(_("Buyer: %(name)s", name=buyer["name"]), style="B")
    for line in [buyer["organisation"], *_contact(buyer)]:
        if line:
            pdf.say(line)
    title = (paper.content.get("title_en") if language == "en" else "") or paper.content["title"]
    pdf.say(_("Order: %(code)s – %(title)s", code=paper.order.code, title=title), after=4)


def _lines(pdf: Paper, paper: Receipt, language: str) -> None:
    rows = [
        (
            str(number),
            line["text_en"] if language == "en" else line["text"],
            format_number(line["quantity"]),
            format_money(line["unit_price"]),
            format_money(line["discount"]) if line["discount"] else "–",
            f"{format_number(Decimal(line['vat_percent']).normalize() + 0)} %",
            format_money(line["total"]),
        )
        for number, line in enumerate(paper.content["lines"], 1)
    ]
    head = ("#", _("What"), _("Quantity"), _("Unit price"), _("Discount"), _("VAT"), _("Amount"))
    pdf.grid(head, rows, (5, 38, 11, 18, 16, 9, 20), ("CENTER", "LEFT", "RIGHT", "RIGHT", "RIGHT", "RIGHT", "RIGHT"))


def _sums(pdf: Paper, paper: Receipt, language: str) -> None:
    content = paper.content
    includes = _("Prices include VAT.") if content["includes_vat"] else _("Prices do not include VAT.")
    pdf.say(includes, size=9, colour=GREY, after=1)
    for name, amount in ((_("Before VAT"), content["net"]), (_("VAT"), content["vat"])):
        pdf.say(f"{name}: {format_money(amount)}", align="R")
    total = _("Total of the order: %(amount)s", amount=format_money(content["total"]))
    pdf.say(total, style="B", align="R", after=3)
    said = _("Amount received") if paper.kind is PaperKind.RECEIPT else _("Amount given back")
    pdf.say(f"{said}: {format_money(paper.amount)}", size=13, style="B", align="R", colour=ACCENT)
    pdf.say(_("In words: %(words)s.", words=dong_in_words(paper.amount, language)), style="I", align="R", after=3)


def _foot(pdf: Paper, paper: Receipt) -> None:
    if paper.kind is PaperKind.CREDIT_NOTE:
        reason, reference = paper.content.get("reason"), paper.content.get("reference")
        if reason:
            pdf.say(_("Reason: %(reason)s", reason=reason))
        if reference:
            pdf.say(_("Reference of the transfer: %(reference)s", reference=reference))
    if paper.content["seller"]["note"]:
        pdf.say(paper.content["seller"]["note"], size=9, after=2)
    pdf.signatures([(_("Payer"), paper.content["buyer"]["name"]), (_("For the seller"), "")])
    pdf.say(_("This paper confirms a payment; it is no VAT invoice."), size=8.5, colour=GREY)
    pdf.say(_("Check it at %(address)s", address=check_url(paper)), size=8.5, colour=GREY)
