"""Money that did not fit: the treasurer accepts it, gives it back, or sets it aside with a reason."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import ask
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import DiscrepancyState, OrderState
from ecosystem.payments.models import Capture, Discrepancy, Order, Refund
from ecosystem.payments.services.captures import count
from ecosystem.payments.services.papers import issue_further_receipt
from ecosystem.payments.services.refunds import new_refund
from ecosystem.payments.services.settling import settle
from ecosystem.payments.signals import MayReinstate


def accept(held: Discrepancy, *, reason: str, by: int, order_code: str = "", shown: int | None = None) -> Order:
    """Count the money: the order is paid with it, whatever the difference; one that is over is taken up again.

    `order_code` names the order of money that named none. Raises Refused where it cannot count: another currency, an
    order paid in full, something that was sold to others meanwhile.
    """
    with transaction():
        capture = session().get_one(Capture, held.capture_id)
        order = _order(held, capture, order_code)
        present = _decide(held, DiscrepancyState.ACCEPTED, reason=reason, by=by, shown=shown)
        _ensure_countable(capture, order)
        present.organiser_id = order.organiser_id
        was_paid = order.state not in (OrderState.OPEN, OrderState.EXPIRED, OrderState.CANCELLED)
        count(capture, order)
        if was_paid:
            issue_further_receipt(order, capture)
        else:
            with unique_or(_l("This was ordered and paid anew meanwhile. Give the money back instead.")):
                settle(order, by=by, through=capture.provider)
                session().flush()
        audit.record("discrepancy.accepted", present, by=by, scope=order.organiser, note=reason)
        return order


def _order(held: Discrepancy, capture: Capture, code: str) -> Order:
    """The order the money is for, locked; one named by hand must be the same organiser's."""
    ident = capture.order_id
    if ident is None:
        wanted = select(Order.id).where(Order.code == code.strip().upper())
        if held.organiser_id is not None:
            wanted = wanted.where(Order.organiser_id == held.organiser_id)
        ident = session().scalar(wanted) if code.strip() else None
    if ident is None:
        text = _l("Name the order the money is for, such as DH-2026-0001.")
        raise Invalid(text, details={"order_code": text})
    return locked(Order, ident)


def _ensure_countable(capture: Capture, order: Order) -> None:
    if capture.currency != order.currency:
        raise Refused(_l("Money in another currency cannot count for this order. Give it back instead."))
    if order.state is OrderState.REFUNDED or (order.state is not OrderState.OPEN and order.captured >= order.total):
        raise Refused(_l("The order is paid in full. Give the money back instead."))
    if order.state in (OrderState.EXPIRED, OrderState.CANCELLED):
        reasons = ask(MayReinstate(order.id, order.purpose, order.subject))
        if reasons:
            raise Refused(reasons[0])


def give_back(held: Discrepancy, *, reason: str, by: int, shown: int | None = None) -> Refund:
    """Ask for a refund of all of the money; it never counted, so that the order does not change."""
    with transaction():
        present = _decide(held, DiscrepancyState.REFUNDED, reason=reason, by=by, shown=shown)
        capture = session().get_one(Capture, present.capture_id)
        if present.organiser_id is None:
            raise Refused(_l("Nobody's order is named. Find the order first, or set the money aside."))
        refund = new_refund(capture, present.organiser_id, capture.amount, reason=reason, by=by)
        refund.order_id, refund.counts, refund.discrepancy_id = capture.order_id, False, present.id
        session().add(refund)
        session().flush()
        scope = session().get_one(Organiser, present.organiser_id)
        audit.record("discrepancy.refunded", present, by=by, scope=scope, note=reason)
        return refund


def set_aside(held: Discrepancy, *, reason: str, by: int, shown: int | None = None) -> Discrepancy:
    """Leave the money uncounted, with a reason (a test transfer, a mistake of the bank that it took back)."""
    with transaction():
        present = _decide(held, DiscrepancyState.IGNORED, reason=reason, by=by, shown=shown)
        audit.record("discrepancy.ignored", present, by=by, scope=present.organiser, note=reason)
        return present


def _decide(held: Discrepancy, state: DiscrepancyState, *, reason: str, by: int, shown: int | None) -> Discrepancy:
    if not reason.strip():
        text = _l("Please give a reason; it is kept.")
        raise Invalid(text, details={"reason": text})
    present = locked(Discrepancy, held.id)
    check_version(present, shown)
    if present.state is not DiscrepancyState.OPEN:
        raise Refused(_l("This was decided already. Please reload the page."))
    present.state, present.reason = state, reason.strip()
    present.decided_at, present.decided_by_id = clock.now(), by
    return present
