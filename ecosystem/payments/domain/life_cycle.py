"""Life cycles of money: an order, a refund, and money that does not fit."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step


class OrderState(StrEnum):
    """Where an order stands."""

    OPEN = "open"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE = (OrderState.OPEN, OrderState.PAID, OrderState.PARTLY_REFUNDED)
"""States in which an order stands for its subject: at most one of a subject at a time."""
SETTLED = (OrderState.PAID, OrderState.PARTLY_REFUNDED, OrderState.REFUNDED)
"""States of an order that was paid once."""

ORDER_LIFE = StateMachine(
    step("pay", [OrderState.OPEN], OrderState.PAID, _l("Paid")),
    step("expire", [OrderState.OPEN], OrderState.EXPIRED, _l("Expired")),
    step("cancel", [OrderState.OPEN], OrderState.CANCELLED, _l("Cancel the order")),
    step("reinstate", [OrderState.EXPIRED, OrderState.CANCELLED], OrderState.PAID, _l("Take the order up again")),
    step(
        "refund_part",
        [OrderState.PAID, OrderState.PARTLY_REFUNDED],
        OrderState.PARTLY_REFUNDED,
        _l("Refund a part"),
    ),
    step("refund_whole", [OrderState.PAID, OrderState.PARTLY_REFUNDED], OrderState.REFUNDED, _l("Refund the whole")),
)


class RefundState(StrEnum):
    """Where a refund stands."""

    ASKED = "asked"  # somebody decided it; nothing left yet
    SENT = "sent"  # the provider accepted it, the money is on its way
    DONE = "done"
    FAILED = "failed"  # refused for good; the amount can be refunded another way


REFUND_LIFE = StateMachine(
    step("send", [RefundState.ASKED], RefundState.SENT, _l("Sent")),
    step("finish", [RefundState.ASKED, RefundState.SENT], RefundState.DONE, _l("Done")),
    step("fail", [RefundState.ASKED, RefundState.SENT], RefundState.FAILED, _l("Not done")),
    step("retry", [RefundState.FAILED], RefundState.ASKED, _l("Try again")),
)


class DiscrepancyKind(StrEnum):
    """Why money that arrived was not counted."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    UNKNOWN_ORDER = "unknown_order"
    SECOND_PAYMENT = "second_payment"
    LATE = "late"  # for an order that expired or was cancelled


class DiscrepancyState(StrEnum):
    """What the treasurer decided about it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUNDED = "refunded"
    IGNORED = "ignored"


def why_held(state: OrderState, *, total: int, currency: str, paid: int, paid_in: str) -> DiscrepancyKind | None:
    """Return why `paid` (in `paid_in`, minor units) for an order in `state` must not count by itself, or None.

    Exactness is the rule: one đồng too little or too much is a matter for people.
    """
    if paid_in != currency:
        return DiscrepancyKind.CURRENCY
    if state in (OrderState.EXPIRED, OrderState.CANCELLED):
        return DiscrepancyKind.LATE
    if state is not OrderState.OPEN:
        return DiscrepancyKind.SECOND_PAYMENT
    return None if paid == total else DiscrepancyKind.AMOUNT
