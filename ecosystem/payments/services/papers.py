"""Numbered papers: a receipt of what was paid, a credit note of what went back. Frozen when issued."""

from typing import Any

from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.identifiers import public_id
from ecosystem.payments.models import Capture, Order, PaperKind, Receipt, Refund
from ecosystem.payments.queries.sellers import bank_of
from ecosystem.payments.services.numbers import next_number
from ecosystem.payments.services.sellers import seller_for

PREFIX = {PaperKind.RECEIPT: "BN", PaperKind.CREDIT_NOTE: "HT"}


def issue_receipt(order: Order) -> Receipt:
    """Issue the receipt of an order that has just been paid; its number is the next of the seller's year."""
    receipt = _paper(PaperKind.RECEIPT, order, order.captured)
    receipt.receipt_of = order.id
    session().add(receipt)
    session().flush()
    return receipt


def issue_further_receipt(order: Order, capture: Capture) -> Receipt:
    """Issue a receipt for the rest of an order that was paid in parts."""
    receipt = _paper(PaperKind.RECEIPT, order, capture.amount)
    session().add(receipt)
    session().flush()
    return receipt


def issue_credit_note(order: Order, refund: Refund) -> Receipt:
    """Issue the credit note of a refund that has just been done."""
    paper = _paper(PaperKind.CREDIT_NOTE, order, refund.amount)
    paper.refund_id = refund.id
    paper.content |= {"reason": refund.reason, "reference": refund.reference}
    session().add(paper)
    session().flush()
    return paper


def _paper(kind: PaperKind, order: Order, amount: int) -> Receipt:
    now = clock.now()
    year = now.astimezone(clock.zone(order.organiser.timezone)).year
    number = next_number(f"{kind.value}:{order.organiser_id}", year)
    return Receipt(
        public_id=public_id(),
        organiser_id=order.organiser_id,
        kind=kind,
        year=year,
        number=number,
        code=f"{PREFIX[kind]}-{year}-{number:04d}",
        order_id=order.id,
        amount=amount,
        issued_at=now,
        content=_content(order),
    )


def _content(order: Order) -> dict[str, Any]:
    seller = seller_for(order.organiser)
    bank = bank_of(seller)
    return {
        "seller": {
            "name": seller.legal_name,
            "tax_code": seller.tax_code,
            "address": seller.address,
            "email": seller.email,
            "phone": seller.phone,
            "bank": bank.short_name if bank else "",
            "account": seller.bank_account,
            "note": seller.receipt_note,
        },
        "buyer": {
            "name": order.buyer_name,
            "organisation": order.buyer_organisation,
            "tax_code": order.buyer_tax_code,
            "address": order.buyer_address,
            "email": order.buyer_email,
        },
        "lines": [
            {
                "text": line.text,
                "text_en": line.text_en or line.text,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "discount": line.discount,
                "vat_percent": str(line.vat_percent),
                "net": line.net,
                "vat": line.vat,
                "total": line.total,
            }
            for line in order.lines
        ],
        "title": order.title,
        "title_en": order.title_en or order.title,
        "includes_vat": order.prices_include_vat,
        "discount": order.discount,
        "net": order.net,
        "vat": order.vat,
        "total": order.total,
        "through": order.paid_through,
        "paid_at": order.paid_at.isoformat() if order.paid_at else "",
    }
