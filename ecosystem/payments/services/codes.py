"""Discount codes: making them, whether one applies to an order, and one use of it for each order."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Text
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.pricing import Buyer, CodeFault
from ecosystem.payments.models import DiscountCode, DiscountUse, Order
from ecosystem.payments.queries.sellers import code_named, uses_of

FAULTS: dict[CodeFault, Text] = {
    CodeFault.UNKNOWN: _l("There is no such discount code. Please check it, or leave it out."),
    CodeFault.NOT_YET: _l("This discount code is not valid yet."),
    CodeFault.OVER: _l("This discount code is not valid any more."),
    CodeFault.OTHER_PURPOSE: _l("This discount code is for something else."),
    CodeFault.USED_UP: _l("This discount code is used up."),
    CodeFault.USED_BY_BUYER: _l("You have used this discount code already."),
}


def buyer_key(buyer: Buyer) -> str:
    """Return what tells buyers apart: the address, whatever its case."""
    return buyer.email.strip().lower()


def usable_code(organiser: Organiser, code: str, *, purpose: str, buyer: Buyer) -> DiscountCode:
    """Return the code, locked until the order is placed, so that its limits hold. Raises Invalid with the reason."""
    found = code_named(organiser, code)
    return _ensure_usable(locked(DiscountCode, found.id) if found is not None else None, purpose, buyer)


def ensure_usable(organiser: Organiser, code: str, *, purpose: str, buyer: Buyer) -> None:
    """Raise Invalid for a code that would not apply now, for whoever orders later. Nothing is kept for them."""
    _ensure_usable(code_named(organiser, code), purpose, buyer)


def _ensure_usable(code: DiscountCode | None, purpose: str, buyer: Buyer) -> DiscountCode:
    if code is None:
        raise _fault(CodeFault.UNKNOWN)
    used, by_buyer = uses_of(code, buyer_key(buyer))
    fault = code.terms.fault(now=clock.now(), purpose=purpose, used=used, used_by_buyer=by_buyer)
    if fault is not None:
        raise _fault(fault)
    return code


def _fault(fault: CodeFault) -> Invalid:
    return Invalid(FAULTS[fault], details={"discount_code": FAULTS[fault]})


def take_use(code: DiscountCode, order: Order, buyer: Buyer, amount: int) -> None:
    """Put one use on record. The code is locked, so that the lowest free number is still free."""
    key = buyer_key(buyer)
    rows = session().execute(
        select(DiscountUse.number, DiscountUse.buyer_key, DiscountUse.buyer_number).where(
            DiscountUse.discount_code_id == code.id
        )
    ).all()  # fmt: skip
    session().add(
        DiscountUse(
            discount_code_id=code.id,
            order_id=order.id,
            buyer_key=key,
            number=_lowest_free({row.number for row in rows}),
            buyer_number=_lowest_free({row.buyer_number for row in rows if row.buyer_key == key}),
            amount=amount,
        )
    )
    session().flush()


def _lowest_free(taken: set[int]) -> int:
    number = 1
    while number in taken:
        number += 1
    return number


def free_use(order: Order) -> None:
    """Give the use back, because the order came to nothing."""
    session().execute(delete(DiscountUse).where(DiscountUse.order_id == order.id))


def make_code(organiser: Organiser, values: Mapping[str, Any], *, by: int) -> DiscountCode:
    """Make a discount code. Raises AlreadyTaken when the organiser has one of that name."""
    with transaction() as current, unique_or(_l("There is a code of this name already.")):
        code = DiscountCode(organiser_id=organiser.id, **values)
        current.add(code)
        current.flush()
        audit.record("discount_code.made", code, by=by, scope=organiser)
        return code


def edit_code(code: DiscountCode, values: Mapping[str, Any], *, shown: int | None, by: int) -> DiscountCode:
    """Change a discount code; orders placed with it keep what it took off. Raises StaleEdit, AlreadyTaken."""
    with transaction(), unique_or(_l("There is a code of this name already.")):
        present = locked(DiscountCode, code.id)
        check_version(present, shown)
        most = select(func.max(DiscountUse.number), func.max(DiscountUse.buyer_number))
        used, by_buyer = session().execute(most.where(DiscountUse.discount_code_id == present.id)).one()
        for limit, reached in (("limit_total", used), ("limit_per_buyer", by_buyer)):
            if values[limit] is not None and values[limit] < (reached or 0):
                text = _l("It has been used %(number)s times already.", number=reached)
                raise Invalid(text, details={limit: text})
        changes = audit.assign(present, values)
        session().flush()
        if changes:
            audit.record("discount_code.edited", present, by=by, scope=present.organiser, changes=changes)
        return present
