"""Reading who has which booth, what was paid for it, who waits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.events.models import Event
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    BoothOrder,
    ClaimState,
    Exhibition,
    Exhibitor,
    ExhibitorState,
    SwapRequest,
    SwapState,
    WaitingPlace,
    WaitingState,
)
from ecosystem.exhibitions.policies import SwapSide
from ecosystem.payments.models import Order


def claims_of(exhibitor: Exhibitor) -> Sequence[BoothClaim]:
    """Return what an exhibitor has, holds or is offered, in the order it came."""
    return scalars(_claims().where(BoothClaim.exhibitor_id == exhibitor.id))


def claims_in(exhibition: Exhibition) -> Sequence[BoothClaim]:
    """Return all claims of an exhibition in the order they came."""
    return scalars(_claims().join(BoothClaim.booth).where(Booth.exhibition_id == exhibition.id))


def claim_of(exhibitor_id: str, claim_id: str) -> BoothClaim:
    """Return a claim of the exhibitor, with booth and exhibitor. Raises NoSuchRecord."""
    statement = _claims().join(BoothClaim.exhibitor)
    found: BoothClaim | None = session().scalar(
        statement.where(Exhibitor.public_id == exhibitor_id, BoothClaim.public_id == claim_id)
    )
    return one_or_missing(found)


def claim_in(slug: str, claim_id: str) -> BoothClaim:
    """Return a claim in the exhibition `slug`. Raises NoSuchRecord."""
    statement = _claims().join(BoothClaim.booth).join(Booth.exhibition)
    found: BoothClaim | None = session().scalar(
        statement.where(Exhibition.slug == slug, BoothClaim.public_id == claim_id)
    )
    return one_or_missing(found)


def _claims() -> Select[Any]:
    return (
        select(BoothClaim)
        .options(
            joinedload(BoothClaim.booth).joinedload(Booth.hall),
            joinedload(BoothClaim.booth).joinedload(Booth.zone),
            joinedload(BoothClaim.exhibitor).joinedload(Exhibitor.exhibition).joinedload(Exhibition.event).joinedload(
                Event.organiser
            ),
            joinedload(BoothClaim.exhibitor).joinedload(Exhibitor.contact),
        )
        .order_by(BoothClaim.id)
    )  # fmt: skip


def booth_orders_of(claim_id: int) -> Sequence[BoothOrder]:
    """Return the orders that pay a claim, oldest first."""
    return scalars(select(BoothOrder).where(BoothOrder.claim_id == claim_id).order_by(BoothOrder.id))


def orders_by_claim(claim_ids: Sequence[int]) -> dict[int, list[Order]]:
    """Map claims to their orders, oldest first; one statement."""
    rows = session().execute(
        select(BoothOrder.claim_id, Order)
        .join(Order, Order.id == BoothOrder.order_id)
        .where(BoothOrder.claim_id.in_(claim_ids))
        .order_by(BoothOrder.id)
    )
    found: dict[int, list[Order]] = {}
    for claim_id, order in rows:
        found.setdefault(claim_id or 0, []).append(order)
    return found


def counted_claims(exhibitor: Exhibitor) -> int:
    """Return how many booths of its own an exhibitor has or holds; one that replaces another is not counted."""
    statement = select(func.count(BoothClaim.id)).where(
        BoothClaim.exhibitor_id == exhibitor.id, BoothClaim.moves_from_id.is_(None)
    )
    return session().scalar(statement) or 0


def waiting_for(booth: Booth) -> Select[Any]:
    """Statement: the places on the waiting list that a booth would serve, first come first."""
    fits = or_(
        WaitingPlace.booth_id == booth.id,
        WaitingPlace.booth_id.is_(None)
        & or_(WaitingPlace.zone_id.is_(None), WaitingPlace.zone_id == booth.zone_id)
        & or_(WaitingPlace.kind == "", WaitingPlace.kind == booth.kind.value),
    )
    return (
        select(WaitingPlace)
        .join(WaitingPlace.exhibitor)
        .where(
            WaitingPlace.exhibition_id == booth.exhibition_id,
            WaitingPlace.state == WaitingState.WAITING,
            Exhibitor.state == ExhibitorState.ACCEPTED,
            fits,
        )
        .order_by(WaitingPlace.id)
    )


def waiting_places_of(exhibitor: Exhibitor) -> Sequence[WaitingPlace]:
    """Return what an exhibitor waits for or was offered, oldest first."""
    return scalars(
        _places().where(
            WaitingPlace.exhibitor_id == exhibitor.id,
            WaitingPlace.state.in_((WaitingState.WAITING, WaitingState.OFFERED)),
        )
    )


def waiting_list(exhibition: Exhibition) -> Sequence[WaitingPlace]:
    """Return the waiting list of an exhibition, first come first, with what was offered; past places last."""
    is_over = WaitingPlace.state.not_in((WaitingState.WAITING, WaitingState.OFFERED))
    statement = _places().where(WaitingPlace.exhibition_id == exhibition.id).order_by(None)
    return scalars(statement.order_by(is_over, WaitingPlace.id))


def waiting_place_of(exhibitor_id: str, place_id: str) -> WaitingPlace:
    """Return a place of the exhibitor on the waiting list. Raises NoSuchRecord."""
    statement = _places().join(WaitingPlace.exhibitor)
    found: WaitingPlace | None = session().scalar(
        statement.where(Exhibitor.public_id == exhibitor_id, WaitingPlace.public_id == place_id)
    )
    return one_or_missing(found)


def _places() -> Select[Any]:
    return (
        select(WaitingPlace)
        .options(
            joinedload(WaitingPlace.exhibitor).joinedload(Exhibitor.exhibition).joinedload(Exhibition.event),
            joinedload(WaitingPlace.booth),
            joinedload(WaitingPlace.zone),
            joinedload(WaitingPlace.offered_booth),
        )
        .order_by(WaitingPlace.id)
    )


def free_booths_waited_for() -> Sequence[Booth]:
    """Return booths nobody has, of published exhibitions in which somebody waits."""
    waits = select(WaitingPlace.id).where(
        WaitingPlace.exhibition_id == Booth.exhibition_id, WaitingPlace.state == WaitingState.WAITING
    )
    taken = select(BoothClaim.id).where(BoothClaim.booth_id == Booth.id)
    return scalars(
        select(Booth)
        .join(Booth.exhibition)
        .where(
            waits.exists(),
            ~taken.exists(),
            Booth.removed_at.is_(None),
            Booth.is_blocked.is_(False),
            Exhibition.state == "published",
        )
        .order_by(Booth.id)
    )


def due_offers(now: Any) -> Sequence[int]:
    """Return the ids of offers nobody took in time."""
    statement = select(BoothClaim.id).where(BoothClaim.state == ClaimState.OFFERED, BoothClaim.held_until <= now)
    return session().scalars(statement.order_by(BoothClaim.held_until, BoothClaim.id)).all()


def swaps_of(exhibitor: Exhibitor) -> Sequence[SwapRequest]:
    """Return the open wishes to swap that an exhibitor asked for or is asked about."""
    asker, other = (select(BoothClaim.id).where(BoothClaim.exhibitor_id == exhibitor.id) for _ in range(2))
    return scalars(
        _swaps().where(
            SwapRequest.state == SwapState.ASKED,
            or_(SwapRequest.asker_claim_id.in_(asker), SwapRequest.other_claim_id.in_(other)),
        )
    )


def swap_side(exhibitor_id: str, swap_id: str) -> SwapSide:
    """Return a wish to swap as the exhibitor comes to it who asked for it or is asked. Raises NoSuchRecord."""
    swap: SwapRequest | None = session().scalar(_swaps().where(SwapRequest.public_id == swap_id))
    sides = (swap.asker_claim.exhibitor, swap.other_claim.exhibitor) if swap is not None else ()
    exhibitor = one_or_missing(next((each for each in sides if each.public_id == exhibitor_id), None))
    return SwapSide(one_or_missing(swap), exhibitor)


def _swaps() -> Select[Any]:
    sides = []
    for claim in (SwapRequest.asker_claim, SwapRequest.other_claim):
        sides += [
            joinedload(claim).joinedload(BoothClaim.booth),
            joinedload(claim).joinedload(BoothClaim.exhibitor).joinedload(Exhibitor.exhibition).joinedload(
                Exhibition.event
            ),
        ]  # fmt: skip
    return select(SwapRequest).options(*sides).order_by(SwapRequest.id)
