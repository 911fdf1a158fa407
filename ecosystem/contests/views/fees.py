"""What it costs to enter."""

from flask import Blueprint, Response, flash
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.forms.fees import fee_form
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.queries.definitions import form_of
from ecosystem.contests.services.fees import set_fees
from ecosystem.contests.views.frame import back_to, carried_out, show
from ecosystem.core.access import requires

bp = Blueprint("contests_fees", __name__, url_prefix="/organise/contests/<slug>/setup")


@bp.route("/fees", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def fees(contest: Contest) -> Response:
    """The fee of each board or of every entry, when it is paid, who pays nothing, what comes back."""
    form = fee_form(contest, form_of(contest))
    if form.validate_on_submit():

        def act() -> None:
            set_fees(
                contest,
                amounts=form.amounts(),
                for_all=form.for_all(),
                terms=form.terms(),
                by=me().id,
                amendment=form.amendment.data or "",
                version=form.shown_version,
            )

        if carried_out(form, act, present=dict, version=lambda: contest.version):
            flash(_("Saved."), "success")
            return back_to(".fees", contest)
    return show("fees", contest, form=form, status=400 if form.errors else 200)
