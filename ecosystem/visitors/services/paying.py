"""What registrations ask of payments: an order, its end, money back."""

from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from ecosystem.core import clock
from ecosystem.core.database import locked, session
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.domain.refund_rules import part_of, refund_of
from ecosystem.payments.models import Order
from ecosystem.payments.services.codes import ensure_usable
from ecosystem.payments.services.orders import cancel_order, live_order, place_order
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.visitors.domain.states import TicketState
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
        title=_title("vi", event.title),
        title_en=_title("en", event.title_en or event.title),
        lines=[NewLine(ticket_type.name, registration.unit_price, registration.quantity, text_en=ticket_type.name_en)],
        buyer=_buyer(registration),
        expires_at=registration.expires_at,
        back=registration_path(registration),
        by=registration.account_id,
        discount_code=registration.discount_code,
    )
    registration.order_id = order.id


def ensure_discount(registration: Registration) -> None:
    """Raise Invalid, in words for the form, for a discount code that does not apply to what is registered for."""
    if registration.discount_code and registration.unit_price > 0:
        organiser = registration.event.organiser
        ensure_usable(organiser, registration.discount_code, purpose=PURPOSE, buyer=_buyer(registration))


def _buyer(registration: Registration) -> Buyer:
    return Buyer(
        name=registration.name,
        email=registration.email,
        account_id=registration.account_id,
        phone=registration.phone,
        organisation=registration.organisation,
        language=registration.language,
    )


def order_of(registration: Registration) -> Order | None:
    """Return the order that pays for a registration."""
    return session().get(Order, registration.order_id) if registration.order_id is not None else None


def call_off(registration: Registration, *, by: int | None) -> None:
    """End the open order of a registration that ends."""
    order = live_order(PURPOSE, registration.public_id)
    if order is not None:
        cancel_order(order, by=by)


def goes_back(registration: Registration, tickets: int, *, percent: int) -> int:
    """Return how many đồng go back for `tickets` of its valid tickets when `percent` of their price does.

    A ticket cost its share of what was paid, discount taken off; all shares together are the whole, to the đồng.
    """
    order = order_of(registration)
    if order is None or order.state not in (OrderState.PAID, OrderState.PARTLY_REFUNDED):
        return 0
    valid = sum(ticket.state is TicketState.VALID for ticket in registration.tickets)
    gone = registration.quantity - valid
    part = part_of(order.captured, pieces=registration.quantity, gone=gone, ending=tickets)
    return min(refund_of(part, percent=percent), order.left_to_refund)


def pay_back(registration: Registration, tickets: int, *, percent: int, reason: str, by: int | None) -> int:
    """Ask for what `goes_back` to go back; return how much."""
    amount, order = goes_back(registration, tickets, percent=percent), order_of(registration)
    if order is None or amount == 0:
        return 0
    ask_refund(order, amount=amount, reason=reason or _("Tickets cancelled"), by=by)
    return amount


def lock_order(registration: Registration) -> None:
    """Lock the order before the registration, as money coming in does, so that the two never wait for each other."""
    if registration.order_id is not None:
        locked(Order, registration.order_id)


def _title(language: str, event: str) -> str:
    with force_locale(language):
        return str(_("Tickets: %(event)s", event=event))
