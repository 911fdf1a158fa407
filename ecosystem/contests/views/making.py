"""The contests of an organiser: the list, a new one, one after the model of another."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.domain.details import EntryTime
from ecosystem.contests.domain.starters import STARTERS, starter_named
from ecosystem.contests.forms.base import offered
from ecosystem.contests.forms.basics import CloneForm, NewContestForm
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.queries.desk import contests_of, events_for_contests
from ecosystem.contests.services.basics import create_contest
from ecosystem.contests.services.cloning import clone_contest
from ecosystem.contests.views.frame import carried_out
from ecosystem.core.access import requires
from ecosystem.core.pagination import page_of
from ecosystem.events.models import Event, Organiser
from ecosystem.events.queries import organiser_by_slug

bp = Blueprint("contests_making", __name__, url_prefix="/organise")
A_YEAR = timedelta(weeks=52)  # whole weeks keep the day of the week


@bp.get("/<organiser_slug>/contests")
@requires(ContestAction.LIST, on=organiser_by_slug)
def of_organiser(organiser: Organiser) -> str:
    """All contests of the organiser."""
    query = request.args.get("q", "").strip()[:100]
    page = page_of(contests_of(organiser, query=query), number=request.args.get("page", 1, int))
    return render_template("contests/of_organiser.html", organiser=organiser, page=page, query=query)


@bp.route("/<organiser_slug>/contests/new", methods=["GET", "POST"])
@requires(ContestAction.CREATE, on=organiser_by_slug)
def new(organiser: Organiser) -> Response:
    """Three questions, and a whole contest stands."""
    events = events_for_contests(organiser)
    form = NewContestForm()
    form.offer(events)
    if request.method == "GET":
        form.contact_email.data = organiser.email
        wanted = request.args.get("event_slug")
        form.event_id.data = next((each.id for each in events if each.slug == wanted), events[0].id if events else None)
    if form.validate_on_submit():
        made: list[Contest] = []
        if carried_out(form, lambda: made.append(_make(form, events))):
            flash(_("The contest stands as a draft. Look it through, then publish."), "success")
            return make_response(redirect(url_for("contests.basics", slug=made[0].slug), code=303))
    page = render_template("contests/new.html", organiser=organiser, form=form, events=events, starters=STARTERS)
    return make_response(page, 400 if form.is_submitted() else 200)


def _make(form: NewContestForm, events: list[Event]) -> Contest:
    event = next(each for each in events if each.id == form.event_id.data)
    form.in_zone_of(event)
    return create_contest(
        event,
        details=form.to_value(),
        time=EntryTime(form.opens_at.instant, form.closes_at.instant, event.timezone),
        starter=starter_named(form.starter.data),
        by=me().id,
    )


@bp.route("/contests/<slug>/clone", methods=["GET", "POST"])
@requires(ContestAction.CLONE, on=contest_by_slug)
def clone(contest: Contest) -> Response:
    """A new draft with this contest's structure, its dates moved."""
    organiser = contest.event.organiser
    events = events_for_contests(organiser)
    form = CloneForm()
    form.event_id.choices = offered((event.id, event.title) for event in events)
    form.opens_at.zone = contest.timezone
    if request.method == "GET":
        form.title.data, form.event_id.data = contest.title, contest.event_id
        if contest.opens_at:
            form.opens_at.show(
                contest.opens_at.replace(year=contest.opens_at.year + 1, day=min(contest.opens_at.day, 28))
            )
    if form.validate_on_submit() and form.opens_at.instant:
        made: list[Contest] = []
        opens_at = form.opens_at.instant
        if carried_out(form, lambda: made.append(_clone(contest, form, opens_at, events))):
            flash(_("The new contest stands as a draft. Look it through, then publish."), "success")
            return make_response(redirect(url_for("contests.basics", slug=made[0].slug), code=303))
    page = render_template("contests/clone.html", contest=contest, form=form)
    return make_response(page, 400 if form.is_submitted() else 200)


def _clone(contest: Contest, form: CloneForm, opens_at: datetime, events: list[Event]) -> Contest:
    event = next(each for each in events if each.id == form.event_id.data)
    start = contest.opens_at or contest.created_at
    return clone_contest(contest, event=event, title=form.title.data or "", shift=opens_at - start, by=me().id)
