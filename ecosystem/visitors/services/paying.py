"""What registrations ask of payments: an order, its end, money back."""

from datetime import timedelta

from flask_babel import gettext as _

from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.errors import Refused
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.models import Order
from ecosystem.payments.services.orders import cancel_order, live_order, place_order
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.visitors.models import Registration
from ecosystem.visitors.queries.links import registration_path

PURPOSE = "ticket"
PAY_WITHIN = timedelta(hours=24)


def ask_to_pay(registration: Registration) -> None:
    """Place the order for a locked registration that awaits its payment; the buyer is told by payments how to pay.

    A discount that leaves nothing to pay makes the order paid at once, and with it the tickets. Raises Invalid for a
    discount code that does not apply.
    """
    ticket_type, event = registration.ticket_type, registration.event
    registration.expires_at = clock.now() + PAY_WITHIN
    session().flush()
    order = place_order(
        organiser=event.organiser,
        purpose=PURPOSE,
        subject=registration.public_id,
        title=_("Tickets: %(event)s", event=event.title),
        lines=[NewLine(ticket_type.name, registration.unit_price, registration.quantity, text_en=ticket_type.name_en)],
        buyer=Buyer(
            name=registration.name,
            email=registration.email,
            account_id=registration.account_id,
            phone=registration.phone,
            organisation=registration.organisation,
            language=registration.language,
        ),
        expires_at=registration.expires_at,
        back=registration_path(registration),
        by=registration.account_id,
        discount_code=registration.discount_code,
    )
    registration.order_id = order.id


def order_of(registration: Registration) -> Order | None:
    """Return the order that pays for a registration."""
    return session().get(Order, registration.order_id) if registration.order_id is not None else None


def call_off(registration: Registration, *, by: int | None) -> None:
    """End the open order of a registration that ends."""
    order = live_order(PURPOSE, registration.public_id)
    if order is not None:
        cancel_order(order, by=by)


def pay_back(registration: Registration, tickets: int, *, reason: str, by: int | None, last: bool) -> bool:
    """Ask for the share of `tickets` tickets to go back, or with the `last` ones for all that is left.

    The share is of what was paid, discount taken off, rounded down to whole đồng. Tells whether anything goes back.
    """
    order = order_of(registration)
    left = order.left_to_refund if order is not None else 0
    if order is None or left <= 0:
        return False
    amount = None if last else min(order.total * tickets // registration.quantity, left)
    if amount == 0:
        return False
    try:
        ask_refund(order, amount=amount, reason=reason or _("Tickets cancelled"), by=by)
    except Refused:  # somebody else gave it back a moment ago
        return False
    return True
