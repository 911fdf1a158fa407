"""The page of a match: both sides, how to reach each other, how it ends."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.mentoring.forms.people import ReasonForm
from ecosystem.mentoring.models import Mentorship
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import matches
from ecosystem.mentoring.services import matches as services
from ecosystem.mentoring.views.blueprint import bp


@bp.get("/mentoring/matches/<mentorship_id>")
@requires(MentoringAction.VIEW_MATCH, on=matches.mentorship_by_id)
def match(mentorship: Mentorship) -> str:
    """The match with the contact data of both sides."""
    return _page(mentorship, ReasonForm(formdata=None))


def _page(mentorship: Mentorship, form: ReasonForm) -> str:
    return render_template("mentoring/match.html", mentorship=mentorship, programme=mentorship.programme, form=form)


@bp.post("/mentoring/matches/<mentorship_id>/end")
@requires(MentoringAction.END_MATCH, on=matches.mentorship_by_id)
def end_match(mentorship: Mentorship) -> Any:
    """End the match early, with a reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(mentorship, form), 400
    services.end_mentorship(mentorship, reason=form.reason.data or "", by=me())
    flash(_("The match is ended; the other side is told."), "success")
    return redirect(url_for(".match", mentorship_id=mentorship.public_id))


@bp.post("/mentoring/matches/<mentorship_id>/finish")
@requires(MentoringAction.END_MATCH, on=matches.mentorship_by_id)
def finish_match(mentorship: Mentorship) -> Response:
    """Finish the match in its time."""
    services.finish_mentorship(mentorship, by=me())
    flash(_("The match is finished. Thank you both!"), "success")
    return redirect(url_for(".match", mentorship_id=mentorship.public_id))
