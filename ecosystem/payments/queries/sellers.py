"""Reading sellers, banks and discount codes."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ecosystem.core.database import scalars, session
from ecosystem.events.models import Organiser
from ecosystem.payments.models import Bank, DiscountCode, DiscountUse, Order, Seller


def seller_of(organiser: Organiser) -> Seller | None:
    """Return how the organiser sells, None while nobody set it up."""
    return session().scalar(select(Seller).where(Seller.organiser_id == organiser.id))


def seller_of_order(order: Order) -> Seller:
    """Return who sold the order."""
    return session().scalars(select(Seller).where(Seller.organiser_id == order.organiser_id)).one()


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
