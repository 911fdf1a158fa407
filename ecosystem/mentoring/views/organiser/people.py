"""What an organiser does with who takes part: invites, accepts, changes places, takes out, matches by hand."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.core.web.responses import redirect_back
from ecosystem.mentoring.domain.life_cycle import MentorState
from ecosystem.mentoring.forms.people import CapacityForm, InviteForm
from ecosystem.mentoring.models import Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import people, programmes
from ecosystem.mentoring.queries.suggestions import suggestions_for
from ecosystem.mentoring.services import taking_part
from ecosystem.mentoring.services.matches import match_by_hand as make_match
from ecosystem.mentoring.views.blueprint import desk
from ecosystem.mentoring.views.organiser.lists import mentors_page


@desk.post("/<programme_slug>/mentors")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def invite(programme: Programme) -> Any:
    """Invite a mentor by the address of their account."""
    form = InviteForm()
    if form.validate_on_submit():
        account = programmes.account_with_address(address_key(form.email.data or ""))
        profile = people.own_profile(account) if account is not None else None
        if profile is None:
            form.email.errors = [_l("Nobody with this address has a profile as a mentor. Ask them to make one first.")]
        else:
            taking_part.invite_mentor(programme, profile, capacity=form.capacity.data, by=me())
            flash(_("The invitation to %(name)s is on its way.", name=profile.account.name), "success")
            return redirect(url_for(".mentors", programme_slug=programme.slug))
    return mentors_page(programme, form), 400


@desk.post("/<programme_slug>/mentors/<place_id>/<any(accept,decline,remove):step>")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def decide_mentor(programme: Programme, place_id: str, step: str) -> Response:
    """Accept or decline a mentor who applied, or take one out of the programme."""
    place = programmes.mentor_in(programme.slug, place_id)
    said = _said(step, place.profile.account.name)
    if step == "remove":
        return _done(lambda: taking_part.leave_as_mentor(place, by=me()), said, programme, ".mentors")
    accepts = step == "accept"
    return _done(lambda: taking_part.decide_mentor(place, accepts=accepts, by=me()), said, programme, ".mentors")


def _said(step: str, name: str) -> str:
    """What was done, in words."""
    words = {
        "accept": _("%(name)s takes part, and is told so by mail.", name=name),
        "decline": _("%(name)s is declined, and is told so by mail.", name=name),
        "remove": _("%(name)s no longer takes part.", name=name),
    }
    return str(words[step])


def _done(act: Callable[[], object], said: str, programme: Programme, back: str) -> Response:
    """Do it and say so, or say why not; then show the list again as it was filtered."""
    try:
        act()
        flash(said, "success")
    except Refused as error:
        flash(str(error.message), "error")
    return redirect_back(url_for(back, programme_slug=programme.slug))


@desk.post("/<programme_slug>/mentors/<place_id>/capacity")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def set_capacity(programme: Programme, place_id: str) -> Any:
    """Change a mentor's capacity; lower than the present matches is refused in words."""
    place, form = programmes.mentor_in(programme.slug, place_id), CapacityForm()
    if form.validate_on_submit():
        try:
            taking_part.set_capacity(place, form.capacity.data or 0, by=me())
        except Refused as error:
            return mentors_page(programme, InviteForm(formdata=None), (place.profile.account.name, error.message)), 409
        flash(_("Saved."), "success")
    else:
        flash(_("Please type a number from 0 to 20."), "error")
    return redirect(url_for(".mentors", programme_slug=programme.slug))


@desk.post("/<programme_slug>/startups/<place_id>/<any(accept,decline,remove):step>")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def decide_startup(programme: Programme, place_id: str, step: str) -> Response:
    """Accept or decline a startup that applied, or take one out of the programme."""
    place = programmes.startup_in(programme.slug, place_id)
    said = _said(step, place.startup.name)
    if step == "remove":
        return _done(lambda: taking_part.leave_as_startup(place, by=me()), said, programme, ".startups")
    accepts = step == "accept"
    return _done(lambda: taking_part.decide_startup(place, accepts=accepts, by=me()), said, programme, ".startups")


@desk.get("/<programme_slug>/startups/<place_id>")
@requires(MentoringAction.SEE_DESK, on=programmes.programme_by_slug)
def startup(programme: Programme, place_id: str) -> str:
    """A startup's needs, and who could mentor it: for a match by hand, or a replacement."""
    place = programmes.startup_in(programme.slug, place_id)
    return _startup_page(programme, place)


def _startup_page(programme: Programme, place: ProgrammeStartup, problem: Any = None) -> str:
    return render_template(
        "mentoring/desk/startup.html",
        programme=programme,
        participant=place,
        suggestions=suggestions_for(place)[:20],
        has_room=programmes.active_by_startup(programme.id).get(place.id, 0) < programme.mentors_per_startup,
        problem=problem,
    )


@desk.post("/<programme_slug>/startups/<place_id>/match")
@requires(MentoringAction.RUN, on=programmes.programme_by_slug)
def match_by_hand(programme: Programme, place_id: str) -> Any:
    """Match a startup with a mentor who agreed elsewhere, such as a replacement."""
    place = programmes.startup_in(programme.slug, place_id)
    mentor = _mentor_named(programme, request.form.get("mentor", ""))
    try:
        mentorship = make_match(mentor, place, by=me())
    except (Refused, AlreadyTaken) as error:
        return _startup_page(programme, place, error.message), 409
    flash(_("Matched. Both sides are told."), "success")
    return redirect(url_for("mentoring.match", mentorship_id=mentorship.public_id))


def _mentor_named(programme: Programme, place_id: str) -> ProgrammeMentor:
    everybody = programmes.mentors_of(programme, MentorState.ACCEPTED)
    return one_or_missing(next((each for each in everybody if each.public_id == place_id), None))
