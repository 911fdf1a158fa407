"""Programmes as everybody sees them, and joining one on either side."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, public, requires
from ecosystem.core.errors import Refused
from ecosystem.core.pagination import page_of
from ecosystem.mentoring.domain.life_cycle import MentorState
from ecosystem.mentoring.domain.taxonomy import LANGUAGES, TOPICS
from ecosystem.mentoring.forms.people import NeedsForm
from ecosystem.mentoring.models import Programme
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import people, programmes
from ecosystem.mentoring.services import taking_part
from ecosystem.mentoring.views.blueprint import bp
from ecosystem.mentoring.views.directory import wanted_mentors
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES


@bp.get("/mentoring")
@public
def programme_list() -> str:
    """The programmes that are open."""
    return render_template("mentoring/programmes.html", programmes=programmes.public_programmes(), moment=clock.now())


@bp.get("/mentoring/programmes/<programme_slug>")
@requires(MentoringAction.VIEW_PROGRAMME, on=programmes.programme_by_slug, anonymous=True)
def show(programme: Programme) -> str:
    """A programme: what it is, when, how to take part."""
    signed_in = actor().is_authenticated
    return render_template(
        "mentoring/programme.html",
        programme=programme,
        phase=programme.window.phase(clock.now()).value,
        mentors=programmes.mentors_of(programme, MentorState.ACCEPTED),
        serving=programmes.own_place_as_mentor(programme, actor()) if signed_in else None,
        joined=programmes.own_places_as_startup(programme, actor()) if signed_in else [],
        profile=people.own_profile(actor()) if signed_in else None,
    )


@bp.get("/mentoring/programmes/<programme_slug>/mentors")
@requires(MentoringAction.BROWSE, on=programmes.programme_by_slug)
def mentors(programme: Programme) -> str:
    """The mentors of a programme, for those who take part: also the ones whose profile is not public."""
    wanted = wanted_mentors()
    page = page_of(people.in_programme(programme, wanted), number=request.args.get("page", 1, int), per_page=24)
    tables = {"sectors": SECTORS, "topics": TOPICS, "languages": LANGUAGES, "stages": STAGES}
    return render_template(
        "mentoring/mentors.html", programme=programme, page=page, wanted=wanted, moment=clock.now(), **tables
    )


@bp.route("/mentoring/programmes/<programme_slug>/join", methods=["GET", "POST"])
@requires(MentoringAction.JOIN, on=programmes.programme_by_slug)
def join(programme: Programme) -> Any:
    """Take part with a startup: choose it, say what it needs."""
    startups = people.own_startups(me())
    if not startups:
        return render_template("mentoring/join.html", programme=programme, form=None)
    form = NeedsForm.showing(None, startups)
    if form.validate_on_submit():
        startup = next(each for each in startups if each.public_id == form.startup.data)
        try:
            place = taking_part.join_programme(programme, startup, form.to_values(), by=me())
        except Refused as error:
            form.form_errors.append(error.message)
        else:
            flash(_("“%(name)s” takes part.", name=startup.name), "success")
            return redirect(url_for(".place", place_id=place.public_id))
    page = render_template("mentoring/join.html", programme=programme, form=form)
    return page, 400 if form.errors or form.form_errors else 200


@bp.post("/mentoring/programmes/<programme_slug>/apply")
@requires(MentoringAction.JOIN, on=programmes.programme_by_slug)
def apply(programme: Programme) -> Response:
    """Offer oneself as a mentor; without a profile first make one."""
    profile = people.own_profile(me())
    if profile is None:
        flash(_("Tell first what you can help with; then offer yourself to the programme."), "info")
        return redirect(url_for(".profile", next=url_for(".show", programme_slug=programme.slug)))
    place = taking_part.apply_as_mentor(programme, profile, by=me())
    flash(_("Thank you! The organiser decides and writes to you."), "success")
    return redirect(url_for(".served", place_id=place.public_id))
