"""The rubric builder of a contest, and which rubric a round is scored with."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Contest
from ecosystem.contests.services.changes import AmendmentNeeded
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.starting_points import STARTING_POINTS
from ecosystem.judging.forms.rubric_choice import RubricChoiceForm, choice_form
from ecosystem.judging.models import Rubric
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import rubrics as queries
from ecosystem.judging.queries.overview import RoundLine, round_lines
from ecosystem.judging.queries.rounds import contest_with_rounds
from ecosystem.judging.services import rubrics as services
from ecosystem.judging.views.rubric_builder import builder, chosen_start, preview_page, version_page

bp = Blueprint("judging_rubrics", __name__, url_prefix="/organise/contests/<slug>/judging/rubrics")


def _rubric(contest: Contest, public_id: str) -> Rubric:
    rubric = queries.rubric_by_public_id(public_id)
    return one_or_missing(rubric if rubric.contest_id == contest.id else None)


@bp.get("/")
@requires(JudgingAction.VIEW, on=contest_with_rounds)
def index(contest: Contest) -> str:
    """The contest's rubrics, where they are used, and what to start a new one from."""
    return render_template(
        "judging/rubrics/index.html",
        contest=contest,
        rubrics=queries.rubrics_of_contest(contest),
        templates=queries.templates_of(contest.event.organiser_id),
        points=STARTING_POINTS,
    )


@bp.post("/new")
@requires(JudgingAction.MANAGE_RUBRICS, on=contest_with_rounds)
def create(contest: Contest) -> Response:
    """Make a rubric from nothing, from a real contest's, from a template or from another rubric of the contest."""
    draft = chosen_start(request.form.get("start", ""), contest.event.organiser_id)
    version = services.create_rubric(contest.event.organiser_id, draft, contest=contest, by=me())
    return redirect(url_for(".edit", slug=contest.slug, public_id=version.rubric.public_id))


@bp.route("/<public_id>", methods=["GET", "POST"])
@requires(JudgingAction.MANAGE_RUBRICS, on=contest_with_rounds)
def edit(contest: Contest, public_id: str) -> Any:
    """The builder."""
    return builder(
        _rubric(contest, public_id),
        template="judging/rubrics/edit.html",
        saved=url_for(".edit", slug=contest.slug, public_id=public_id),
        contest=contest,
        back=url_for(".index", slug=contest.slug),
        preview=url_for(".preview", slug=contest.slug, public_id=public_id),
    )


@bp.post("/<public_id>/preview")
@requires(JudgingAction.MANAGE_RUBRICS, on=contest_with_rounds)
def preview(contest: Contest, public_id: str) -> str:
    """The score sheet and the rules in words, of what is typed at the moment."""
    _rubric(contest, public_id)
    return preview_page()


@bp.get("/<public_id>/versions/<int:number>")
@requires(JudgingAction.VIEW, on=contest_with_rounds)
def version(contest: Contest, public_id: str, number: int) -> str:
    """One version as it is, to read and to print."""
    return version_page(_rubric(contest, public_id), number, template="judging/rubrics/version.html", contest=contest)


@bp.post("/<public_id>/archive")
@requires(JudgingAction.MANAGE_RUBRICS, on=contest_with_rounds)
def archive(contest: Contest, public_id: str) -> Response:
    """Put a rubric away."""
    services.archive_rubric(_rubric(contest, public_id), by=me())
    flash(_("The rubric was put away."), "success")
    return redirect(url_for(".index", slug=contest.slug))


@bp.post("/<public_id>/template")
@requires(JudgingAction.MANAGE_RUBRICS, on=contest_with_rounds)
def keep_as_template(contest: Contest, public_id: str) -> Response:
    """Copy a rubric among the organiser's templates."""
    newest = queries.latest_version(_rubric(contest, public_id).id)
    services.copy_rubric(newest, contest.event.organiser_id, by=me())
    flash(_("The rubric is now among your organisation's templates as well."), "success")
    return redirect(url_for(".index", slug=contest.slug))


@bp.route("/use", methods=["GET", "POST"])
@requires(JudgingAction.MANAGE_RUBRICS, on=contest_with_rounds)
def use(contest: Contest) -> Any:
    """Choose the rubric of every round and board in one form."""
    lines = round_lines(contest)
    form = choice_form(lines, queries.rubrics_of_contest(contest))
    if form.validate_on_submit():
        try:
            _use_all(form, lines)
        except AmendmentNeeded as error:
            form.amendment.errors = [error.message]
        except (Invalid, Refused) as error:
            form.form_errors = [error.message]
        else:
            flash(_("The rubrics of the rounds are chosen."), "success")
            return redirect(url_for(".index", slug=contest.slug))
    page = render_template("judging/rubrics/use.html", contest=contest, lines=lines, form=form)
    return (page, 400) if form.errors else page


def _use_all(form: RubricChoiceForm, lines: list[RoundLine]) -> None:
    """Pass on the choices that changed."""
    changed = []
    for line in lines:
        for board, chosen in line.versions:
            wished = form.field_for(line.round, board).data
            if wished != (str(chosen.id) if chosen else ""):
                version = queries.version_by_id(int(wished)) if wished else None
                changed.append(services.Choice(line.round, board, version))
    services.use_rubrics(changed, amendment=form.amendment.data or "", by=me())
