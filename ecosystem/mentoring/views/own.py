"""One's own mentoring: what runs, what waits, one's profile as a mentor."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.web.responses import safe_target
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.forms.people import ProfileForm, RefusalForm
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import matches, people, programmes, requests
from ecosystem.mentoring.services import people as services
from ecosystem.mentoring.views.blueprint import bp


@bp.get("/mentoring/mine")
@requires(MentoringAction.OWN)
def mine() -> str:
    """Matches, places in programmes, requests that wait."""
    return render_template(
        "mentoring/mine.html",
        profile=people.own_profile(me()),
        matches=matches.matches_of(me()),
        serving=programmes.places_as_mentor(me()),
        joined=programmes.places_as_startup(me()),
        waiting=requests.waiting_for(me()),
    )


@bp.route("/mentoring/profile", methods=["GET", "POST"])
@requires(MentoringAction.BE_MENTOR)
def profile() -> Any:
    """Become a mentor, or change one's profile; then go back to the page in `next` that asked for it."""
    present, zone = people.own_profile(me()), me().timezone
    form = ProfileForm.showing(present, zone)
    if form.validate_on_submit():
        saved = services.save_profile(present, form.to_values(zone), by=me(), shown=form.shown_version)
        flash(_("Your profile as a mentor is saved."), "success")
        return redirect(safe_target(request.args.get("next"), url_for(".mentor", mentor_id=saved.public_id)))
    refused = people.unwanted_by(present) if present is not None else []
    others = [each for each in people.known_to(present) if each not in refused] if present is not None else []
    page = render_template(
        "mentoring/profile.html",
        form=form,
        profile=present,
        refused=refused,
        refusal=RefusalForm.offering(others, formdata=None),
        moment=clock.now(),
    )
    return page, 400 if form.errors else 200


@bp.post("/mentoring/profile/<any(refuse,allow):step>")
@requires(MentoringAction.OWN)
def refuse(step: str) -> Response:
    """Never be suggested to a startup, or let it be again. The startup is not told either way."""
    present = one_or_missing(people.own_profile(me()))
    known = {each.public_id: each for each in [*people.known_to(present), *people.unwanted_by(present)]}
    form = RefusalForm.offering(known.values())
    if form.validate_on_submit():
        startup = known[form.startup.data]
        if step == "refuse":
            services.refuse_startup(present, startup, by=me())
            flash(_("You will not be matched with “%(name)s”. The startup is not told.", name=startup.name), "success")
        else:
            services.take_back(present, startup, Side.MENTOR, by=me())
            flash(_("You can be matched with “%(name)s” again.", name=startup.name), "success")
    return redirect(url_for(".profile"))
