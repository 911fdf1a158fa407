"""Basics, time and publication of a contest."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.domain.life_cycle import LIFE_CYCLE
from ecosystem.contests.domain.schedule import Stretch, schedule_problems, span
from ecosystem.contests.forms.basics import BasicsForm, CancelForm, ExamplesForm, ScheduleForm
from ecosystem.contests.forms.structure import EmptyForm
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.services import basics as services
from ecosystem.contests.services import publication, test_mode
from ecosystem.contests.views.frame import back_to, carried_out, show
from ecosystem.core.access import requires
from ecosystem.core.windows import Window

bp = Blueprint("contests", __name__, url_prefix="/organise/contests/<slug>/setup")


@bp.get("/")
@requires(ContestAction.VIEW, on=contest_by_slug)
def setup(contest: Contest) -> Response:
    """Lead to the first step."""
    return redirect(url_for(".basics", slug=contest.slug))  # type: ignore[return-value]


@bp.route("/basics", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def basics(contest: Contest) -> Response:
    """Name, texts, contact and switches."""
    form = BasicsForm(contest=contest, obj=contest)
    if form.validate_on_submit() and _save_basics(contest, form):
        flash(_("Saved."), "success")
        return back_to(".basics", contest)
    return show("basics", contest, form=form, status=400 if form.is_submitted() else 200)


def _save_basics(contest: Contest, form: BasicsForm) -> bool:
    cover = form.picture.take_in(by=me().id) if form.picture.is_given else None
    if form.picture.is_given and cover is None:
        return False

    def act() -> None:
        services.edit_basics(
            contest,
            details=form.to_value(),
            by=me().id,
            version=form.shown_version,
            amendment=form.amendment.data or "",
            cover=cover,
            drop_cover=bool(form.drop_picture.data),
        )

    return carried_out(form, act, present=lambda: _stored_basics(contest, form), version=lambda: contest.version)


def _stored_basics(contest: Contest, form: BasicsForm) -> dict[str, Any]:
    return {name: getattr(contest, name) for name in asdict(form.to_value())}


@bp.route("/schedule", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def schedule(contest: Contest) -> Response:
    """When entries are taken, with everything else in time."""
    form = ScheduleForm(contest=contest, obj=contest)
    if form.validate_on_submit():

        def act() -> None:
            amendment = form.amendment.data or ""
            services.edit_time(
                contest, time=form.to_value(), by=me().id, version=form.shown_version, amendment=amendment
            )

        if carried_out(form, act):
            flash(_("Saved."), "success")
            return back_to(".schedule", contest)
    rounds = [Stretch(each.public_id, each.name, each.opens_at, each.closes_at) for each in contest.rounds]
    stretches = [Stretch("entries", _("Taking entries"), contest.opens_at, contest.closes_at), *rounds]
    return show(
        "schedule",
        contest,
        form=form,
        stretches=stretches,
        span=span(stretches),
        problems=schedule_problems(Window(contest.opens_at, contest.closes_at), rounds),
        status=400 if form.is_submitted() else 200,
    )


@bp.get("/publish")
@requires(ContestAction.VIEW, on=contest_by_slug)
def publish(contest: Contest) -> Response:
    """What is missing, and the steps of the contest's life."""
    return _publish_page(contest, EmptyForm())


@bp.post("/publish")
@requires(ContestAction.PUBLISH, on=contest_by_slug)
def go_live(contest: Contest) -> Response:
    """Make the contest public."""
    form = EmptyForm()
    if form.validate_on_submit() and carried_out(form, lambda: publication.publish(contest, by=me().id)):
        flash(_("The contest is public now."), "success")
        return back_to(".publish", contest)
    return _publish_page(contest, form, 409)


@bp.post("/unpublish")
@requires(ContestAction.PUBLISH, on=contest_by_slug)
def unpublish(contest: Contest) -> Response:
    """Take the contest back to draft."""
    form = EmptyForm()
    if form.validate_on_submit() and carried_out(form, lambda: publication.unpublish(contest, by=me().id)):
        flash(_("The contest is a draft again; nobody outside the staff sees it."), "success")
        return back_to(".publish", contest)
    return _publish_page(contest, form, 409)


@bp.route("/cancel", methods=["GET", "POST"])
@requires(ContestAction.END, on=contest_by_slug)
def cancel(contest: Contest) -> Response:
    """Call the contest off."""
    form = CancelForm()
    if form.validate_on_submit():

        def act() -> None:
            publication.cancel(contest, reason=form.reason.data or "", by=me().id)

        if carried_out(form, act):
            flash(_("The contest is cancelled."), "success")
            return back_to(".publish", contest)
    return show("cancel", contest, form=form, status=400 if form.is_submitted() else 200)


@bp.post("/archive")
@requires(ContestAction.END, on=contest_by_slug)
def archive(contest: Contest) -> Response:
    """Put the contest away."""
    form = EmptyForm()
    if form.validate_on_submit() and carried_out(form, lambda: publication.archive(contest, by=me().id)):
        flash(_("The contest is archived."), "success")
        return back_to(".publish", contest)
    return _publish_page(contest, form, 409)


@bp.route("/examples", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def examples(contest: Contest) -> Response:
    """Fill a draft with fictional entries, or wipe them."""
    form = ExamplesForm()
    if request.method == "POST" and request.form.get("wipe"):
        test_mode.wipe_examples(contest, by=me().id)
        flash(_("The fictional entries are gone."), "success")
        return back_to(".publish", contest)
    if form.validate_on_submit():

        def act() -> None:
            test_mode.fill_with_examples(contest, number=form.number.data or 0, by=me().id)

        if carried_out(form, act):
            flash(_("The contest holds fictional entries now."), "success")
            return back_to(".publish", contest)
    return _publish_page(contest, EmptyForm(), 400 if form.is_submitted() else 200, examples_form=form)


def _publish_page(
    contest: Contest, form: EmptyForm, status: int = 200, examples_form: ExamplesForm | None = None
) -> Response:
    return show(
        "publish",
        contest,
        form=form,
        examples_form=examples_form or ExamplesForm(formdata=None),
        problems=publication.shortcomings(contest) if contest.state == "draft" else [],
        entries=publication.entries_in(contest),
        possible={each.name for each in LIFE_CYCLE.available(contest.state)},
        status=status,
    )
