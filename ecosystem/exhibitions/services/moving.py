"""Moving to another booth, and swapping booths between two exhibitors."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, update

from ecosystem.accounts.models import Account
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Refused
from ecosystem.core.signals import announce
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    ClaimState,
    Exhibitor,
    SwapRequest,
    SwapState,
)
from ecosystem.exhibitions.queries.claims import booth_orders_of, swaps_of
from ecosystem.exhibitions.services.claims import settle_or_hold
from ecosystem.exhibitions.services.freeing import give_back_difference, locked_claim, offer_next
from ecosystem.exhibitions.services.holding import ensure_free_to_choose, ensure_may_choose, moves_from, take
from ecosystem.exhibitions.signals import BoothFreed, BoothTaken


def move_to(claim: BoothClaim, booth: Booth, *, by: Account, by_staff: bool = False) -> BoothClaim:
    """Move a confirmed claim to another booth; return the claim on it.

    The same price or less: at once, and the difference is given back. More: the booth is held until the difference is
    paid, and the old one stays until then. What the organiser gave without payment is worth its price: a dearer booth
    costs the difference, unless the organiser moves them. Raises AlreadyTaken, Refused.
    """
    with transaction():
        present, orders = locked_claim(claim.id)
        if present.booth_id == booth.id:
            return present
        exhibitor = locked(Exhibitor, present.exhibitor_id)
        target = locked(Booth, booth.id)
        if present.state is not ClaimState.CONFIRMED or target.exhibition_id != exhibitor.exhibition_id:
            raise Refused(_l("Only a confirmed booth can be changed for another one of this exhibition."))
        if not by_staff:
            ensure_may_choose(exhibitor)
        ensure_free_to_choose(target)
        difference = 0 if present.is_waived and by_staff else target.price - present.price
        _ensure_not_moving(present)
        if difference > 0:
            held = take(target, exhibitor, price=target.price, by=by.id, moves_from=present)
            return settle_or_hold(held, due=difference, by=by if not by_staff else exhibitor.contact)
        reason = f"{target.number} – {exhibitor.name}"
        returned = give_back_difference(orders, -difference, by=by.id, reason=reason) if difference < 0 else 0
        # What was given stays worth what it was, less what was paid for it and goes back.
        worth = max(target.price, present.price - returned) if present.is_waived else target.price
        _move_at_once(present, target, price=worth, by=by)
        return present


def _move_at_once(claim: BoothClaim, target: Booth, *, price: int, by: Account) -> None:
    old, exhibitor = claim.booth, claim.exhibitor
    _end_requests(claim.id)  # who is asked to swap knows the old booth
    with unique_or(
        _l("Booth %(number)s has just been taken by somebody else. Please choose another.", number=target.number)
    ):
        claim.booth_id = target.id
        session().flush()
    claim.booth, claim.price = target, price
    session().flush()
    for booth in (old, target):
        session().expire(booth, ["claim"])
    organiser = exhibitor.exhibition.event.organiser
    record("booth.moved", target, by=by.id, scope=organiser, changes={"booth": (old.number, target.number)})
    notices.confirmed(claim)
    announce(BoothFreed(old.exhibition_id, old.id, exhibitor.id))
    announce(BoothTaken(target.exhibition_id, target.id, exhibitor.id))
    offer_next(old)


def _ensure_not_moving(claim: BoothClaim) -> None:
    if moves_from(claim):
        raise Refused(_l("Another booth is held to move to already. Pay for it or give it up first."))


def ask_swap(mine: BoothClaim, theirs: BoothClaim, *, words: str, by: Account) -> SwapRequest:
    """Ask another exhibitor to swap confirmed booths; asking again changes nothing. Raises Refused."""
    with transaction() as current:
        first, second = locked(BoothClaim, mine.id), locked(BoothClaim, theirs.id)
        _ensure_can_swap(first, second)
        key = f"swap:{second.id}"
        for request in _open_requests(first):
            if request.other_claim_id == second.id:
                return request
        request = SwapRequest(
            asker_claim_id=first.id, other_claim_id=second.id, live_key=key, words=words, asked_by_id=by.id
        )
        with unique_or(_l("You have asked this already.")):
            current.add(request)
            current.flush()
        request.asker_claim, request.other_claim = first, second
        notices.swap_asked(request)
        return request


def answer_swap(request: SwapRequest, *, agreed: bool, by: Account) -> None:
    """Agree to a swap, which is done at once, or decline it. Raises Refused when it is over."""
    with transaction():
        present = locked(SwapRequest, request.id)
        if present.state is not SwapState.ASKED:
            raise Refused(_l("This wish to swap is over already."))
        present.state, present.answered_at = SwapState.DONE if agreed else SwapState.DECLINED, clock.now()
        present.live_key = None
        asker, other = present.asker_claim, present.other_claim
        if agreed:
            swap(asker, other, by=by)
            return
        notices.swap_answered(asker.exhibitor, agreed=False, booth=asker.booth.number, other=other.exhibitor.name)


def take_back_swap(request: SwapRequest, *, by: Account) -> None:
    """Withdraw one's own wish; again, nothing changes."""
    with transaction():
        present = locked(SwapRequest, request.id)
        if present.state is SwapState.ASKED:
            present.state, present.answered_at, present.live_key = SwapState.WITHDRAWN, clock.now(), None


def swap(first: BoothClaim, second: BoothClaim, *, by: Account) -> None:
    """Let two exhibitors swap their confirmed booths at once; each keeps what they paid. Raises Refused."""
    with transaction():
        low, high = sorted((first.id, second.id))
        a, b = locked(BoothClaim, low), locked(BoothClaim, high)
        _ensure_can_swap(a, b)
        of_a, of_b = booth_orders_of(a.id), booth_orders_of(b.id)
        # The rows keep their booths, so that the unique constraint never sees one twice: what belongs to the
        # exhibitors changes place.
        for name in ("exhibitor_id", "price", "is_waived", "refund_steps", "confirmed_at", "made_by_id"):
            mine, theirs = getattr(a, name), getattr(b, name)
            setattr(a, name, theirs)
            setattr(b, name, mine)
        for order in of_a:
            order.claim_id = b.id
        for order in of_b:
            order.claim_id = a.id
        _end_requests(a.id, b.id)
        session().flush()
        for claim in (a, b):
            session().refresh(claim)
        _tell_swapped(a, b, by)


def _tell_swapped(a: BoothClaim, b: BoothClaim, by: Account) -> None:
    for claim, other in ((a, b), (b, a)):
        exhibition = claim.exhibitor.exhibition
        note = f"{claim.exhibitor.name} ↔ {other.exhibitor.name}"
        record("booth.swapped", claim.booth, by=by.id, scope=exhibition.event.organiser, note=note)
        notices.swap_answered(claim.exhibitor, agreed=True, booth=claim.booth.number, other=other.exhibitor.name)
        announce(BoothFreed(exhibition.id, claim.booth_id, other.exhibitor_id))
    for claim in (a, b):
        announce(BoothTaken(claim.exhibitor.exhibition_id, claim.booth_id, claim.exhibitor_id))


def _ensure_can_swap(a: BoothClaim, b: BoothClaim) -> None:
    if a.state is not ClaimState.CONFIRMED or b.state is not ClaimState.CONFIRMED:
        raise Refused(_l("Only confirmed booths can be swapped."))
    if a.exhibitor_id == b.exhibitor_id or a.exhibitor.exhibition_id != b.exhibitor.exhibition_id:
        raise Refused(_l("Booths are swapped between two exhibitors of one exhibition."))
    for claim in (a, b):
        _ensure_not_moving(claim)


def _open_requests(claim: BoothClaim) -> list[SwapRequest]:
    return [each for each in swaps_of(claim.exhibitor) if each.asker_claim_id == claim.id]


def _end_requests(*ids: int) -> None:
    """Wishes to swap these claims have lost their ground: another booth is behind them now."""
    session().execute(
        update(SwapRequest)
        .where(
            SwapRequest.state == SwapState.ASKED,
            or_(SwapRequest.asker_claim_id.in_(ids), SwapRequest.other_claim_id.in_(ids)),
        )
        .values(state=SwapState.WITHDRAWN, live_key=None, answered_at=clock.now())
    )
