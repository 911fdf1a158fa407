"""The organiser's list of investors that want to be verified."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid
from ecosystem.core.pagination import page_of
from ecosystem.events.models import Organiser
from ecosystem.events.queries import organiser_by_slug
from ecosystem.investors.forms.profiles import DecideForm
from ecosystem.investors.models import InvestorVerification
from ecosystem.investors.policies import InvestorAction
from ecosystem.investors.queries import profiles as queries
from ecosystem.investors.services import profiles as services

bp = Blueprint("investors_desk", __name__, url_prefix="/organise/<organiser_slug>/investors")
PER_PAGE = 50


@bp.get("")
@requires(InvestorAction.LIST, on=organiser_by_slug)
def index(organiser: Organiser) -> str:
    """Who asked, those that wait first."""
    return _page(organiser)


@bp.post("/<public_id>")
@requires(InvestorAction.VERIFY, on=organiser_by_slug)
def decide(organiser: Organiser, public_id: str) -> Any:
    """Say yes or no, or take a yes back."""
    found, form = queries.verification_of_organiser(organiser, public_id), DecideForm()
    reason = form.reason.data or ""
    if not form.validate_on_submit():
        return _page(organiser, found, form), 400
    if request.form.get("answer") == "verify":
        services.verify_investor(found, by=me(), reason=reason)
        flash(_("“%(name)s” is verified and may read what founders share.", name=found.investor.name), "success")
        return redirect(url_for(".index", organiser_slug=organiser.slug))
    try:
        services.refuse_investor(found, by=me(), reason=reason)
    except Invalid as error:
        form.reason.errors = [str(error)]
        return _page(organiser, found, form), error.status
    flash(_("“%(name)s” was told the reason.", name=found.investor.name), "success")
    return redirect(url_for(".index", organiser_slug=organiser.slug))


def _page(organiser: Organiser, found: InvestorVerification | None = None, form: DecideForm | None = None) -> str:
    state, words = request.args.get("state", ""), request.args.get("q", "").strip()[:200]
    statement = queries.verifications_for(organiser, state=state, words=words)
    page = page_of(statement, number=request.args.get("page", 1, int), per_page=PER_PAGE)
    forms = {each.id: DecideForm(formdata=None).told_apart(each.id) for each in page.items}
    if found is not None and form is not None:
        forms[found.id] = form.told_apart(found.id)
    return render_template(
        "investors/verify.html",
        organiser=organiser,
        page=page,
        forms=forms,
        state=state,
        words=words,
        wrong=found.id if found else None,
    )
