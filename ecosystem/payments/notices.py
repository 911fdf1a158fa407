"""Mails about orders: how to pay, paid, about to expire, expired, money given back."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import Recipient, send
from ecosystem.payments.models import Order, Receipt, Refund
from ecosystem.payments.queries.links import order_url
from ecosystem.payments.queries.sellers import treasurers_of

register_topic(_l("Orders"), "order_")
PLACED = register(NoticeKind("order_placed", _l("An order and how to pay it"), duty=True))
PAID = register(NoticeKind("order_paid", _l("An order is paid"), duty=True))
EXPIRING = register(NoticeKind("order_expiring", _l("An order is about to expire"), duty=True))
EXPIRED = register(NoticeKind("order_expired", _l("An order expired"), duty=True))
REFUNDED = register(NoticeKind("order_refunded", _l("Money was given back"), duty=True))

DISPUTED = register(NoticeKind("order_disputed", _l("A buyer's bank takes a payment back"), duty=True))


def order_placed(order: Order, note: str) -> None:
    """Tell the buyer what to pay, until when, and where; `note` is what a transfer must say, empty for none."""
    _send(PLACED, order, f"order-placed:{order.id}", note=note)


def order_paid(order: Order, receipt: Receipt | None) -> None:
    """Confirm the payment; the receipt waits behind the link."""
    paid_at = order.paid_at.isoformat() if order.paid_at else ""
    _send(PAID, order, f"order-paid:{order.id}:{paid_at}", receipt=receipt.code if receipt else "")


def order_expiring(order: Order) -> None:
    """Remind of an order that nobody paid yet; once."""
    _send(EXPIRING, order, f"order-expiring:{order.id}")


def order_expired(order: Order) -> None:
    """Say that the order is over, and what happens to money that comes later."""
    _send(EXPIRED, order, f"order-expired:{order.id}")


def order_refunded(order: Order, refund: Refund, note: Receipt | None) -> None:
    """Say how much went back, and why."""
    credit_note = note.code if note else ""
    _send(REFUNDED, order, f"order-refunded:{refund.id}", refund=refund, credit_note=credit_note)


def order_disputed(order: Order, amount: int, dispute: str) -> None:
    """Tell those who run the organiser's money that the buyer's bank took `amount` back; Stripe awaits an answer."""
    organiser = order.organiser
    values = {"order": order, "organiser": organiser, "amount": amount, "dispute": dispute}
    url = absolute(f"/orders/{order.public_id}")
    for account in treasurers_of(organiser):
        key = f"order-disputed:{dispute}:{account.id}"
        send(DISPUTED, recipient_of(account), values, scope=organiser, dedup_key=key, url=url)


def _send(kind: NoticeKind, order: Order, dedup_key: str, **more: object) -> None:
    if not order.buyer_email:  # of somebody who was erased
        return
    organiser = order.organiser
    to = Recipient(order.buyer_email, order.buyer_name, order.language, order.account_id)
    values = {"order": order, "organiser": organiser, "zone": organiser.timezone, **more}
    send(kind, to, values, scope=organiser, dedup_key=dedup_key, url=order_url(order))
