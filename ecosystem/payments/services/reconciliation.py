"""Comparing our book with the providers': what each holds for an order, and where the two differ."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Subquery, func, or_, select

from ecosystem.core import clock
from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import RefundState
from ecosystem.payments.gateway import Gateway, GatewayAway, GatewayRefused, gateways
from ecosystem.payments.models import Capture, Order, Reconciliation, Refund, Seller

LOOKS_BACK = timedelta(days=14)
MOST_ORDERS = 1_000
PATIENCE = 3  # unanswered questions in a row, then the rest is left for another day
BACK = (RefundState.SENT, RefundState.DONE)


@dataclass(frozen=True)
class Difference:
    """An order for which two books differ, in đồng."""

    order: str
    title: str
    ours: int
    theirs: int
    ours_refunded: int
    theirs_refunded: int
    currency: str = "VND"


@dataclass
class Comparison:
    """The sums of both books, and where they differ."""

    orders: int = 0
    ours: int = 0
    theirs: int = 0
    unanswered: int = 0
    differences: tuple[Difference, ...] = ()


def reconcile_due() -> int:
    """Compare today's books of every seller and provider that were not compared today; return how many."""
    sellers = session().scalars(select(Seller).order_by(Seller.id)).all()
    return sum(_is_due(seller, gateway) and bool(reconcile(seller, gateway)) for seller, gateway in _pairs(sellers))


def _pairs(sellers: Iterable[Seller]) -> list[tuple[Seller, Gateway]]:
    asked = [gateway for gateway in gateways().values() if gateway.can_reconcile]
    return [(seller, gateway) for seller in sellers for gateway in asked if gateway.offered(seller, None)]


def reconcilable(seller: Seller) -> list[Gateway]:
    """Return the providers of a seller that can be asked."""
    return [gateway for _seller, gateway in _pairs([seller])]


def _is_due(seller: Seller, gateway: Gateway) -> bool:
    chosen = select(Reconciliation.id).where(
        Reconciliation.organiser_id == seller.organiser_id,
        Reconciliation.provider == gateway.key,
        Reconciliation.day == _today(seller.organiser),
    )
    return session().scalar(chosen) is None


def reconcile(seller: Seller, gateway: Gateway) -> Reconciliation:
    """Compare the orders of the last two weeks now; a comparison of the same day is replaced by the newer one."""
    found = _compare(seller, gateway)  # asks the provider, outside of any transaction
    with transaction() as current:
        row = _row(seller, gateway)
        row.ran_at = clock.now()
        row.orders, row.ours, row.theirs = found.orders, found.ours, found.theirs
        row.unanswered, row.differences = found.unanswered, [asdict(each) for each in found.differences]
        current.flush()
        return row


def _row(seller: Seller, gateway: Gateway) -> Reconciliation:
    key = {"organiser_id": seller.organiser_id, "provider": gateway.key, "day": _today(seller.organiser)}
    chosen = select(Reconciliation).filter_by(**key).with_for_update()
    found = session().scalar(chosen)
    if found is not None:
        return found
    try:
        with unique_or(""):
            found = Reconciliation(**key, ran_at=clock.now())
            session().add(found)
            session().flush()
            return found
    except AlreadyTaken:  # another process compares at the same time
        session().expire_all()
        return session().scalars(chosen).one()


def _compare(seller: Seller, gateway: Gateway) -> Comparison:
    result, silent = Comparison(), 0
    ours = _our_book(seller.organiser, gateway.key)
    differences = []
    for order, captured, refunded in ours:
        if silent >= PATIENCE:
            result.unanswered += 1
            continue
        try:
            held = gateway.state_of(order)
        except (GatewayAway, GatewayRefused):
            result.unanswered, silent = result.unanswered + 1, silent + 1
            continue
        silent = 0
        theirs = (held.captured, held.refunded) if held is not None else (0, 0)
        currency = held.currency if held is not None else order.currency
        result.orders += bool(captured or held)
        result.ours += captured - refunded
        result.theirs += theirs[0] - theirs[1]
        if (captured, refunded) != theirs or currency != order.currency:
            differences.append(Difference(order.code, order.title, captured, theirs[0], refunded, theirs[1], currency))
    result.differences = tuple(differences)
    return result


def _our_book(organiser: Organiser, provider: str) -> list[tuple[Order, int, int]]:
    """Orders that were placed, paid or refunded lately, with what we hold of the provider's money, counted or not."""
    since = clock.now() - LOOKS_BACK
    captured = _sums(Capture, Capture.provider == provider)
    refunded = _sums(Refund, Refund.provider == provider, Refund.is_manual.is_(False), Refund.state.in_(BACK))
    moved = select(Refund.order_id).where(Refund.asked_at >= since, Refund.provider == provider)
    rows = session().execute(
        select(Order, func.coalesce(captured.c.total, 0), func.coalesce(refunded.c.total, 0))
        .outerjoin(captured, captured.c.order_id == Order.id)
        .outerjoin(refunded, refunded.c.order_id == Order.id)
        .where(Order.organiser_id == organiser.id, Order.total > 0)
        .where(or_(Order.placed_at >= since, Order.paid_at >= since, Order.id.in_(moved)))
        .order_by(Order.id.desc())
        .limit(MOST_ORDERS)
    )  # fmt: skip
    return [(order, int(taken), int(back)) for order, taken, back in rows]


def _sums(of: type[Capture] | type[Refund], *chosen: ColumnElement[bool]) -> Subquery:
    return select(of.order_id, func.sum(of.amount).label("total")).where(*chosen).group_by(of.order_id).subquery()


def _today(organiser: Organiser) -> date:
    return clock.now().astimezone(clock.zone(organiser.timezone)).date()
