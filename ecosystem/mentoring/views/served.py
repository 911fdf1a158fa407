"""A mentor's place in a programme: the invitation, the capacity there, who they work with."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import Refused
from ecosystem.mentoring.forms.people import CapacityForm
from ecosystem.mentoring.models import ProgrammeMentor
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import matches, programmes, requests
from ecosystem.mentoring.queries.availability import availability_of
from ecosystem.mentoring.services import taking_part
from ecosystem.mentoring.services.programmes import is_ranking
from ecosystem.mentoring.views.blueprint import bp


@bp.get("/mentoring/served/<place_id>")
@requires(MentoringAction.SERVE, on=programmes.mentor_place)
def served(place: ProgrammeMentor) -> str:
    """The programme as its mentor sees it."""
    return _page(place, CapacityForm(formdata=None, obj=place))


def _page(place: ProgrammeMentor, form: CapacityForm) -> str:
    return render_template(
        "mentoring/served.html",
        place=place,
        programme=place.programme,
        form=form,
        own_matches=[each for each in matches.matches_of(me()) if each.programme_mentor_id == place.id],
        waiting=[each for each in requests.inbox_of(me()) if each.programme_mentor_id == place.id and each.live],
        has_hours=availability_of(place.profile_id) is not None,
        is_ranking=is_ranking(place.programme, clock.now()),
    )


@bp.post("/mentoring/served/<place_id>/<any(accept,decline):step>")
@requires(MentoringAction.SERVE, on=programmes.mentor_place)
def answer_invitation(place: ProgrammeMentor, step: str) -> Response:
    """Accept or decline an invitation into the programme."""
    taking_part.answer_invitation(place, accepts=step == "accept", by=me())
    flash(
        _("Thank you! You are a mentor of the programme.") if step == "accept" else _("You have declined."), "success"
    )
    return redirect(url_for(".served", place_id=place.public_id))


@bp.post("/mentoring/served/<place_id>/capacity")
@requires(MentoringAction.SERVE, on=programmes.mentor_place)
def capacity(place: ProgrammeMentor) -> Any:
    """Take on more or fewer startups in this programme."""
    form = CapacityForm()
    if form.validate_on_submit():
        try:
            taking_part.set_capacity(place, form.capacity.data or 0, by=me())
        except Refused as error:
            form.capacity.errors = [error.message]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".served", place_id=place.public_id))
    return _page(place, form), 400


@bp.post("/mentoring/served/<place_id>/leave")
@requires(MentoringAction.SERVE, on=programmes.mentor_place)
def stop_serving(place: ProgrammeMentor) -> Response:
    """Leave the programme as a mentor."""
    taking_part.leave_as_mentor(place, by=me())
    flash(_("You are no longer a mentor of this programme."), "success")
    return redirect(url_for(".mine"))
