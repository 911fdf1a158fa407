"""A fictional provider for demonstrations and tests: its pages let one pay, fail, or pay and have the report delayed.

It keeps its own book (`FakePayment`), apart from ours, so that there is something to reconcile with.
"""

from datetime import datetime, timedelta

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.access import Denial, Verdict
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.core.settings import Settings
from ecosystem.payments.domain.life_cycle import RefundState
from ecosystem.payments.gateway import GatewayAway, GatewayRefused, Held, Redirect, Returned, register
from ecosystem.payments.models import FakePayment, Order, Refund, Seller
from ecosystem.payments.queries.links import order_key


class FakeGateway:
    """See the module. Offered outside production only."""

    key = "fake"
    title = _l("Test payment (fictional)")
    is_manual = False
    can_reconcile = True
    is_away = False  # tests let it fail

    def offered(self, seller: Seller, order: Order | None) -> Verdict:
        """Where the deployment allows it and the seller chose it."""
        if not may_exist():
            return Denial(_l("Test payments do not exist on this site."))
        if self.key not in seller.providers:
            return Denial(_l("The organiser does not take test payments."))
        return True

    def start(self, order: Order, *, seller: Seller) -> Redirect:
        """Lead to the provider's page."""
        key = None if order.account_id else order_key(order)
        return Redirect(url_for("fake_provider.page", order_id=order.public_id, key=key))

    def refund(self, refund: Refund) -> Returned:
        """Give back at once; the same refund again gives the same answer."""
        self._answer()
        with transaction():
            paid = locked(FakePayment, self._payment(refund.capture.reference).id)
            if refund.public_id not in paid.refunds:
                if sum(paid.refunds.values()) + refund.amount > paid.amount:
                    raise GatewayRefused(_l("More would go back than was paid."))
                paid.refunds = {**paid.refunds, refund.public_id: refund.amount}
        return Returned(RefundState.DONE, f"fake-refund-{refund.public_id}", clock.now())

    def state_of(self, order: Order) -> Held | None:
        """What its book says about the order."""
        self._answer()
        rows = session().scalars(select(FakePayment).where(FakePayment.order_code == order.code)).all()
        if not rows:
            return None
        return Held(sum(row.amount for row in rows), sum(sum(row.refunds.values()) for row in rows))

    def _answer(self) -> None:
        if self.is_away:
            raise GatewayAway(_l("The provider does not answer at the moment."))

    def _payment(self, reference: str) -> FakePayment:
        found = session().scalar(select(FakePayment).where(FakePayment.reference == reference))
        if found is None:
            raise GatewayRefused(_l("The provider does not know this payment."))
        return found


def may_exist() -> bool:
    """Tell whether fictional money has a place in this deployment."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.fake_payments and not settings.is_production


def take_money(order: Order, *, delay: timedelta = timedelta(0), amount: int | None = None) -> FakePayment:
    """Put a payment into the provider's book, to be reported after `delay`."""
    now: datetime = clock.now()
    with transaction() as current:
        paid = FakePayment(
            reference=f"fake-{public_id()}",
            order_code=order.code,
            amount=order.total if amount is None else amount,
            at=now,
            tell_at=now + delay,
            refunds={},
        )
        current.add(paid)
        return paid


FAKE = register(FakeGateway())
