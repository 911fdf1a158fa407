"""Orders: placed, expired, called off. What pays them is in `captures`, what gives money back in `refunds`."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.core.search import fold
from ecosystem.core.signals import announce
from ecosystem.events.models import Organiser
from ecosystem.payments import notices
from ecosystem.payments.domain.life_cycle import ORDER_LIFE, OrderState
from ecosystem.payments.domain.pricing import Buyer, NewLine, Price, PricedLine, price
from ecosystem.payments.gateway.vietqr import VIETQR, note_of
from ecosystem.payments.models import Order, OrderLine, Seller
from ecosystem.payments.services.codes import free_use, take_use, usable_code
from ecosystem.payments.services.numbers import next_number, note_code
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.payments.services.sellers import seller_for
from ecosystem.payments.services.settling import settle
from ecosystem.payments.signals import OrderCancelled, OrderExpired

__all__ = ["ask_refund", "cancel_order", "expire_due", "live_order", "place_order"]
AT_ONCE = 200
LONGEST_NOTICE = timedelta(days=1)
SHORTEST_WORTH_A_MAIL = timedelta(hours=2)


def place_order(
    *,
    organiser: Organiser,
    purpose: str,
    subject: str,
    title: str,
    lines: Sequence[NewLine],
    buyer: Buyer,
    expires_at: datetime | None,
    back: str,
    by: int | None,
    discount_code: str = "",
    title_en: str = "",
) -> Order:
    """Place an order for `subject` (a public id), or return the one that is open or paid for it already.

    Prices are fixed now: what the seller changes later is for later orders. A total of 0 is paid at once. The buyer is
    told by mail how to pay. Raises Invalid for a discount code that does not apply, ValueError for impossible lines.
    """
    with transaction():
        present = live_order(purpose, subject)
        if present is not None:
            return present
        try:
            with unique_or(_l("This was ordered a moment ago.")):
                return _place(
                    organiser, (purpose, subject, title, title_en), lines, buyer, expires_at, back, by, discount_code
                )
        except AlreadyTaken:
            present = live_order(purpose, subject)
            if present is None:
                raise
            return present


def live_order(purpose: str, subject: str) -> Order | None:
    """Return the order that is open or paid for a subject."""
    return session().scalar(select(Order).where(Order.live_key == live_key(purpose, subject)))


def live_key(purpose: str, subject: str) -> str:
    """Return what only one order of a subject may hold."""
    return f"{purpose}:{subject}"


def _place(
    organiser: Organiser,
    about: tuple[str, str, str, str],
    lines: Sequence[NewLine],
    buyer: Buyer,
    expires_at: datetime | None,
    back: str,
    by: int | None,
    discount_code: str,
) -> Order:
    seller = seller_for(organiser)
    code = usable_code(organiser, discount_code, purpose=about[0], buyer=buyer) if discount_code.strip() else None
    priced = price(
        lines,
        vat_percent=seller.vat_percent,
        includes_vat=seller.prices_include_vat,
        reduction=code.reduction if code else None,
    )
    order = _order(seller, about, priced, buyer, expires_at=expires_at, back=back)
    session().add(order)
    session().flush()
    if code is not None:
        take_use(code, order, buyer, priced.discount)
    audit.record("order.placed", order, by=by, scope=organiser, changes={"total": (None, order.total)})
    if order.total == 0:
        settle(order, by=by)
    else:
        takes_transfers = VIETQR.offered(seller, order) is True
        notices.order_placed(order, note_of(order) if takes_transfers else "")
    return order


def _order(
    seller: Seller,
    about: tuple[str, str, str, str],
    priced: Price,
    buyer: Buyer,
    *,
    expires_at: datetime | None,
    back: str,
) -> Order:
    purpose, subject, title, title_en = about
    now = clock.now()
    year = now.astimezone(clock.zone(clock.DEFAULT_ZONE)).year
    code = f"DH-{year}-{next_number('orders', year):04d}"
    return Order(
        organiser_id=seller.organiser_id,
        code=code,
        note_code=note_code(),
        purpose=purpose,
        subject=subject,
        live_key=live_key(purpose, subject),
        title=title[:300],
        title_en=title_en[:300] or None,
        account_id=buyer.account_id,
        buyer_name=buyer.name,
        buyer_email=buyer.email,
        buyer_phone=buyer.phone,
        buyer_organisation=buyer.organisation,
        buyer_tax_code=buyer.tax_code,
        buyer_address=buyer.address,
        language=buyer.language,
        prices_include_vat=seller.prices_include_vat,
        discount=priced.discount,
        net=priced.net,
        vat=priced.vat,
        total=priced.total,
        back=back,
        placed_at=now,
        expires_at=expires_at,
        search_text=fold(f"{code} {title} {buyer.name} {buyer.organisation} {buyer.email}"),
        lines=[_line(position, line) for position, line in enumerate(priced.lines)],
    )


def _line(position: int, line: PricedLine) -> OrderLine:
    return OrderLine(
        position=position,
        text=line.text,
        text_en=line.text_en,
        quantity=line.quantity,
        unit_price=line.unit_price,
        vat_percent=line.vat_percent,
        discount=line.discount,
        net=line.net,
        vat=line.vat,
        total=line.total,
    )


def cancel_order(order: Order, *, by: int | None, reason: str = "") -> Order:
    """Call off an order that is open. One that is over already stays as it is; raises Refused when it is paid."""
    with transaction():
        present = locked(Order, order.id)
        if present.state in (OrderState.CANCELLED, OrderState.EXPIRED):
            return present
        if present.state is not OrderState.OPEN:
            raise Refused(_l("This order is paid. Ask for a refund instead."))
        _close(present, "cancel", reason)
        audit.record("order.cancelled", present, by=by, scope=present.organiser, note=reason)
        announce(OrderCancelled(present.id, present.purpose, present.subject))
        return present


def expire_due() -> int:
    """Close the open orders whose time is over, one transaction each; return how many."""
    chosen = (
        select(Order.id)
        .where(Order.state == OrderState.OPEN, Order.expires_at <= clock.now())
        .order_by(Order.expires_at, Order.id)
        .limit(AT_ONCE)
    )
    return sum(_expire(ident) for ident in session().scalars(chosen).all())


def _expire(ident: int) -> bool:
    with transaction():
        order = locked(Order, ident)
        if order.state is not OrderState.OPEN or order.expires_at is None or order.expires_at > clock.now():
            return False
        _close(order, "expire", "")
        audit.record("order.expired", order, by=None, scope=order.organiser)
        notices.order_expired(order)
        announce(OrderExpired(order.id, order.purpose, order.subject))
        return True


def remind_due() -> int:
    """Write once to the buyers of open orders in the last part of their time; return how many mails."""
    now = clock.now()
    chosen = (
        select(Order.id)
        .where(Order.state == OrderState.OPEN, Order.expires_at > now, Order.expires_at <= now + LONGEST_NOTICE)
        .where(Order.reminded_at.is_(None))
        .order_by(Order.expires_at, Order.id)
        .limit(AT_ONCE)
    )
    return sum(_remind(ident) for ident in session().scalars(chosen).all())


def _remind(ident: int) -> bool:
    with transaction():
        order = locked(Order, ident)
        ends = order.expires_at
        if order.state is not OrderState.OPEN or order.reminded_at is not None or ends is None:
            return False
        if clock.now() < ends - min(LONGEST_NOTICE, (ends - order.placed_at) / 4):
            return False
        order.reminded_at = clock.now()
        if ends - order.placed_at < SHORTEST_WORTH_A_MAIL:  # a hold of minutes: the buyer sits before the page
            return False
        notices.order_expiring(order)
        return True


def _close(order: Order, step: str, reason: str) -> None:
    order.state = ORDER_LIFE.after(order.state, step)
    order.closed_at, order.close_reason, order.live_key = clock.now(), reason, None
    free_use(order)
