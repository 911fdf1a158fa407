"""An organiser's own rubrics: templates for all its contests."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.events.models import Organiser
from ecosystem.events.queries import organiser_by_slug
from ecosystem.judging.domain.starting_points import STARTING_POINTS
from ecosystem.judging.models import Rubric
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import rubrics as queries
from ecosystem.judging.services import rubrics as services
from ecosystem.judging.views.rubric_builder import builder, chosen_start, preview_page

bp = Blueprint("rubric_templates", __name__, url_prefix="/organise/<organiser_slug>/rubrics")


def _rubric(organiser: Organiser, public_id: str) -> Rubric:
    rubric = queries.rubric_by_public_id(public_id)
    return one_or_missing(rubric if rubric.organiser_id == organiser.id and rubric.contest_id is None else None)


@bp.get("/")
@requires(JudgingAction.MANAGE_TEMPLATES, on=organiser_by_slug)
def index(organiser: Organiser) -> str:
    """The templates, and what to start a new one from."""
    return render_template(
        "judging/rubrics/templates.html",
        organiser=organiser,
        rubrics=queries.templates_of(organiser.id),
        points=STARTING_POINTS,
    )


@bp.post("/new")
@requires(JudgingAction.MANAGE_TEMPLATES, on=organiser_by_slug)
def create(organiser: Organiser) -> Response:
    """Make a template."""
    draft = chosen_start(request.form.get("start", ""), organiser.id)
    version = services.create_rubric(organiser.id, draft, by=me())
    return redirect(url_for(".edit", organiser_slug=organiser.slug, public_id=version.rubric.public_id))


@bp.route("/<public_id>", methods=["GET", "POST"])
@requires(JudgingAction.MANAGE_TEMPLATES, on=organiser_by_slug)
def edit(organiser: Organiser, public_id: str) -> Any:
    """The builder."""
    return builder(
        _rubric(organiser, public_id),
        template="judging/rubrics/edit_template.html",
        saved=url_for(".edit", organiser_slug=organiser.slug, public_id=public_id),
        organiser=organiser,
        back=url_for(".index", organiser_slug=organiser.slug),
        preview=url_for(".preview", organiser_slug=organiser.slug, public_id=public_id),
    )


@bp.post("/<public_id>/preview")
@requires(JudgingAction.MANAGE_TEMPLATES, on=organiser_by_slug)
def preview(organiser: Organiser, public_id: str) -> str:
    """The score sheet and the rules in words, of what is typed at the moment."""
    _rubric(organiser, public_id)
    return preview_page()


@bp.post("/<public_id>/archive")
@requires(JudgingAction.MANAGE_TEMPLATES, on=organiser_by_slug)
def archive(organiser: Organiser, public_id: str) -> Response:
    """Put a template away; contests that copied it keep their copies."""
    services.archive_rubric(_rubric(organiser, public_id), by=me())
    flash(_("The rubric was put away."), "success")
    return redirect(url_for(".index", organiser_slug=organiser.slug))
