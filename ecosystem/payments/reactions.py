"""What payments keep about people, and what of it goes when they are erased."""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import exists, select

from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.core.database import locked, scalars
from ecosystem.core.search import fold
from ecosystem.core.signals import reacts_to
from ecosystem.payments.domain.life_cycle import SETTLED, OrderState
from ecosystem.payments.models import Capture, Order
from ecosystem.payments.services.orders import cancel_order

ERASED = "–"
BUYER = (
    "buyer_name",
    "buyer_email",
    "buyer_phone",
    "buyer_organisation",
    "buyer_tax_code",
    "buyer_address",
)


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The person's orders, and how they are named on receipts."""
    own = scalars(select(Order).where(Order.account_id == question.account_id).order_by(Order.id))
    yield PersonalRecords("orders", [_told(each) for each in own])


def _told(order: Order) -> dict[str, object]:
    return {
        "order": order.code,
        "title": order.title,
        "seller": order.organiser.name,
        "placed_at": order.placed_at.isoformat(),
        "state": order.state.value,
        "total": order.total,
        "given_back": order.refunded,
        **{name: getattr(order, name) for name in BUYER},
    }


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """What nobody paid yet is called off, and orders without money lose the buyer.

    Orders that were paid stay as their receipts name the buyer: books of account are kept for years by law.
    """
    for ident in scalars(select(Order.id).where(Order.account_id == fact.account_id, Order.state.not_in(SETTLED))):
        order = locked(Order, ident)
        if order.state is OrderState.OPEN:
            cancel_order(order, by=None, reason=_("The account was closed."))
    moneyless = select(Order).where(
        Order.account_id == fact.account_id,
        Order.state.not_in(SETTLED),
        ~exists().where(Capture.order_id == Order.id),
    )
    for order in scalars(moneyless):
        for name in BUYER:
            setattr(order, name, "")
        order.buyer_name = ERASED
        order.search_text = fold(f"{order.code} {order.title}")
