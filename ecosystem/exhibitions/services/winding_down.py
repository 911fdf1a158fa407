"""A cancelled exhibition: every holder is told and freed by a task; payments give back what was paid, in a run."""

from collections.abc import Callable, Sequence

from sqlalchemy import select, update

from ecosystem.core.background import ask_for
from ecosystem.core.database import scalars, session, transaction
from ecosystem.exhibitions import notices
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    BoothOrder,
    Exhibition,
    Exhibitor,
    ExhibitorState,
    WaitingPlace,
    WaitingState,
)
from ecosystem.exhibitions.queries.exhibitions import exhibition_by_id
from ecosystem.exhibitions.services.freeing import call_off, free, locked_claim
from ecosystem.payments.models import Order
from ecosystem.payments.services.runs import ask_refunds, given_back_by

KIND = "exhibitions.wind_down"


def begin(exhibition_id: int) -> None:
    """Have everything paid given back by a run of refunds and everybody told by a task, inside the cancellation."""
    exhibition = session().get_one(Exhibition, exhibition_id)
    run = ask_refunds(_orders_of(exhibition), exhibition.cancelled_reason or exhibition.title, by=None)
    payload = {"exhibition_id": exhibition_id, "run_id": run.id if run is not None else None}
    ask_for(KIND, subject=f"exhibition:{exhibition_id}", by=None, payload=payload, about=exhibition.title)


def _orders_of(exhibition: Exhibition) -> Sequence[Order]:
    statement = (
        select(Order)
        .join(BoothOrder, BoothOrder.order_id == Order.id)
        .join(BoothClaim, BoothClaim.id == BoothOrder.claim_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(Booth.exhibition_id == exhibition.id)
        .order_by(Order.id)
    )
    return scalars(statement)


def wind_down(exhibition_id: int, *, run_id: int | None, told: Callable[[int, int], None]) -> int:
    """Free all booths of a cancelled exhibition and tell everybody; return how many exhibitors there were.

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
    for number, ident in enumerate(ids):
        told(number, len(ids))
        _release(ident, run_id)
    return len(ids)


def _release(exhibitor_id: int, run_id: int | None) -> None:
    with transaction():
        exhibitor = session().get_one(Exhibitor, exhibitor_id, populate_existing=True)
        claims = session().scalars(
            select(BoothClaim.id).where(BoothClaim.exhibitor_id == exhibitor_id).order_by(BoothClaim.id)
        )
        returned = 0
        for claim_id in claims.all():
            claim, orders = locked_claim(claim_id)
            returned += given_back_by(run_id, [order for _row, order in orders])
            free(claim, by=None, offers=False)
            call_off(orders, by=None)
        notices.cancelled(exhibitor, refund=returned)


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
