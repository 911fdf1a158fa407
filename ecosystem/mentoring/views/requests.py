"""A mentor's inbox, and the answer to a request."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import AlreadyTaken, InvalidTransition, Refused
from ecosystem.mentoring.domain.affinity import fit
from ecosystem.mentoring.domain.life_cycle import RequestState
from ecosystem.mentoring.forms.people import DeclineForm
from ecosystem.mentoring.models import MentoringRequest
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import programmes, requests
from ecosystem.mentoring.queries.suggestions import free_times_of, need_of, offer_of
from ecosystem.mentoring.services import people as services
from ecosystem.mentoring.services import requests as asking
from ecosystem.mentoring.views.blueprint import bp


@bp.get("/mentoring/inbox")
@requires(MentoringAction.OWN)
def inbox() -> str:
    """The requests one got as a mentor: those that wait first."""
    found = requests.inbox_of(me())
    waiting = [each for each in found if each.state is RequestState.WAITING]
    others = [each for each in found if each.state is not RequestState.WAITING]
    return render_template("mentoring/inbox.html", waiting=waiting, others=others)


@bp.get("/mentoring/requests/<request_id>")
@requires(MentoringAction.ANSWER, on=requests.request_by_id)
def request_page(asked: MentoringRequest) -> str:
    """A request: who asks, why, what speaks for it."""
    return _page(asked, DeclineForm(formdata=None))


def _page(asked: MentoringRequest, form: DeclineForm, problem: Any = None) -> str:
    free = free_times_of([asked.mentor.profile_id]).get(asked.mentor.profile_id, frozenset())
    taken = programmes.active_by_mentor(asked.programme_id).get(asked.programme_mentor_id, 0)
    return render_template(
        "mentoring/request.html",
        asked=asked,
        programme=asked.programme,
        fit=fit(offer_of(asked.mentor.profile, free), need_of(asked.participant)),
        free=max(0, asked.mentor.capacity - taken),
        form=form,
        problem=problem,
    )


@bp.post("/mentoring/requests/<request_id>/accept")
@requires(MentoringAction.ANSWER, on=requests.request_by_id)
def accept(asked: MentoringRequest) -> Any:
    """Take the startup on."""
    try:
        mentorship = asking.accept(asked, by=me())
    except (AlreadyTaken, Refused, InvalidTransition) as error:
        return _page(requests.request_by_id(asked.public_id), DeclineForm(formdata=None), error.message), 409
    flash(_("You are the mentor of “%(name)s” now.", name=asked.participant.startup.name), "success")
    return redirect(url_for(".match", mentorship_id=mentorship.public_id))


@bp.post("/mentoring/requests/<request_id>/<any(decline,never):step>")
@requires(MentoringAction.ANSWER, on=requests.request_by_id)
def decline(asked: MentoringRequest, step: str) -> Any:
    """Answer with no; with `never` also never be suggested to this startup again, which it does not learn."""
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(asked, form), 400
    asking.decline(asked, reason=form.reason.data or "", by=me())
    if step == "never":
        services.refuse_startup(asked.mentor.profile, asked.participant.startup, by=me())
    flash(_("You have declined. The startup can ask somebody else now."), "success")
    return redirect(url_for(".inbox"))


@bp.post("/mentoring/requests/<request_id>/withdraw")
@requires(MentoringAction.WITHDRAW, on=requests.request_by_id)
def withdraw(asked: MentoringRequest) -> Response:
    """Take a wish back."""
    asking.withdraw(asked, by=me())
    flash(_("The request is withdrawn."), "success")
    return redirect(url_for(".place", place_id=asked.participant.public_id))
