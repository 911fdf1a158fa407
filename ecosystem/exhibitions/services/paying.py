"""What happens to a booth when its order is paid, runs out, is called off, or is paid too late."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import AlreadyTaken, Text
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    BoothOrder,
    ClaimState,
    ExhibitionState,
    Exhibitor,
    ExhibitorState,
)
from ecosystem.exhibitions.queries.claims import counted_claims
from ecosystem.exhibitions.services.claims import confirm
from ecosystem.exhibitions.services.freeing import free, is_paid
from ecosystem.exhibitions.services.holding import claim_on, take
from ecosystem.payments.models import Order
from ecosystem.payments.services.refunds import ask_refund


def order_paid(order_id: int, subject: str) -> None:
    """Confirm what was held; paid late, take the booth again if nobody has it, else give the money back."""
    with transaction():
        row = _row(order_id)
        claim = _claim(row, subject)
        if row is not None:
            row.paid_at = clock.now()
        if claim is not None:
            confirm(claim, by=None)
        elif row is not None:
            _take_again(row)


def order_ended(order_id: int) -> None:
    """Free what was held for an order that ran out or was called off; a confirmed booth stays."""
    with transaction():
        row = _row(order_id)
        claim = _claim(row, "") if row is not None else None
        if row is None or claim is None or claim.state is not ClaimState.HELD:
            return
        exhibitor, booth = claim.exhibitor, claim.booth
        free(claim, by=None)
        if exhibitor.exhibition.state is not ExhibitionState.CANCELLED:  # else all are told why
            notices.freed(exhibitor, booth, why="expired")


def order_refunded(order_id: int) -> None:
    """Free a booth whose whole price the treasurer gave back; what moves and giving up gave back changes nothing.

    As tickets and fees do: of which a part is left, stays theirs.
    """
    with transaction():
        row = _row(order_id)
        claim = _claim(row, "") if row is not None else None
        if row is None or claim is None or claim.state is not ClaimState.CONFIRMED:
            return
        exhibitor, booth = claim.exhibitor, claim.booth
        by_others = session().get_one(Order, order_id).refunded > row.refunded
        if not by_others or exhibitor.exhibition.state is not ExhibitionState.PUBLISHED or is_paid(claim):
            return
        free(claim, by=None)
        notices.freed(exhibitor, booth, why="organiser")


def reasons_against_reinstating(order_id: int) -> Sequence[Text]:
    """Say why late money cannot have its booth any more; nothing when it can."""
    row = _row(order_id)
    if row is None or row.claim_id is not None:
        return []
    if claim_on(row.booth) is not None or row.booth.removed_at is not None or row.booth.is_blocked:
        return [_l("Booth %(number)s has gone to somebody else meanwhile.", number=row.booth.number)]
    exhibitor = row.exhibitor
    if exhibitor.exhibition.state is not ExhibitionState.PUBLISHED:
        return [_l("The exhibition takes no more bookings.")]
    if exhibitor.state is not ExhibitorState.ACCEPTED:
        return [_l("“%(name)s” no longer takes part in the exhibition.", name=exhibitor.name)]
    if row.is_difference:
        return [
            _l("This is the difference for a move that did not take place; the booth they moved from stays theirs.")
        ]
    if counted_claims(exhibitor) >= exhibitor.exhibition.booths_per_exhibitor:
        return [_l("“%(name)s” has as many booths as an exhibitor may have already.", name=exhibitor.name)]
    return []


def _row(order_id: int) -> BoothOrder | None:
    return session().scalar(
        select(BoothOrder).where(BoothOrder.order_id == order_id).execution_options(populate_existing=True)
    )


def _claim(row: BoothOrder | None, subject: str) -> BoothClaim | None:
    wanted = BoothClaim.public_id == subject if row is None else BoothClaim.id == row.claim_id
    found = session().scalar(select(BoothClaim.id).where(wanted))
    return locked(BoothClaim, found) if found is not None else None


def _take_again(row: BoothOrder) -> None:
    exhibitor, booth = locked(Exhibitor, row.exhibitor_id), locked(Booth, row.booth_id)
    try:
        claim = take(booth, exhibitor, price=booth.price, by=None)
    except AlreadyTaken:
        order = session().get_one(Order, row.order_id)
        ask_refund(order, amount=None, reason=booth.number, by=None)
        row.refunded = order.captured
        return
    order = session().get_one(Order, row.order_id)
    claim.price = min(booth.price, order.total if order.prices_include_vat else order.net)
    row.claim_id, row.ended_at = claim.id, None
    confirm(claim, by=None)
