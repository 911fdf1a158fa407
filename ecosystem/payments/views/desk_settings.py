"""The treasurer's pages about selling: settings, discount codes; the operators' list of banks."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.core.access import Denial, actor, requires
from ecosystem.core.errors import AlreadyTaken, Invalid, StaleEdit
from ecosystem.events.models import Organiser
from ecosystem.events.queries import organiser_by_slug
from ecosystem.payments.forms.selling import BankForm, CodeForm, code_form, seller_form
from ecosystem.payments.gateway import gateways
from ecosystem.payments.kinds import purpose_title
from ecosystem.payments.models import DiscountCode
from ecosystem.payments.policies import PaymentAction
from ecosystem.payments.queries import sellers as reading
from ecosystem.payments.services import codes, sellers

bp = Blueprint("finance_settings", __name__)
HERE = "/organise/<organiser_slug>/finance"


@bp.route(f"{HERE}/settings", methods=["GET", "POST"])
@requires(PaymentAction.RUN_FINANCE, on=organiser_by_slug)
def settings(organiser: Organiser) -> Any:
    """Who sells, at which VAT, paid how and into which account."""
    seller = reading.seller_of(organiser) or sellers.seller_for(organiser)
    form = seller_form(seller)
    if form.validate_on_submit():
        values = form.to_values()
        try:
            sellers.edit_seller(organiser, values, shown=form.shown_version, by=actor().id or 0)
        except StaleEdit:
            fresh = reading.seller_of(organiser) or seller
            form.show_both({name: getattr(fresh, name) for name in values}, version=fresh.version)
        else:
            flash(_("Saved. Orders placed before keep their prices."), "success")
            return redirect(url_for(".settings", organiser_slug=organiser.slug), code=303)
    chosen = {key: gateway for key, gateway in gateways().items() if key in seller.providers}
    verdicts = ((gateway.title, gateway.offered(seller, None)) for gateway in chosen.values())
    page = render_template(
        "payments/desk/settings.html",
        organiser=organiser,
        form=form,
        reasons=[(title, verdict.reason) for title, verdict in verdicts if isinstance(verdict, Denial)],
    )
    return page, 400 if form.errors or form.stale else 200


@bp.get(f"{HERE}/codes")
@requires(PaymentAction.SEE_FINANCE, on=organiser_by_slug)
def code_list(organiser: Organiser) -> str:
    """Discount codes with their uses."""
    return render_template(
        "payments/desk/codes.html",
        organiser=organiser,
        codes=reading.codes_of(organiser),
        purpose_title=purpose_title,
    )


@bp.route(f"{HERE}/codes/new", methods=["GET", "POST"])
@requires(PaymentAction.RUN_FINANCE, on=organiser_by_slug)
def new_code(organiser: Organiser) -> Any:
    """Make a code."""
    form = code_form(organiser)
    if form.validate_on_submit():
        try:
            codes.make_code(organiser, form.to_values(organiser), by=actor().id or 0)
        except AlreadyTaken as error:
            form.code.errors = [str(error.message)]
        else:
            flash(_("The code can be used."), "success")
            return redirect(url_for(".code_list", organiser_slug=organiser.slug), code=303)
    return _code_page(organiser, form, None)


@bp.route(f"{HERE}/codes/<code_id>", methods=["GET", "POST"])
@requires(PaymentAction.RUN_FINANCE, on=reading.code_of)
def edit_code(code: DiscountCode) -> Any:
    """Change a code, and see who used it."""
    organiser = code.organiser
    form = code_form(organiser, code)
    if form.validate_on_submit():
        try:
            codes.edit_code(code, form.to_values(organiser), shown=form.shown_version, by=actor().id or 0)
        except AlreadyTaken as error:
            form.code.errors = [str(error.message)]
        except Invalid as error:
            for name, message in error.details.items():
                form[name].errors = [str(message)]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".code_list", organiser_slug=organiser.slug), code=303)
    return _code_page(organiser, form, code)


def _code_page(organiser: Organiser, form: CodeForm, code: DiscountCode | None) -> Any:
    uses = reading.orders_with(code) if code is not None else []
    page = render_template("payments/desk/code.html", organiser=organiser, form=form, code=code, uses=uses)
    return page, 400 if form.errors else 200


@bp.route("/operate/banks", methods=["GET", "POST"])
@requires(PaymentAction.EDIT_BANKS)
def bank_list() -> str | Response | tuple[str, int]:
    """The banks that sellers choose from."""
    form = BankForm()
    if form.validate_on_submit():
        values = {name: form[name].data or "" for name in ("bin", "short_name", "name")}
        values["is_active"] = bool(form.is_active.data)
        sellers.save_bank(values, by=actor().id or 0)
        flash(_("Saved."), "success")
        return redirect(url_for(".bank_list"), code=303)
    page = render_template("payments/banks.html", form=form, banks=reading.banks(active=False))
    return (page, 400) if form.errors else page
