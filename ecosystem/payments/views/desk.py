"""The treasurer's pages: overview, orders, one order with what can be done."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.core.access import actor, requires
from ecosystem.core.database import check_version
from ecosystem.core.errors import EcosystemError
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import table_answer
from ecosystem.events.models import Organiser
from ecosystem.events.queries import organiser_by_slug
from ecosystem.payments.documents.tables import order_rows
from ecosystem.payments.forms.selling import ReasonForm, RefundForm
from ecosystem.payments.gateway import gateways, provider_title
from ecosystem.payments.kinds import purpose_title
from ecosystem.payments.models import Order, OrderState
from ecosystem.payments.policies import PaymentAction
from ecosystem.payments.queries import finance
from ecosystem.payments.queries import orders as reading
from ecosystem.payments.queries.finance import Filters
from ecosystem.payments.queries.story import story_of
from ecosystem.payments.services import orders
from ecosystem.payments.services.exports import ask_for_table
from ecosystem.payments.services.refunds import ask_refund

bp = Blueprint("finance", __name__, url_prefix="/organise/<organiser_slug>/finance")
MOST_ROWS = 10_000
MILLION = 1_000_000


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Figures of money are nobody else's."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/")
@requires(PaymentAction.SEE_FINANCE, on=organiser_by_slug)
def overview(organiser: Organiser) -> str:
    """What came in and went out, and what waits for a decision."""
    return render_template(
        "payments/desk/overview.html",
        organiser=organiser,
        waiting=finance.waiting_for(organiser),
        sums=finance.sums_of(organiser, Filters()),
        days=[(day, came / MILLION, went / MILLION) for day, came, went in finance.by_day(organiser)],
        purposes=[(purpose_title(key), total) for key, total in finance.by_purpose(organiser)],
    )


@bp.get("/orders")
@requires(PaymentAction.SEE_FINANCE, on=organiser_by_slug)
def index(organiser: Organiser) -> str:
    """All orders: searched, filtered, sorted, summed."""
    filters, sort = Filters.of(request.args), request.args.get("sort", "-placed")
    return render_template(
        "payments/desk/orders.html",
        organiser=organiser,
        filters=filters,
        sort=sort if sort.removeprefix("-") in finance.SORTS else "-placed",
        page=page_of(finance.orders_of(organiser, filters, sort), number=request.args.get("page", 1, int)),
        sums=finance.sums_of(organiser, filters),
        counts=finance.counts_of(organiser, filters),
        purpose_title=purpose_title,
        provider_title=provider_title,
    )


@bp.get("/orders.<any(csv,xlsx):kind>")
@requires(PaymentAction.SEE_FINANCE, on=organiser_by_slug)
def export(organiser: Organiser, kind: str) -> Any:
    """The filtered list as a file; a very long one is made in the background."""
    filters = Filters.of(request.args)
    if finance.sums_of(organiser, filters).number > MOST_ROWS:
        task = ask_for_table(organiser, filters, kind, by=actor().id or 0)
        return redirect(url_for("tasks.show", public_id=task.public_id))
    rows = order_rows(finance.table_rows(organiser, filters), organiser.timezone)
    name = f"{organiser.slug}-orders"
    return table_answer(rows, name, kind)


@bp.get("/orders/<order_id>")
@requires(PaymentAction.SEE_FINANCE, on=finance.order_of)
def order(found: Order) -> str:
    """One order with its story, its money and what can be done."""
    return _order_page(found)


@bp.post("/orders/<order_id>/refund")
@requires(PaymentAction.RUN_FINANCE, on=finance.order_of)
def refund(found: Order) -> Any:
    """Decide that a part or the whole goes back."""
    form = RefundForm()
    if form.validate_on_submit():
        try:
            ask_refund(
                found, amount=form.amount.data, reason=form.reason.data or "", by=actor().id, shown=form.shown_version
            )
        except EcosystemError as error:
            form.amount.errors = [str(error.message)]
        else:
            flash(_("The refund is on record. Transfers wait under Refunds until you have sent them."), "success")
            return redirect(_home(found), code=303)
    return _order_page(found, refund_form=form), 400


@bp.post("/orders/<order_id>/cancel")
@requires(PaymentAction.RUN_FINANCE, on=finance.order_of)
def cancel(found: Order) -> Any:
    """Call off an order that nobody paid."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _order_page(found, cancel_form=form), 400
    check_version(found, form.shown_version)
    orders.cancel_order(found, by=actor().id, reason=form.reason.data or "")
    flash(_("The order is cancelled."), "success")
    return redirect(_home(found), code=303)


def _home(found: Order) -> str:
    return url_for(".order", organiser_slug=found.organiser.slug, order_id=found.public_id)


def _order_page(found: Order, **forms: Any) -> str:
    captures, refunds = reading.captures_of(found), reading.refunds_of(found)
    held, papers = reading.discrepancies_of(found), reading.papers_of(found)
    fresh = {"version": str(found.version)}
    ready = {"refund_form": RefundForm(formdata=None, data=fresh), "cancel_form": ReasonForm(formdata=None, data=fresh)}
    return render_template(
        "payments/desk/order.html",
        **{**ready, **forms},
        organiser=found.organiser,
        order=found,
        story=story_of(found, captures, held, refunds, papers),
        papers=papers,
        held=held,
        refunds=refunds,
        is_open=found.state is OrderState.OPEN,
        by_hand=_by_hand(found),
        purpose=purpose_title(found.purpose),
        provider_title=provider_title,
    )


def _by_hand(found: Order) -> bool:
    gateway = gateways().get(found.paid_through)
    return gateway is None or gateway.is_manual
