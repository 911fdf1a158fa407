"""The waiting list: a freed booth is offered to whoever waited longest, for some hours, then to the next."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    BoothKind,
    ClaimState,
    ExhibitionState,
    Exhibitor,
    ExhibitorState,
    WaitingPlace,
    WaitingState,
    Zone,
)
from ecosystem.exhibitions.queries.claims import (
    due_offers,
    free_booths_waited_for,
    waiting_places_of,
)
from ecosystem.exhibitions.services.claims import settle_or_hold
from ecosystem.exhibitions.services.freeing import free, offer_next
from ecosystem.exhibitions.services.holding import claim_on

MOST_PLACES = 10


def wait(
    exhibitor: Exhibitor, *, by: Account, booth: Booth | None = None, zone: Zone | None = None, kind: str = ""
) -> WaitingPlace:
    """Put an exhibitor onto the waiting list for a booth, or for any of a zone and kind; again, nothing changes.

    Raises Refused when not accepted, when the exhibition is over, or beyond ten places.
    """
    with transaction() as current:
        present = locked(Exhibitor, exhibitor.id)
        if present.state is not ExhibitorState.ACCEPTED or present.exhibition.state is not ExhibitionState.PUBLISHED:
            raise Refused(_l("Only accepted exhibitors of an exhibition that is open can wait for a booth."))
        key = f"booth:{booth.id}" if booth else f"any:{zone.id if zone else ''}:{kind}"
        mine = [each for each in _live_places(present) if each.live_key == key]
        if mine:
            return mine[0]
        if len(_live_places(present)) >= MOST_PLACES:
            raise Refused(_l("You wait for ten booths already. Leave a place before you take another."))
        place = WaitingPlace(
            exhibition_id=present.exhibition_id,
            exhibitor_id=present.id,
            booth_id=booth.id if booth else None,
            zone_id=zone.id if zone else None,
            kind=kind if kind in {each.value for each in BoothKind} else "",
            live_key=key,
        )
        with unique_or(_l("You wait for this already.")):
            current.add(place)
            current.flush()
        return place


def _live_places(exhibitor: Exhibitor) -> list[WaitingPlace]:
    return list(waiting_places_of(exhibitor))


def leave(place: WaitingPlace, *, by: Account) -> None:
    """Leave the waiting list; what is offered for the place goes to the next. Leaving again changes nothing."""
    with transaction():
        present = locked(WaitingPlace, place.id)
        if present.state not in (WaitingState.WAITING, WaitingState.OFFERED):
            return
        offered = session().get(Booth, present.offered_booth_id) if present.offered_booth_id else None
        present.state, present.live_key = WaitingState.LEFT, None
        claim = claim_on(offered) if offered else None
        if claim is not None and claim.state is ClaimState.OFFERED and claim.exhibitor_id == present.exhibitor_id:
            free(claim, by=by.id)


def take_offer(claim: BoothClaim, *, by: Account) -> BoothClaim:
    """Take what was offered: the order is placed, or a free booth confirmed. Taking again changes nothing.

    Raises Refused when the offer ran out.
    """
    with transaction():
        present = locked(BoothClaim, claim.id)
        if present.state is not ClaimState.OFFERED:
            return present
        now = clock.now()
        if present.held_until is None or present.held_until <= now:
            raise Refused(_l("This offer has run out."))
        present.state = ClaimState.HELD
        present.held_until = max(present.held_until, now + timedelta(minutes=present.exhibitor.exhibition.hold_minutes))
        _end_place(present, WaitingState.SERVED)
        return settle_or_hold(present, due=present.price, by=by)


def decline_offer(claim: BoothClaim, *, by: Account) -> None:
    """Leave an offer to the next; the place on the list is given up. Declining again changes nothing."""
    with transaction():
        present = session().get(BoothClaim, claim.id, populate_existing=True)
        if present is None or present.state is not ClaimState.OFFERED:
            return
        _end_place(present, WaitingState.LEFT)
        free(present, by=by.id)


def expire_offers() -> int:
    """Pass offers that ran out on to the next, one transaction each; return how many."""
    return sum(_expire(ident) for ident in due_offers(clock.now()))


def _expire(ident: int) -> bool:
    with transaction():
        claim = session().get(BoothClaim, ident, populate_existing=True, with_for_update={"of": BoothClaim})
        if claim is None or claim.state is not ClaimState.OFFERED or (claim.held_until or clock.now()) > clock.now():
            return False
        _end_place(claim, WaitingState.PASSED)
        exhibitor, booth = claim.exhibitor, claim.booth
        free(claim, by=None)
        notices.freed(exhibitor, booth, why="offer")
        return True


def offer_free_booths() -> int:
    """Offer booths that became free otherwise (drawn anew, no longer blocked) to who waits; return how many."""
    number = 0
    for booth in free_booths_waited_for():
        try:
            with transaction():
                number += offer_next(locked(Booth, booth.id)) is not None
        except AlreadyTaken:
            continue  # somebody chose it at this moment
    return number


def _end_place(claim: BoothClaim, state: WaitingState) -> None:
    place = session().scalar(
        select(WaitingPlace).where(
            WaitingPlace.exhibitor_id == claim.exhibitor_id,
            WaitingPlace.offered_booth_id == claim.booth_id,
            WaitingPlace.state == WaitingState.OFFERED,
        )
    )
    if place is not None:
        place.state, place.live_key = state, None
