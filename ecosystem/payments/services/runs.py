"""Giving many orders back at once, for a cancelled event: one decision, then one order after the other."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import locked, session, transaction
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import SETTLED, OrderState, RefundState
from ecosystem.payments.models import Order, Refund, RefundRun
from ecosystem.payments.services.orders import cancel_order
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.payments.services.sending import send_due

KIND = "payments.refund_run"
Told = Callable[[int, int], None]


def ask_refunds(orders: Sequence[Order], reason: str, by: int | None) -> RefundRun | None:
    """Decide that all of `orders`, of one organiser, are given back; a background task does it and tells its progress.

    Open orders are called off, paid ones refunded whole: also those that are paid after the decision. Called by
    whoever sells when an event is cancelled, inside its transaction. None for no orders. Raises ValueError for orders
    of two organisers.
    """
    if not orders:
        return None
    organisers = {order.organiser_id for order in orders}
    if len(organisers) > 1:
        raise ValueError("a run of refunds belongs to one organiser")
    with transaction() as current:
        organiser = current.get_one(Organiser, organisers.pop())
        idents = sorted({order.id for order in orders})
        run = RefundRun(organiser_id=organiser.id, reason=reason, asked_by_id=by, order_ids=idents)
        current.add(run)
        audit.record("refund_run.asked", run, by=by, scope=organiser, changes={"orders": (0, len(idents))}, note=reason)
        url = f"/organise/{organiser.slug}/finance/runs/{run.public_id}"
        ask_for(KIND, subject=f"run:{run.public_id}", by=by, payload={"run_id": run.id}, about=reason, url=url)
        return run


def given_back_by(run_id: int | None, orders: Sequence[Order]) -> int:
    """Return how many đồng of `orders` a run gives back or will, for whoever tells the buyers."""
    if run_id is None or not orders:
        return 0
    left = sum(order.left_to_refund for order in orders if order.state in SETTLED)
    asked = select(func.coalesce(func.sum(Refund.amount), 0)).where(
        Refund.run_id == run_id,
        Refund.order_id.in_([order.id for order in orders]),
        Refund.state != RefundState.FAILED,
    )
    return left + int(session().scalar(asked) or 0)


def carry_out(run: RefundRun, told: Told) -> None:
    """Ask for what is not asked for yet, one transaction an order, then send what providers can send.

    May be broken off anywhere and begun again: what was asked for once for this run is not asked for again.
    """
    number = len(run.order_ids)
    for done, ident in enumerate(run.order_ids):
        _give_back(run, ident)
        told(done + 1, number)
    while send_due():
        told(number, number)


def _give_back(run: RefundRun, ident: int) -> None:
    with transaction() as current:
        order = locked(Order, ident)
        asked = current.scalar(select(Refund.id).where(Refund.run_id == run.id, Refund.order_id == ident).limit(1))
        if order.state is OrderState.OPEN:
            cancel_order(order, by=run.asked_by_id, reason=run.reason)
        elif asked is None and order.state in SETTLED and order.left_to_refund > 0:
            ask_refund(order, amount=None, reason=run.reason, by=run.asked_by_id, run=run.id)


def end(run: RefundRun) -> None:
    """Note that everything of the run was asked for; called in the transaction that ends the task."""
    present = locked(RefundRun, run.id)
    present.finished_at = present.finished_at or clock.now()


def progress_of(run: RefundRun) -> dict[RefundState, tuple[int, int]]:
    """Return by state how many refunds the run has, and their sum."""
    rows = session().execute(
        select(Refund.state, func.count(), func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.run_id == run.id)
        .group_by(Refund.state)
    )
    return {state: (number, int(total)) for state, number, total in rows}
