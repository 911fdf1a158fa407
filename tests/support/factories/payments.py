"""Orders, and the money for them."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.models import DiscountCode, Order, Seller
from ecosystem.payments.services import orders
from ecosystem.payments.services.captures import CaptureOutcome, record_capture
from ecosystem.payments.services.sellers import seller_for
from tests.support.factories.events import make_organiser

_numbers = count(1)
PRICE = 2_000_000
LAN = Buyer(name="Trần Mẫu Lan", email="lan@example.vn")


def make_seller(organiser: Organiser | None = None, **values: Any) -> Seller:
    """An organiser that sells with 8 % VAT included, paid through the fictional provider."""
    organiser = organiser or make_organiser()
    defaults = {
        "vat_percent": Decimal(8),
        "tax_code": "0100047516",
        "bank_bin": "970436",
        "bank_account": "0011001932418",
        "bank_holder": "TRUNG TAM MAU",
        "providers": ["vietqr", "stripe", "fake"],
    }
    with transaction():
        seller = locked(Seller, seller_for(organiser).id)
        for name, value in (defaults | values).items():
            setattr(seller, name, value)
    return seller


def make_order(seller: Seller | None = None, **values: Any) -> Order:
    """An open order of 2.000.000 ₫ that expires in an hour."""
    seller = seller or make_seller()
    defaults = {
        "organiser": seller.organiser,
        "purpose": "booth",
        "subject": f"thing{next(_numbers)}",
        "title": "Gian hàng A-01",
        "lines": [NewLine("Gian hàng A-01", PRICE)],
        "buyer": LAN,
        "expires_at": clock.now() + timedelta(hours=1),
        "back": "/",
        "by": None,
    }
    return orders.place_order(**defaults | values)


def pay(order: Order, *, reference: str = "", provider: str = "fake", **values: Any) -> CaptureOutcome:
    """Tell of the order's money, exactly; any part of the report can be replaced."""
    report = {
        "provider": provider,
        "reference": reference or f"ref-{next(_numbers)}",
        "order_code": order.code,
        "amount": order.total,
        "currency": "VND",
        "at": clock.now(),
    }
    return record_capture(**report | values)


def make_code(organiser: Organiser, code: str = "SOM", **values: Any) -> DiscountCode:
    """A discount code of ten percent without limits."""
    defaults: dict[str, Any] = {"percent": Decimal(10)} if "amount" not in values else {}
    with transaction() as current:
        found = DiscountCode(organiser_id=organiser.id, code=code, **defaults | values)
        current.add(found)
    return found
