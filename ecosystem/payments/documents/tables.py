"""Orders as rows of a spreadsheet: amounts are numbers, times stand in the organiser's zone."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from ecosystem.core.web.formatting import format_datetime
from ecosystem.payments.gateway import provider_title
from ecosystem.payments.kinds import purpose_title, state_title
from ecosystem.payments.models import Order


def order_rows(orders: Iterable[Order], zone: str) -> Iterator[tuple[Any, ...]]:
    """Yield the heading and a row for each order."""
    yield (
        _("Order"),
        _("Ordered"),
        _("Status"),
        _("Good for"),
        _("What"),
        _("Buyer"),
        _("Organisation"),
        _("Tax code"),
        _("E-mail"),
        _("Discount"),
        _("Before VAT"),
        _("VAT"),
        _("Total"),
        _("Money received"),
        _("Given back"),
        _("Way to pay"),
        _("Paid on"),
        _("Note of the transfer"),
    )
    for order in orders:
        yield (
            order.code,
            format_datetime(order.placed_at, zone),
            str(state_title(order.state)),
            str(purpose_title(order.purpose)),
            order.title,
            order.buyer_name,
            order.buyer_organisation,
            order.buyer_tax_code,
            order.buyer_email,
            order.discount,
            order.net,
            order.vat,
            order.total,
            order.captured,
            order.refunded,
            str(provider_title(order.paid_through)) if order.paid_through else "",
            format_datetime(order.paid_at, zone) if order.paid_at else "",
            order.note_code,
        )
