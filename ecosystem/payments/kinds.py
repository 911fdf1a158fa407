"""What the things that are sold are called, and what acts and fields of payments are called in histories."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.payments.domain.life_cycle import OrderState

STATES: dict[OrderState, Text] = {
    OrderState.OPEN: _l("To pay"),
    OrderState.PAID: _l("Paid"),
    OrderState.PARTLY_REFUNDED: _l("Partly given back"),
    OrderState.REFUNDED: _l("Given back"),
    OrderState.EXPIRED: _l("Expired"),
    OrderState.CANCELLED: _l("Cancelled"),
}
_purposes: dict[str, Text] = {
    "booth": _l("Booth"),
    "ticket": _l("Ticket"),
    "sponsorship": _l("Sponsorship"),
    "training": _l("Training"),
}

ACTS: dict[str, Text] = {
    "order.placed": _l("Order placed"),
    "order.paid": _l("Order paid"),
    "order.expired": _l("Order expired"),
    "order.cancelled": _l("Order cancelled"),
    "order.reinstated": _l("Order taken up again"),
    "capture.recorded": _l("Money received"),
    "discrepancy.found": _l("Money that does not fit"),
    "discrepancy.accepted": _l("Money that did not fit accepted"),
    "discrepancy.refunded": _l("Money that did not fit given back"),
    "discrepancy.ignored": _l("Money that did not fit set aside"),
    "refund.asked": _l("Refund asked for"),
    "refund.sent": _l("Refund sent"),
    "refund.done": _l("Refund done"),
    "refund.failed": _l("Refund failed"),
    "refund.retried": _l("Refund tried again"),
    "refund_run.asked": _l("Refunds of many orders asked for"),
    "seller.edited": _l("Seller's settings changed"),
    "discount_code.made": _l("Discount code made"),
    "discount_code.edited": _l("Discount code changed"),
    "bank.edited": _l("Bank changed"),
    "order.disputed": _l("Payment disputed by the buyer's bank"),
    "refund.adopted": _l("Refund made at the provider put on record"),
    "statement.imported": _l("Bank statement imported"),
    "statement.discarded": _l("Bank statement discarded"),
    "statement.applied": _l("Bank statement applied"),
    "statement.decided": _l("Line of a bank statement given to an order"),
    "statement.set_aside": _l("Line of a bank statement set aside"),
}
FIELDS: dict[str, Text] = {
    "captured": _l("Money received"),
    "refunded": _l("Given back"),
    "amount": _l("Amount"),
    "provider": _l("Way to pay"),
    "legal_name": _l("Legal name"),
    "tax_code": _l("Tax code"),
    "vat_percent": _l("VAT rate (%)"),
    "prices_include_vat": _l("Prices include VAT"),
    "bank_bin": _l("Bank"),
    "bank_account": _l("Account number"),
    "bank_holder": _l("Account holder"),
    "providers": _l("Ways to pay"),
    "percent": _l("Percent off"),
    "limit_total": _l("Uses in all"),
    "limit_per_buyer": _l("Uses for each buyer"),
    "purposes": _l("Good for"),
    "is_active": _l("In use"),
}


def describe_purpose(purpose: str, title: Text) -> None:
    """Give what is sold under `purpose` a name: `describe_purpose("booth", _l("Booth"))`. Features call it once."""
    _purposes[purpose] = title


def purposes() -> dict[str, Text]:
    """Return all named purposes, in the order in which the features were wired."""
    return dict(_purposes)


def purpose_title(purpose: str) -> Text:
    """Return the name of a purpose; one that nobody described is its own name."""
    return _purposes.get(purpose, purpose)


def state_title(state: OrderState) -> Text:
    """Return what people call a state of an order."""
    return STATES[state]
