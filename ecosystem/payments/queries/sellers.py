"""Reading sellers, banks and discount codes."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Organiser
from ecosystem.payments.models import Bank, DiscountCode, DiscountUse, Order, Seller
from ecosystem.payments.policies import TREASURERS


def seller_of(organiser: Organiser) -> Seller | None:
    """Return how the organiser sells, None while nobody set it up."""
    return session().scalar(select(Seller).where(Seller.organiser_id == organiser.id))


def seller_of_order(order: Order) -> Seller:
    """Return who sold the order."""
    return session().scalars(select(Seller).where(Seller.organiser_id == order.organiser_id)).one()


def treasurers_of(organiser: Organiser) -> list[Account]:
    """Return the people who run the organiser's money, for mails to all of them."""
    return [each.account for each in organiser.staff if each.role in TREASURERS and each.account.erased_at is None]


def banks(*, active: bool = True) -> Sequence[Bank]:
    """Return the banks, those in use or all, by name."""
    chosen = select(Bank).order_by(Bank.short_name, Bank.bin)
    return scalars(chosen.where(Bank.is_active) if active else chosen)


def bank_of(seller: Seller) -> Bank | None:
    """Return the seller's bank."""
    return session().scalar(select(Bank).where(Bank.bin == seller.bank_bin)) if seller.bank_bin else None


def code_named(organiser: Organiser, code: str) -> DiscountCode | None:
    """Return the organiser's discount code, however it was typed."""
    wanted = code_key(code)
    chosen = select(DiscountCode).where(DiscountCode.organiser_id == organiser.id, DiscountCode.code == wanted)
    return session().scalar(chosen) if wanted else None


def code_key(code: str) -> str:
    """Return a typed code as it is kept: capitals without spaces."""
    return "".join(code.split()).upper()[:30]


def uses_of(code: DiscountCode, buyer_key: str) -> tuple[int, int]:
    """Return how often the code is used now, in all and by the buyer."""
    counted = select(func.count(), func.count().filter(DiscountUse.buyer_key == buyer_key)).where(
        DiscountUse.discount_code_id == code.id
    )
    used, by_buyer = session().execute(counted).one()
    return used, by_buyer


def codes_of(organiser: Organiser) -> Sequence[tuple[DiscountCode, int, int]]:
    """Return the organiser's codes with the number of their uses and what they took off, those in use first."""
    used, off = func.count(DiscountUse.id), func.coalesce(func.sum(DiscountUse.amount), 0)
    chosen = (
        select(DiscountCode, used, off)
        .outerjoin(DiscountUse, DiscountUse.discount_code_id == DiscountCode.id)
        .where(DiscountCode.organiser_id == organiser.id)
        .group_by(DiscountCode.id)
        .order_by(DiscountCode.is_active.desc(), DiscountCode.code)
    )
    return [(code, number, int(total)) for code, number, total in session().execute(chosen)]


def code_of(organiser_slug: str, code_id: str) -> DiscountCode:
    """Return a code of that organiser. Raises NoSuchRecord."""
    chosen = select(DiscountCode).join(DiscountCode.organiser).where(DiscountCode.public_id == code_id)
    found: DiscountCode | None = session().scalar(
        chosen.where(Organiser.slug == organiser_slug).options(joinedload(DiscountCode.organiser))
    )
    return one_or_missing(found)


def orders_with(code: DiscountCode) -> Sequence[tuple[Order, int]]:
    """Return the orders that use a code, with what it took off, newest first."""
    chosen = select(Order, DiscountUse.amount).join(DiscountUse, DiscountUse.order_id == Order.id)
    rows = session().execute(chosen.where(DiscountUse.discount_code_id == code.id).order_by(Order.id.desc()).limit(500))
    return [(order, amount) for order, amount in rows]
