"""The buyer's pages: one order, how to pay it, how it stands; all one's orders."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.core.access import actor, requires
from ecosystem.core.errors import EcosystemError
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import is_htmx, safe_target
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.gateway import Redirect, provider_title
from ecosystem.payments.models import Order
from ecosystem.payments.policies import PaymentAction, Visit
from ecosystem.payments.queries import orders as reading
from ecosystem.payments.queries.sellers import seller_of_order
from ecosystem.payments.services import orders
from ecosystem.payments.services.paying import is_payable, start_payment, ways_to_pay
from ecosystem.payments.views.visits import key_for, visit_of

OFTEN, SELDOM = 15, 20  # a minute every four seconds, then ten minutes every thirty
bp = Blueprint("orders", __name__, url_prefix="/orders")


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """What stands here is somebody's own, and its address may carry a key."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@bp.get("/")
@requires(PaymentAction.LIST_MINE)
def mine() -> str:
    """Everything I ordered, newest first."""
    page = page_of(reading.orders_of_buyer(actor().id or 0), number=request.args.get("page", 1, int))
    return render_template("payments/mine.html", page=page)


@bp.get("/<order_id>")
@requires(PaymentAction.SEE, on=visit_of, anonymous=True)
def show(visit: Visit) -> str:
    """What was ordered, how to pay it, how it stands, its papers."""
    return _page(visit.order)


@bp.get("/<order_id>/state")
@requires(PaymentAction.SEE, on=visit_of, anonymous=True)
def state(visit: Visit) -> Any:
    """The part of the page that asks for itself while money is awaited; the whole page is loaded anew at a change."""
    order = visit.order
    if not is_htmx():
        return redirect(url_for(".show", order_id=order.public_id, key=key_for(order)))
    response = make_response(
        render_template("payments/_waiting.html", order=order, key=key_for(order), **_waiting(order))
    )
    if order.state is not OrderState.OPEN:
        response.headers["HX-Refresh"] = "true"
    return response


@bp.post("/<order_id>/pay/<provider>")
@requires(PaymentAction.PAY, on=visit_of, anonymous=True)
def pay(visit: Visit, provider: str) -> Any:
    """Go to the provider."""
    order = visit.order
    try:
        step = start_payment(order, provider)
    except EcosystemError as error:
        flash(str(error.message), "error")
    else:
        if isinstance(step, Redirect):
            return redirect(step.url, code=303)
    return redirect(url_for(".show", order_id=order.public_id, key=key_for(order)), code=303)


@bp.post("/<order_id>/cancel")
@requires(PaymentAction.PAY, on=visit_of, anonymous=True)
def cancel(visit: Visit) -> Response:
    """Call the order off while it is not paid."""
    order = orders.cancel_order(visit.order, by=actor().id, reason=_("Called off by the buyer."))
    flash(_("The order is cancelled. Nothing is to be paid."), "success")
    return redirect(url_for(".show", order_id=order.public_id, key=key_for(order)))


def _waiting(order: Order) -> dict[str, Any]:
    """How the page waits: more and more seldom, and no more once a mail is the better messenger."""
    asked = min(max(request.args.get("asked", 0, int), 0), 1_000)
    returned = bool(request.args.get("returned")) and order.state is OrderState.OPEN and reading.is_begun(order)
    if asked < OFTEN:
        pause: int | None = 4
    else:
        pause = 30 if asked < OFTEN + SELDOM else None
    return {"returned": returned, "asked": asked, "pause": pause}


def _page(order: Order) -> str:
    awaited = is_payable(order)
    return render_template(
        "payments/order.html",
        order=order,
        seller=seller_of_order(order),
        key=key_for(order),
        ways=ways_to_pay(order) if awaited else [],
        awaited=awaited,
        papers=reading.papers_of(order),
        refunds=reading.refunds_of(order) if order.captured else [],
        provider_title=provider_title,
        back=safe_target(order.back, ""),
        **_waiting(order),
    )
