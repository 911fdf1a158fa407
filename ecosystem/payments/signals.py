"""What payments tell the features above, in the transaction in which it happens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrderPaid:
    """An order is paid in full (or cost nothing). Told once for an order, again only if it was taken up again."""

    order_id: int
    purpose: str
    subject: str


@dataclass(frozen=True)
class OrderExpired:
    """Nobody paid in time: what was held for the order is free."""

    order_id: int
    purpose: str
    subject: str


@dataclass(frozen=True)
class OrderCancelled:
    """An open order was called off."""

    order_id: int
    purpose: str
    subject: str


@dataclass(frozen=True)
class OrderRefunded:
    """`amount` đồng went back; `whole`: nothing of the payment is left."""

    order_id: int
    purpose: str
    subject: str
    amount: int
    whole: bool


@dataclass(frozen=True)
class MayReinstate:
    """Asked before an expired or cancelled order is taken up again because its money came late.

    Whoever sells answers with a reason in words if what was sold is no longer to be had.
    """

    order_id: int
    purpose: str
    subject: str
