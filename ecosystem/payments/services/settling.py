"""An order becomes paid: its receipt, its mail, the fact."""

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.signals import announce
from ecosystem.payments import notices
from ecosystem.payments.domain.life_cycle import ORDER_LIFE, OrderState
from ecosystem.payments.models import Order
from ecosystem.payments.services.papers import issue_receipt
from ecosystem.payments.signals import OrderPaid


def settle(order: Order, *, by: int | None, through: str = "") -> None:
    """Mark an order paid, inside the use case that counted its money; `order` is locked or new."""
    step = "pay" if order.state is OrderState.OPEN else "reinstate"
    order.state = ORDER_LIFE.after(order.state, step)
    order.paid_at, order.paid_through = clock.now(), through
    if step == "reinstate":
        order.live_key, order.closed_at, order.close_reason = f"{order.purpose}:{order.subject}", None, ""
    act = "order.paid" if step == "pay" else "order.reinstated"
    audit.record(act, order, by=by, scope=order.organiser, changes={"captured": (0, order.captured)})
    receipt = issue_receipt(order) if order.captured else None
    notices.order_paid(order, receipt)
    announce(OrderPaid(order.id, order.purpose, order.subject))
