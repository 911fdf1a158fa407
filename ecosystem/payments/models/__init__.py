"""Tables of payments."""

from ecosystem.payments.domain.life_cycle import DiscrepancyKind, DiscrepancyState, OrderState, RefundState
from ecosystem.payments.models.money import (
    Capture,
    Discrepancy,
    FakePayment,
    PaperKind,
    Receipt,
    Reconciliation,
    Refund,
    RefundRun,
)
from ecosystem.payments.models.orders import Order, OrderLine, PaymentAttempt
from ecosystem.payments.models.reports import (
    EventOutcome,
    LineState,
    ProviderEvent,
    Statement,
    StatementLine,
    StatementState,
)
from ecosystem.payments.models.sellers import Bank, DiscountCode, DiscountUse, NumberSeries, Seller

__all__ = [
    "Bank",
    "Capture",
    "DiscountCode",
    "DiscountUse",
    "Discrepancy",
    "DiscrepancyKind",
    "DiscrepancyState",
    "EventOutcome",
    "FakePayment",
    "LineState",
    "NumberSeries",
    "Order",
    "OrderLine",
    "OrderState",
    "PaperKind",
    "PaymentAttempt",
    "ProviderEvent",
    "Receipt",
    "Reconciliation",
    "Refund",
    "RefundRun",
    "RefundState",
    "Seller",
    "Statement",
    "StatementLine",
    "StatementState",
]
