"""A startup's place in a programme: its needs, suggestions with reasons, its wishes."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.mentoring.domain.life_cycle import LIVE_REQUESTS, MentorshipState, Mode, ParticipantState, Side
from ecosystem.mentoring.forms.people import NeedsForm, WishForm
from ecosystem.mentoring.models import ProgrammeStartup
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.queries import matches, programmes, requests
from ecosystem.mentoring.queries.suggestions import suggestions_for
from ecosystem.mentoring.services import people as services
from ecosystem.mentoring.services import requests as asking
from ecosystem.mentoring.services import taking_part
from ecosystem.mentoring.services.programmes import is_ranking
from ecosystem.mentoring.views.blueprint import bp

SHOWN_AT_FIRST = 12


@bp.get("/mentoring/places/<place_id>")
@requires(MentoringAction.WORK, on=programmes.startup_place)
def place(participant: ProgrammeStartup) -> str:
    """Wishes and their state; below them who suits, and why."""
    programme, now = participant.programme, clock.now()
    joined = participant.state is ParticipantState.JOINED
    wishes = requests.wishes_of(participant) if programme.mode is Mode.REQUESTS else []
    own = [each for each in matches.matches_of(me()) if each.programme_startup_id == participant.id]
    has_room = sum(each.state is MentorshipState.ACTIVE for each in own) < programme.mentors_per_startup
    asked = {each.programme_mentor_id for each in wishes if each.state in LIVE_REQUESTS}
    matched = {each.programme_mentor_id for each in own}
    found = suggestions_for(participant) if joined and has_room else []
    everybody = request.args.get("all") == "1"
    offered = [each for each in found if each.mentor.id not in asked | matched]
    return render_template(
        "mentoring/place.html",
        participant=participant,
        programme=programme,
        wishes=wishes,
        own_matches=own,
        suggestions=offered if everybody else offered[:SHOWN_AT_FIRST],
        more=0 if everybody else max(0, len(offered) - SHOWN_AT_FIRST),
        takes_requests=programme.mode is Mode.REQUESTS and programme.window.accepts(now) and joined and has_room,
        has_wishes_left=len(asked) < programme.wishes,
        is_ranking=is_ranking(programme, now) and joined,
        answer_time=timedelta(hours=programme.answer_hours),  # also for requests their mentor never sees
    )


@bp.route("/mentoring/places/<place_id>/needs", methods=["GET", "POST"])
@requires(MentoringAction.WORK, on=programmes.startup_place)
def needs(participant: ProgrammeStartup) -> Any:
    """Change what the startup needs."""
    form = NeedsForm.showing(participant, [participant.startup])
    if form.validate_on_submit():
        taking_part.change_needs(participant, form.to_values(), by=me(), shown=form.shown_version)
        flash(_("Saved. The suggestions follow what you need."), "success")
        return redirect(url_for(".place", place_id=participant.public_id))
    page = render_template("mentoring/needs.html", participant=participant, programme=participant.programme, form=form)
    return page, 400 if form.errors else 200


@bp.route("/mentoring/places/<place_id>/ask", methods=["GET", "POST"])
@requires(MentoringAction.WORK, on=programmes.startup_place)
def ask(participant: ProgrammeStartup) -> Any:
    """Ask a mentor of the programme, with a message."""
    form = WishForm()
    chosen = str(form.mentor.data or request.args.get("mentor", ""))
    offered = suggestions_for(participant)
    found = one_or_missing_suggestion(offered, chosen)
    form.mentor.data = chosen
    problem = None
    if form.validate_on_submit():
        try:
            made = asking.add_wish(participant, asking.NewWish(found.mentor, form.message.data or ""), by=me())
        except (Refused, AlreadyTaken, Invalid) as error:
            problem = error.message
        else:
            sent = made.sent_at is not None
            flash(_("The request is sent.") if sent else _("The mentor is on your list, and is asked next."), "success")
            return redirect(url_for(".place", place_id=participant.public_id))
    page = render_template(
        "mentoring/ask.html",
        participant=participant,
        programme=participant.programme,
        suggestion=found,
        form=form,
        problem=problem,
    )
    return page, 400 if form.errors or problem else 200


def one_or_missing_suggestion(offered: Any, mentor_id: str) -> Any:
    """Return the suggestion of a mentor's place by its public id. Raises NoSuchRecord."""
    return one_or_missing(next((each for each in offered if each.mentor.public_id == mentor_id), None))


@bp.post("/mentoring/places/<place_id>/order")
@requires(MentoringAction.WORK, on=programmes.startup_place)
def order(participant: ProgrammeStartup) -> Response:
    """Move a queued wish up or down."""
    queued = [each.public_id for each in requests.wishes_of(participant) if each.state.value == "queued"]
    wish, step = request.form.get("wish", ""), -1 if request.form.get("direction") == "up" else 1
    if wish in queued:
        at = queued.index(wish)
        to = min(max(at + step, 0), len(queued) - 1)
        queued.insert(to, queued.pop(at))
        asking.reorder(participant, queued, by=me())
    return redirect(url_for(".place", place_id=participant.public_id))


@bp.post("/mentoring/places/<place_id>/<any(refuse,allow):step>-mentor")
@requires(MentoringAction.WORK, on=programmes.startup_place)
def refuse_mentor(participant: ProgrammeStartup, step: str) -> Response:
    """Never see a mentor suggested again, or see them again. The mentor is not told."""
    everybody = programmes.mentors_of(participant.programme)
    found = one_or_missing(next((each for each in everybody if each.public_id == request.form.get("mentor")), None))
    if step == "refuse":
        services.refuse_mentor(participant.startup, found.profile, by=me())
        flash(_("This mentor is not suggested any more. They are not told."), "success")
    else:
        services.take_back(found.profile, participant.startup, Side.STARTUP, by=me())
    return redirect(url_for(".place", place_id=participant.public_id))


@bp.post("/mentoring/places/<place_id>/leave")
@requires(MentoringAction.WORK, on=programmes.startup_place)
def leave(participant: ProgrammeStartup) -> Response:
    """Leave the programme."""
    taking_part.leave_as_startup(participant, by=me())
    flash(_("“%(name)s” no longer takes part.", name=participant.startup.name), "success")
    return redirect(url_for(".mine"))
