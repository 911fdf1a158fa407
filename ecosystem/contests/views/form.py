"""The form builder."""

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.domain.requirements import limits
from ecosystem.contests.forms.preview import preview_form
from ecosystem.contests.forms.questions import KINDS, QuestionForm, SectionForm
from ecosystem.contests.forms.structure import AmendmentForm
from ecosystem.contests.models import Contest, FormSection, Question
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.queries.definitions import form_from, form_of, question_definition, sections_of
from ecosystem.contests.queries.loaders import question_in
from ecosystem.contests.services import form_builder as services
from ecosystem.contests.views.frame import back_to, carried_out, show
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing

bp = Blueprint("contests_form", __name__, url_prefix="/organise/contests/<slug>/setup/form")


@bp.get("")
@requires(ContestAction.EDIT, on=contest_by_slug)
def builder(contest: Contest) -> Response:
    """The sections and questions, with buttons to change and move them."""
    sections = sections_of(contest)
    return show(
        "builder",
        contest,
        sections=sections,
        kinds=KINDS,
        limits={q.id: limits(question_definition(q)) for section in sections for q in section.questions},
        board_names={board.key: board for board in contest.boards},
    )


@bp.get("/preview")
@requires(ContestAction.VIEW, on=contest_by_slug)
def preview(contest: Contest) -> Response:
    """The form as an applicant sees it on a phone."""
    board = request.args.get("board") or (contest.boards[0].key if contest.boards else None)
    return show("preview", contest, pages=preview_form(form_of(contest), board), board=board)


@bp.route("/sections/new", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def new_section(contest: Contest) -> Response:
    """Add a section."""
    form = SectionForm()
    if form.validate_on_submit():
        details = form.to_value()
        if carried_out(form, lambda: services.add_section(contest, details=details, by=me().id)):
            return back_to(".builder", contest, anchor="end")
    return show("section", contest, form=form, section=None, status=_status(form))


@bp.route("/sections/<int:section_id>", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def section(contest: Contest, section_id: int) -> Response:
    """Change a section."""
    present = _section(contest, section_id)
    form = SectionForm(obj=present)
    if form.validate_on_submit():
        details = form.to_value()
        if carried_out(form, lambda: services.edit_section(present, details=details, by=me().id)):
            flash(_("Saved."), "success")
            return back_to(".builder", contest, anchor=f"section-{section_id}")
    return show("section", contest, form=form, section=present, status=_status(form))


@bp.post("/sections/<int:section_id>/<any(up,down,remove):step>")
@requires(ContestAction.EDIT, on=contest_by_slug)
def change_section(contest: Contest, section_id: int, step: str) -> Response:
    """Move a section or take an empty one away."""
    present = _section(contest, section_id)
    if step == "remove":
        services.remove_section(present, by=me().id)
        return back_to(".builder", contest)
    services.move_section(present, up=step == "up", by=me().id)
    return back_to(".builder", contest, anchor=f"section-{section_id}")


@bp.route("/questions/new", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def new_question(contest: Contest) -> Response:
    """Add a question to a section."""
    form = QuestionForm(contest=contest)
    sections = _offer(contest, form, "")
    if request.method == "GET":
        form.section_id.data = request.args.get("section", type=int) or (sections[0].id if sections else None)
    if form.validate_on_submit():

        def act() -> None:
            chosen = _section(contest, form.section_id.data)
            services.add_question(chosen, details=form.to_value(), by=me().id, amendment=form.amendment.data or "")

        if carried_out(form, act):
            flash(_("The question is added."), "success")
            return back_to(".builder", contest, anchor=f"section-{form.section_id.data}")
    form.add_rows()
    return show("question", contest, form=form, question=None, status=_status(form))


@bp.route("/questions/<public_id>", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def question(contest: Contest, public_id: str) -> Response:
    """Change a question."""
    present = question_in(contest, public_id)
    form = QuestionForm(contest=contest, obj=present)
    _offer(contest, form, present.key)
    if request.method == "GET":
        form.show(present)
    if form.validate_on_submit() and _save(present, form):
        flash(_("Saved."), "success")
        return back_to(".builder", contest, anchor=f"question-{public_id}")
    form.add_rows()
    return show("question", contest, form=form, question=present, status=_status(form))


def _save(present: Question, form: QuestionForm) -> bool:
    def act() -> None:
        services.edit_question(
            present,
            details=form.to_value(),
            by=me().id,
            section_id=form.section_id.data,
            version=form.shown_version,
            amendment=form.amendment.data or "",
        )

    return carried_out(form, act, present=lambda: _shown(present), version=lambda: present.version)


@bp.post("/questions/<public_id>/<any(up,down,duplicate,restore):step>")
@requires(ContestAction.EDIT, on=contest_by_slug)
def change_question(contest: Contest, public_id: str, step: str) -> Response:
    """Move, copy or restore a question; what changes locked rules is asked about first."""
    present = question_in(contest, public_id)
    form = AmendmentForm(contest=contest)
    amendment = form.amendment.data or ""
    acts: dict[str, Any] = {
        "up": lambda: services.move_question(present, up=True, by=me().id),
        "down": lambda: services.move_question(present, up=False, by=me().id),
        "duplicate": lambda: services.duplicate_question(present, by=me().id, amendment=amendment),
        "restore": lambda: services.restore_question(present, by=me().id, amendment=amendment),
    }
    if form.validate_on_submit() and carried_out(form, acts[step]):
        return back_to(".builder", contest, anchor=f"question-{public_id}")
    return show("question_step", contest, form=form, question=present, step=step, status=400)


@bp.post("/questions/<public_id>/place")
@requires(ContestAction.EDIT, on=contest_by_slug)
def place_question(contest: Contest, public_id: str) -> Response:
    """Put a question where it was dragged to."""
    present = question_in(contest, public_id)
    section_id, index = request.form.get("section", 0, int), request.form.get("index", 0, int)
    services.place_question(present, section_id=section_id, index=index, by=me().id)
    return back_to(".builder", contest, anchor=f"question-{public_id}")


@bp.route("/questions/<public_id>/remove", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def remove_question(contest: Contest, public_id: str) -> Response:
    """Ask, then take a question out; answers stay."""
    present = question_in(contest, public_id)
    form = AmendmentForm(contest=contest)
    if form.validate_on_submit():
        gone: list[bool] = []
        amendment = form.amendment.data or ""
        if carried_out(form, lambda: gone.append(services.remove_question(present, by=me().id, amendment=amendment))):
            flash(
                _("The question is removed.") if gone[0] else _("The question is retired; its answers stay."), "success"
            )
            return back_to(".builder", contest)
    return show("question_step", contest, form=form, question=present, step="remove", status=_status(form))


def _offer(contest: Contest, form: QuestionForm, own_key: str) -> list[FormSection]:
    sections = list(sections_of(contest))
    form.offer(sections, contest.boards, form_from(sections), own_key)
    return sections


def _shown(question: Question) -> dict[str, Any]:
    names = ("label", "label_en", "help", "help_en", "is_required", "min_characters", "max_characters", "max_words")
    return {name: getattr(question, name) for name in names}


def _section(contest: Contest, section_id: int) -> FormSection:
    return one_or_missing(next((each for each in contest.sections if each.id == section_id), None))


def _status(form: Any) -> int:
    return 400 if form.is_submitted() else 200
