"""Who gets a booth: the unique constraint on claims decides, whatever the order of the clicks.

Locks are taken in one order: orders, the exhibitor, claims, the booth.
"""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.core.signals import announce
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    BoothOrder,
    ClaimState,
    Exhibitor,
    ExhibitorState,
)
from ecosystem.exhibitions.queries.claims import booth_orders_of, counted_claims
from ecosystem.exhibitions.services.freeing import call_off, free, give_back, goes_back, locked_claim, refund_share
from ecosystem.exhibitions.services.holding import claim_on, ensure_free_to_choose, ensure_may_choose, moves_from, take
from ecosystem.exhibitions.signals import BoothTaken
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.pricing import Buyer, NewLine
from ecosystem.payments.services.orders import place_order
from ecosystem.payments.services.refunds import ensure_as_shown

PURPOSE = "booth"


def choose_booth(exhibitor: Exhibitor, booth: Booth, *, by: Account) -> BoothClaim:
    """Hold a booth for an exhibitor and place its order; a free one is confirmed at once.

    Choosing again what one holds already changes nothing. Raises AlreadyTaken when somebody else was quicker, Refused
    outside the time of choosing, for a blocked booth, or beyond the number of booths an exhibitor may have.
    """
    with transaction():
        present = locked(Exhibitor, exhibitor.id)
        target = locked(Booth, booth.id)
        if (mine := claim_on(target)) is not None and mine.exhibitor_id == present.id:
            return mine
        ensure_may_choose(present)
        ensure_free_to_choose(target)
        if counted_claims(present) >= present.exhibition.booths_per_exhibitor:
            raise Refused(
                _l(
                    "You have as many booths as an exhibitor may have (%(most)s). Move to another one, or give one up.",
                    most=present.exhibition.booths_per_exhibitor,
                )
            )
        claim = take(target, present, price=target.price, by=by.id)
        return settle_or_hold(claim, due=target.price, by=by)


def settle_or_hold(claim: BoothClaim, *, due: int, by: Account) -> BoothClaim:
    """Place the order for `due` đồng, or confirm at once when nothing is due."""
    if due == 0:
        confirm(claim, by=by.id)
        return claim
    exhibitor, booth = claim.exhibitor, claim.booth
    exhibition = exhibitor.exhibition
    line = _line(claim, due)
    order = place_order(
        organiser=exhibition.event.organiser,
        purpose=PURPOSE,
        subject=claim.public_id,
        title=line.text,
        title_en=line.text_en,
        lines=[line],
        buyer=_buyer(exhibitor, by),
        expires_at=claim.held_until,
        back=f"/exhibiting/{exhibitor.public_id}",
        by=by.id,
    )
    session().add(
        BoothOrder(
            order_id=order.id,
            claim_id=claim.id,
            claim_subject=claim.public_id,
            booth_id=booth.id,
            exhibitor_id=exhibitor.id,
            amount=order.total,
            is_difference=claim.moves_from_id is not None,
            paid_at=clock.now() if order.state is OrderState.PAID else None,
        )
    )
    session().flush()
    return claim


def _line(claim: BoothClaim, due: int) -> NewLine:
    booth, exhibition = claim.booth, claim.exhibitor.exhibition
    if claim.moves_from_id is not None:
        text = f"Chênh lệch khi đổi sang gian hàng {booth.number} – {exhibition.title}"
        return NewLine(text, due, text_en=f"Difference for moving to booth {booth.number} – {exhibition.title}")
    text = f"Gian hàng {booth.number} – {exhibition.title}"
    return NewLine(text, due, text_en=f"Booth {booth.number} – {exhibition.title_en or exhibition.title}")


def _buyer(exhibitor: Exhibitor, by: Account) -> Buyer:
    startup = exhibitor.startup
    return Buyer(
        name=by.name,
        email=by.email,
        account_id=by.id,
        phone=exhibitor.phone,
        organisation=exhibitor.name,
        tax_code=startup.tax_code if startup else "",
        language=by.language,
    )


def confirm(claim: BoothClaim, *, by: int | None, is_waived: bool = False) -> None:
    """Make a booth an exhibitor's own, inside a use case. One that replaces another frees that; again is nothing."""
    if claim.state is ClaimState.CONFIRMED:
        return
    claim.state, claim.confirmed_at, claim.held_until, claim.is_waived = (
        ClaimState.CONFIRMED,
        clock.now(),
        None,
        is_waived,
    )
    exhibition = claim.exhibitor.exhibition
    record("booth.confirmed", claim.booth, by=by, scope=exhibition.event.organiser, note=claim.exhibitor.name)
    if claim.moves_from_id is not None:
        _replace(claim)
    session().flush()
    notices.confirmed(claim)
    announce(BoothTaken(exhibition.id, claim.booth_id, claim.exhibitor_id))


def _replace(claim: BoothClaim) -> None:
    old = session().get(BoothClaim, claim.moves_from_id)
    claim.moves_from_id = None
    if old is None:
        return
    for order in booth_orders_of(old.id):
        order.claim_id = claim.id
    claim.is_waived, claim.refund_steps = old.is_waived, old.refund_steps
    session().flush()
    free(old, by=None)


def give_up(
    claim: BoothClaim, *, by: Account, whole: bool = False, why: str = "withdrawn", shown: int | None = None
) -> int:
    """End a claim: an open order is called off, of a paid one the part the rules say is given back; return how much.

    `whole` gives everything back (the organiser's decision). Giving up again changes nothing. `shown` is the amount
    that was promised on the page: Refused when it is another one by now.
    """
    with transaction():
        if session().get(BoothClaim, claim.id, populate_existing=True) is None:
            return 0
        present, orders = locked_claim(claim.id)
        for pending in moves_from(present):
            give_up(pending, by=by)
        percent = 100 if whole else refund_share(present)
        ensure_as_shown(shown, goes_back(present, [order for _row, order in orders]))
        exhibitor, booth, was_paid = present.exhibitor, present.booth, any(row.paid_at for row, _order in orders)
        returned = give_back(orders, percent=percent, by=by.id, reason=f"{booth.number} – {exhibitor.name}")
        free(present, by=by.id)
        call_off(orders, by=by.id)
        if why != "withdrawn" or was_paid:
            notices.freed(exhibitor, booth, why=why, refund=returned)
        if why == "withdrawn" and was_paid:
            notices.given_up(exhibitor, booth, refund=returned)
        return returned


def assign_booth(booth: Booth, exhibitor: Exhibitor, *, is_waived: bool, by: Account) -> BoothClaim:
    """Give a booth to an exhibitor by the organiser's hand, whatever the time and the number of their booths.

    Without payment it is confirmed at once, else the exhibitor gets the order. Raises AlreadyTaken, Refused.
    """
    with transaction():
        present = locked(Exhibitor, exhibitor.id)
        target = locked(Booth, booth.id)
        if present.exhibition_id != target.exhibition_id or present.state is not ExhibitorState.ACCEPTED:
            raise Refused(_l("Only accepted exhibitors of this exhibition can have a booth."))
        if target.removed_at is not None:
            raise Refused(_l("This booth is no longer on the plan."))
        hours = max(present.exhibition.hold_minutes / 60, present.exhibition.offer_hours)
        claim = take(target, present, price=target.price, by=by.id, until=clock.now() + timedelta(hours=hours))
        record("booth.assigned", target, by=by.id, scope=target.exhibition.event.organiser, note=present.name)
        if is_waived:
            confirm(claim, by=by.id, is_waived=True)
            return claim
        return settle_or_hold(claim, due=target.price, by=present.contact)
