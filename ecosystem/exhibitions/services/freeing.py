"""Freeing a booth, what is given back for it, and to whom it is offered next.

Locks are taken in one order: orders, the exhibitor, claims, the booth.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session
from ecosystem.core.signals import announce
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    BoothOrder,
    ClaimState,
    Exhibition,
    ExhibitionState,
    WaitingState,
)
from ecosystem.exhibitions.queries.claims import booth_orders_of, counted_claims, waiting_for
from ecosystem.exhibitions.services.holding import take
from ecosystem.exhibitions.signals import BoothFreed
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.refund_rules import listed_for, paid_for, refund_of, share_owed
from ecosystem.payments.models import Order
from ecosystem.payments.services.orders import cancel_order
from ecosystem.payments.services.refunds import ask_refund


def free(claim: BoothClaim, *, by: int | None, offers: bool = True) -> None:
    """Take a booth from its holder, inside a use case; whoever waits for it is offered it next."""
    booth, exhibitor = claim.booth, claim.exhibitor
    was_confirmed = claim.state is ClaimState.CONFIRMED
    for order in booth_orders_of(claim.id):
        order.claim_id, order.ended_at = None, clock.now()
    session().flush()
    session().delete(claim)
    session().flush()
    session().expire(booth, ["claim"])
    record("booth.freed", booth, by=by, scope=exhibitor.exhibition.event.organiser, note=exhibitor.name)
    if was_confirmed:
        announce(BoothFreed(booth.exhibition_id, booth.id, exhibitor.id))
    if offers:
        offer_next(booth)


def offer_next(booth: Booth) -> BoothClaim | None:
    """Offer a booth nobody has to whoever waits for it longest and may have one more, inside a use case."""
    exhibition = booth.exhibition
    if exhibition.state is not ExhibitionState.PUBLISHED or booth.is_blocked or booth.removed_at is not None:
        return None
    for place in session().scalars(waiting_for(booth)).all():
        exhibitor = place.exhibitor
        if counted_claims(exhibitor) >= exhibition.booths_per_exhibitor:
            continue
        until = clock.now() + timedelta(hours=exhibition.offer_hours)
        claim = take(booth, exhibitor, price=booth.price, by=None, state=ClaimState.OFFERED, until=until)
        place.state, place.offered_at, place.offered_booth_id = WaitingState.OFFERED, clock.now(), booth.id
        session().flush()
        notices.offered(claim)
        return claim
    return None


def locked_claim(claim_id: int) -> tuple[BoothClaim, list[tuple[BoothOrder, Order]]]:
    """Lock a claim with its orders, orders first, as money coming in does. Raises NoSuchRecord when it is gone."""
    orders = [(each, locked(Order, each.order_id)) for each in booth_orders_of(claim_id)]
    return locked(BoothClaim, claim_id), orders


def refund_share(claim: BoothClaim) -> int:
    """Return the percentage given back to whoever gives a booth up today."""
    exhibition: Exhibition = claim.exhibitor.exhibition
    today = clock.now().astimezone(clock.zone(exhibition.event.timezone)).date()
    return share_owed(claim.refund_steps, exhibition.refund_steps, today=today, first_day=exhibition.event.starts_on)


def goes_back(claim: BoothClaim, orders: Iterable[Order]) -> int:
    """Return how many đồng are given back to whoever gives a booth up today."""
    percent = refund_share(claim)
    return sum(refund_of(_left(order), percent=percent) for order in orders)


def is_paid(claim: BoothClaim) -> bool:
    """Tell whether any money for a booth is still with the organiser, read anew after whoever else pays back now."""
    rows = [each.order_id for each in booth_orders_of(claim.id)]
    orders = session().scalars(select(Order).where(Order.id.in_(rows)).execution_options(populate_existing=True))
    return any(_left(order) for order in orders)


def _left(order: Order) -> int:
    return order.left_to_refund if order.state in (OrderState.PAID, OrderState.PARTLY_REFUNDED) else 0


def call_off(orders: list[tuple[BoothOrder, Order]], *, by: int | None) -> None:
    """Call off the orders nobody paid."""
    for _row, order in orders:
        if order.state is OrderState.OPEN:
            cancel_order(order, by=by)


def give_back(orders: list[tuple[BoothOrder, Order]], *, percent: int = 100, by: int | None, reason: str) -> int:
    """Ask for refunds of `percent` of what is left of paid orders; return the sum."""
    return sum(
        _refund(row, order, refund_of(_left(order), percent=percent), by=by, reason=reason)
        for row, order in reversed(orders)
    )


def give_back_difference(orders: list[tuple[BoothOrder, Order]], listed: int, *, by: int | None, reason: str) -> int:
    """Ask for what `listed` đồng of a booth's price cost, VAT on top where it came on top; return the sum.

    The newest order first, each at most what is left of it.
    """
    returned = 0
    for row, order in reversed(orders):
        terms: dict[str, Any] = {"vat_percent": order.lines[0].vat_percent, "includes_vat": order.prices_include_vat}
        amount = min(_left(order), paid_for(listed, **terms))
        returned += _refund(row, order, amount, by=by, reason=reason)
        listed -= min(listed, listed_for(amount, **terms))
    return returned


def _refund(row: BoothOrder, order: Order, amount: int, *, by: int | None, reason: str) -> int:
    if amount > 0:
        ask_refund(order, amount=amount, reason=reason, by=by)
        row.refunded += amount
    return amount
