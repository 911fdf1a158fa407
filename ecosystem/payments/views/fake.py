"""The pages of the fictional provider. They say on every line that nothing here is real; production has none."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.core.access import requires
from ecosystem.core.errors import NoSuchRecord
from ecosystem.payments.gateway.fake import may_exist
from ecosystem.payments.policies import PaymentAction, Visit
from ecosystem.payments.services.captures import Outcome
from ecosystem.payments.services.paying import is_payable
from ecosystem.payments.services.testing import Click, click
from ecosystem.payments.views.visits import key_for, visit_of

bp = Blueprint("fake_provider", __name__, url_prefix="/test-payment")


@bp.before_request
def only_where_nothing_is_at_stake() -> None:
    """Raise NoSuchRecord where fictional money has no place."""
    if not may_exist():
        raise NoSuchRecord(_l("There is no such page."))


@bp.get("/<order_id>")
@requires(PaymentAction.PAY, on=visit_of, anonymous=True)
def page(visit: Visit) -> str:
    """Choose what the provider is to do."""
    order = visit.order
    return render_template("payments/fake.html", order=order, key=key_for(order), awaited=is_payable(order))


@bp.post("/<order_id>/<any(pay,short,delay,fail):button>")
@requires(PaymentAction.PAY, on=visit_of, anonymous=True)
def press(visit: Visit, button: str) -> Any:
    """Do it, and send the buyer back to the order."""
    order = visit.order
    if is_payable(order):
        _say(Click(button), click(order, Click(button)))
    return _back(visit, under_way=button == Click.DELAY)


def _say(button: Click, outcome: Any) -> None:
    if button is Click.FAIL:
        flash(_("The payment failed (in the test). Nothing was charged; you can try again."), "error")
    elif button is Click.DELAY:
        flash(_("The test provider reports the payment in a minute. This page follows by itself."), "info")
    elif outcome is not None and outcome.outcome is Outcome.HELD:
        flash(
            _("The money arrived, but the amount does not fit. The organiser decides what happens with it."), "warning"
        )


def _back(visit: Visit, *, under_way: bool) -> Response:
    order = visit.order
    address = url_for("orders.show", order_id=order.public_id, key=key_for(order), returned=1 if under_way else None)
    return redirect(address, code=303)
