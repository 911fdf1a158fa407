"""A cancelled exhibition: every holder is told and freed, everything paid is given back, one by one, resumable."""

from collections.abc import Callable

from sqlalchemy import select, update

from ecosystem.core.database import session, transaction
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    Exhibition,
    Exhibitor,
    ExhibitorState,
    WaitingPlace,
    WaitingState,
)
from ecosystem.exhibitions.queries.exhibitions import exhibition_by_id
from ecosystem.exhibitions.services.freeing import call_off, free, give_back, locked_claim


def wind_down(exhibition_id: int, *, by: int | None, told: Callable[[int, int], None]) -> int:
    """Free all booths of a cancelled exhibition, ask for refunds and tell everybody; return the đồng given back.

    Each exhibitor is one transaction, so that a second run goes on where the first one stopped.
    """
    exhibition = exhibition_by_id(exhibition_id)
    _end_waiting(exhibition)
    ids = (
        session()
        .scalars(
            select(Exhibitor.id)
            .where(
                Exhibitor.exhibition_id == exhibition_id,
                Exhibitor.state.in_((ExhibitorState.ACCEPTED, ExhibitorState.APPLIED)),
            )
            .order_by(Exhibitor.id)
        )
        .all()
    )
    total = 0
    for number, ident in enumerate(ids):
        told(number, len(ids))
        total += _release(ident, by=by)
    return total


def _release(exhibitor_id: int, *, by: int | None) -> int:
    with transaction():
        exhibitor = session().get_one(Exhibitor, exhibitor_id, populate_existing=True)
        reason = exhibitor.exhibition.title
        claims = session().scalars(
            select(BoothClaim.id).where(BoothClaim.exhibitor_id == exhibitor_id).order_by(BoothClaim.id)
        )
        returned = 0
        for claim_id in claims.all():
            claim, orders = locked_claim(claim_id)
            returned += give_back(orders, by=by, reason=reason)
            free(claim, by=by, offers=False)
            call_off(orders, by=by)
        notices.cancelled(exhibitor, refund=returned)
        return returned


def _end_waiting(exhibition: Exhibition) -> None:
    with transaction() as current:
        current.execute(
            update(WaitingPlace)
            .where(
                WaitingPlace.exhibition_id == exhibition.id,
                WaitingPlace.state.in_((WaitingState.WAITING, WaitingState.OFFERED)),
            )
            .values(state=WaitingState.LEFT, live_key=None)
        )


def holders_left(exhibition: Exhibition) -> int:
    """Return how many claims a cancelled exhibition still has."""
    statement = select(BoothClaim.id).join(Booth).where(Booth.exhibition_id == exhibition.id)
    return len(session().scalars(statement).all())
