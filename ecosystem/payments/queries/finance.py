"""Reading an organiser's money: its orders with sums, its figures, what waits for the treasurer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from ecosystem.core import clock
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Organiser
from ecosystem.payments.models import (
    Capture,
    Discrepancy,
    DiscrepancyState,
    Order,
    OrderState,
    Reconciliation,
    Refund,
    RefundRun,
    RefundState,
)
from ecosystem.payments.queries.orders import whole_order

PERIODS = {"7": 7, "30": 30, "90": 90, "365": 365}
"""Periods of a list of orders: how many days back they reach."""


@dataclass(frozen=True)
class Filters:
    """What of the orders is shown; empty means all."""

    query: str = ""
    state: str = ""
    purpose: str = ""
    provider: str = ""
    period: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> "Filters":
        """Read an address; what nobody offers counts as nothing."""
        period, state = str(arguments.get("period", "")), str(arguments.get("state", ""))
        return cls(
            query=str(arguments.get("q", "")).strip()[:100],
            state=state if state in {each.value for each in OrderState} else "",
            purpose=str(arguments.get("purpose", ""))[:40],
            provider=str(arguments.get("provider", ""))[:20],
            period=period if period in PERIODS else "",
        )


@dataclass(frozen=True)
class Sums:
    """What the orders of a list come to, in đồng; `held` is what was received and not given back."""

    number: int
    total: int
    captured: int
    refunded: int

    @property
    def held(self) -> int:
        """What stays with the organiser."""
        return self.captured - self.refunded


def conditions(organiser: Organiser, filters: Filters, *, but: str = "") -> list[ColumnElement[bool]]:
    """Return what the orders of a list fulfil; `but` leaves one filter out, to count its choices."""
    found: list[ColumnElement[bool]] = [Order.organiser_id == organiser.id]
    if filters.query:
        found.append(matches(Order.search_text, filters.query))
    if filters.state and but != "state":
        found.append(Order.state == OrderState(filters.state))
    if filters.purpose and but != "purpose":
        found.append(Order.purpose == filters.purpose)
    if filters.provider and but != "provider":
        found.append(Order.paid_through == filters.provider)
    if filters.period and but != "period":
        found.append(Order.placed_at >= clock.now() - timedelta(days=PERIODS[filters.period]))
    return found


SORTS: dict[str, Any] = {
    "placed": Order.placed_at,
    "total": Order.total,
    "code": Order.code,
    "buyer": Order.buyer_name,
    "expires": Order.expires_at,
}


def orders_of(organiser: Organiser, filters: Filters, sort: str = "-placed") -> Select[Any]:
    """Statement: the organiser's orders, sorted by a key of SORTS ("-key" descending)."""
    column = SORTS.get(sort.removeprefix("-"), Order.placed_at)
    ordered = column.desc() if sort.startswith("-") else column.asc()
    return select(Order).where(*conditions(organiser, filters)).order_by(ordered, Order.id.desc())


def sums_of(organiser: Organiser, filters: Filters) -> Sums:
    """Return what all orders of the list come to, not only those of its page."""
    total = [func.coalesce(func.sum(column), 0) for column in (Order.total, Order.captured, Order.refunded)]
    row = session().execute(select(func.count(), *total).where(*conditions(organiser, filters))).one()
    return Sums(*(int(each) for each in row))


def counts_of(organiser: Organiser, filters: Filters) -> dict[str, dict[str, int]]:
    """Return how many orders each choice of the filters state, purpose and provider has, with the other filters on."""
    columns = {"state": Order.state, "purpose": Order.purpose, "provider": Order.paid_through}
    found = {}
    for name, column in columns.items():
        chosen = select(column, func.count()).where(*conditions(organiser, filters, but=name)).group_by(column)
        rows = session().execute(chosen).all()
        found[name] = {getattr(value, "value", value): number for value, number in rows if value}
    return found


def table_rows(organiser: Organiser, filters: Filters) -> Iterator[Order]:
    """Yield all orders of the list for a file, some hundred at a time."""
    chosen = orders_of(organiser, filters).options(joinedload(Order.organiser)).execution_options(yield_per=500)
    yield from session().scalars(chosen)


def discrepancies_of(organiser: Organiser, *, state: DiscrepancyState | None, unowned: bool) -> Select[Any]:
    """Statement: money that did not fit, newest first; with `unowned` also what came in for nobody's order."""
    mine: ColumnElement[bool] = Discrepancy.organiser_id == organiser.id
    chosen = select(Discrepancy).where(mine | Discrepancy.organiser_id.is_(None) if unowned else mine)
    if state is not None:
        chosen = chosen.where(Discrepancy.state == state)
    whole = joinedload(Discrepancy.capture).joinedload(Capture.order)
    ordered = chosen.order_by(Discrepancy.found_at.desc(), Discrepancy.id.desc())
    return ordered.options(whole, joinedload(Discrepancy.decided_by))


def discrepancy_of(organiser_slug: str, discrepancy_id: str) -> Discrepancy:
    """Return money that did not fit, of that organiser or of nobody's order. Raises NoSuchRecord."""
    mine = select(Organiser.id).where(Organiser.slug == organiser_slug).scalar_subquery()
    owned = (Discrepancy.organiser_id == mine) | Discrepancy.organiser_id.is_(None)
    chosen = select(Discrepancy).where(Discrepancy.public_id == discrepancy_id, owned)
    whole = joinedload(Discrepancy.capture).joinedload(Capture.order)
    found: Discrepancy | None = session().scalar(chosen.options(whole, joinedload(Discrepancy.organiser)))
    return one_or_missing(found)


def refunds_of(organiser: Organiser, *, state: RefundState | None) -> Select[Any]:
    """Statement: what goes back, what waits first."""
    chosen = select(Refund).where(Refund.organiser_id == organiser.id)
    if state is not None:
        chosen = chosen.where(Refund.state == state)
    whole = (joinedload(Refund.order), joinedload(Refund.asked_by), joinedload(Refund.capture))
    return chosen.order_by(Refund.done_at.is_not(None), Refund.asked_at.desc(), Refund.id.desc()).options(*whole)


def refund_of(organiser_slug: str, refund_id: str) -> Refund:
    """Return a refund of that organiser. Raises NoSuchRecord."""
    mine = select(Organiser.id).where(Organiser.slug == organiser_slug).scalar_subquery()
    chosen = select(Refund).where(Refund.public_id == refund_id, Refund.organiser_id == mine)
    found: Refund | None = session().scalar(chosen.options(joinedload(Refund.order), joinedload(Refund.capture)))
    return one_or_missing(found)


def order_of(organiser_slug: str, order_id: str) -> Order:
    """Return an order of that organiser with its lines. Raises NoSuchRecord."""
    chosen = whole_order().join(Order.organiser).where(Organiser.slug == organiser_slug, Order.public_id == order_id)
    found: Order | None = session().scalar(chosen)
    return one_or_missing(found)


def run_of(organiser_slug: str, run_id: str) -> RefundRun:
    """Return a run of refunds of that organiser. Raises NoSuchRecord."""
    chosen = select(RefundRun).join(RefundRun.organiser).where(RefundRun.public_id == run_id)
    found: RefundRun | None = session().scalar(
        chosen.where(Organiser.slug == organiser_slug).options(joinedload(RefundRun.organiser))
    )
    return one_or_missing(found)


def runs_of(organiser: Organiser) -> Sequence[RefundRun]:
    """Return the organiser's runs of refunds, newest first."""
    chosen = select(RefundRun).where(RefundRun.organiser_id == organiser.id).order_by(RefundRun.id.desc()).limit(20)
    return session().scalars(chosen).all()


def reconciliations_of(organiser: Organiser) -> Select[Any]:
    """Statement: the comparisons with providers, newest first."""
    chosen = select(Reconciliation).where(Reconciliation.organiser_id == organiser.id)
    return chosen.order_by(Reconciliation.day.desc(), Reconciliation.provider, Reconciliation.id.desc())


@dataclass(frozen=True)
class Waiting:
    """What waits for the treasurer: how many, and how much."""

    discrepancies: int
    discrepancies_sum: int
    manual_refunds: int
    manual_refunds_sum: int
    failed_refunds: int
    open_orders: int
    open_sum: int


def waiting_for(organiser: Organiser) -> Waiting:
    """Return what waits for the treasurer of an organiser."""
    held = select(func.count(), func.coalesce(func.sum(Capture.amount), 0)).select_from(Discrepancy)
    held = held.join(Capture, Capture.id == Discrepancy.capture_id)
    mine = Discrepancy.organiser_id == organiser.id, Discrepancy.state == DiscrepancyState.OPEN
    number, total = session().execute(held.where(*mine)).one()
    by_hand = Refund.is_manual & (Refund.state == RefundState.ASKED)
    refunds = session().execute(
        select(
            func.count().filter(by_hand),
            func.coalesce(func.sum(Refund.amount).filter(by_hand), 0),
            func.count().filter(Refund.state == RefundState.FAILED),
        ).where(Refund.organiser_id == organiser.id)
    ).one()  # fmt: skip
    unpaid = session().execute(
        select(func.count(), func.coalesce(func.sum(Order.total), 0)).where(
            Order.organiser_id == organiser.id, Order.state == OrderState.OPEN
        )
    ).one()  # fmt: skip
    return Waiting(number, int(total), refunds[0], int(refunds[1]), refunds[2], unpaid[0], int(unpaid[1]))


def by_day(organiser: Organiser, *, days: int = 30) -> list[tuple[date, int, int]]:
    """Return for each of the last days, in the organiser's zone, what counted and what went back, in đồng."""
    zone = clock.zone(organiser.timezone)
    today = clock.now().astimezone(zone).date()
    first = today - timedelta(days=days - 1)
    since = datetime.combine(first, time(), zone)
    sums = {first + timedelta(days=number): [0, 0] for number in range(days)}
    came = select(Capture.at, Capture.amount).join(Capture.order).where(Order.organiser_id == organiser.id)
    went = select(Refund.done_at, Refund.amount).where(Refund.organiser_id == organiser.id, Refund.counts)
    both = came.where(Capture.counts, Capture.at >= since), went.where(Refund.done_at >= since)
    for column, chosen in enumerate(both):
        for moment, amount in session().execute(chosen):
            assert moment is not None, "chosen by its time"
            day = moment.astimezone(zone).date()
            if day in sums:
                sums[day][column] += amount
    return [(day, came_in, went_out) for day, (came_in, went_out) in sums.items()]


def by_purpose(organiser: Organiser) -> list[tuple[str, int]]:
    """Return what each purpose brought and kept, in đồng, most first."""
    kept = func.sum(Order.captured - Order.refunded)
    chosen = select(Order.purpose, kept).where(Order.organiser_id == organiser.id, Order.captured > 0)
    rows = session().execute(chosen.group_by(Order.purpose).order_by(kept.desc()))
    return [(purpose, int(total)) for purpose, total in rows]
