"""The application form: its own fields, section after section, saved field by field."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.forms.answers import answers_form, shown_versions, typed_values
from ecosystem.applications.forms.entering import BasicsForm
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries import entry_by_public_id
from ecosystem.applications.queries.entries import file_of_entry
from ecosystem.applications.queries.working import WorkingCopy, progress_of, sections_for, working_copy
from ecosystem.applications.services.answers import SavedAnswer, save_answer, save_answers
from ecosystem.applications.services.entering import basics_state, edit_basics
from ecosystem.applications.services.files import add_file, remove_file
from ecosystem.applications.views.frame import done, frame_of, told
from ecosystem.contests.domain.form import QuestionDefinition, SectionDefinition, check_answer, read_answer
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import EcosystemError, Invalid, NoSuchRecord, NotAllowed, Refused, StaleEdit, Text
from ecosystem.core.places import communes_of, place_name
from ecosystem.core.web.formatting import format_time
from ecosystem.startups.queries import startups_of

bp = Blueprint("entry_form", __name__)


@bp.route("/entries/<public_id>/basics", methods=["GET", "POST"])
@requires(ApplicationAction.EDIT, on=entry_by_public_id)
def basics(application: Application) -> str | Response:
    """Title, summary, board, startup."""
    startups = [each for each in startups_of(actor()) if each.archived_at is None]
    form = BasicsForm.for_entry(application, startups)
    if form.validate_on_submit():
        try:
            edit_basics(
                application=application,
                basics=form.to_value(application, startups),
                shown_version=form.shown_version,
                by=me(),
                at=clock.now(),
            )
            return redirect(_after_basics(application))
        except (Refused, Invalid, NotAllowed) as error:
            form.form_errors.append(str(error))
        except StaleEdit:
            form.show_both(BasicsForm.stored(application), version=basics_state(application))
    return render_template("applications/basics.html", form=form, **frame_of(application, "basics"))


@bp.route("/entries/<public_id>/form/<int:section_id>", methods=["GET", "POST"])
@requires(ApplicationAction.EDIT, on=entry_by_public_id)
def section(application: Application, section_id: int) -> str | Response:
    """One section of the form. A script saves each answer on a pause; without one the button saves the section."""
    copy = working_copy(application)
    shown = next(((part, asked) for part, asked in sections_for(copy) if part.id == section_id), None)
    if shown is None:
        return redirect(url_for("entry_form.basics", public_id=application.public_id))
    outcome = _save_section(application, shown[1]) if request.method == "POST" else None
    if outcome is not None and outcome.is_clean:
        return redirect(_next_address(copy, section_id))
    if outcome is not None:
        copy = working_copy(application)
    return _section_page(copy, shown[0], shown[1], outcome or _Outcome())


@bp.post("/entries/<public_id>/answers/<key>")
@requires(ApplicationAction.EDIT, on=entry_by_public_id)
def answer(application: Application, key: str) -> Response | tuple[Response, int]:
    """Save one answer: JSON in (`value`, `version`), JSON out; 409 shows both versions when two people typed."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Invalid(_("This answer cannot be read. Please give it again."))
    copy = working_copy(application)
    try:
        saved = save_answer(
            application=application,
            key=key,
            raw=sent.get("value"),
            shown_version=_version(sent.get("version")),
            by=me(),
            at=clock.now(),
            definition=copy.definition,
        )
    except StaleEdit as conflict:
        return jsonify(_conflict(copy, key, conflict)), 409
    return jsonify(_saved(copy.with_answer(key, saved.value, saved.version), saved))


@bp.get("/entries/places/<code>")
@requires(ApplicationAction.LIST_OWN)
def communes(code: str) -> Response:
    """The communes of a province, for the second field of a place."""
    return jsonify([[each.code, each.name] for each in communes_of(code)])


@dataclass
class _Outcome:
    """What became of saving a section without a script."""

    typed: dict[str, Any] | None = None
    saved: dict[str, SavedAnswer] | None = None
    conflicts: dict[str, StaleEdit] | None = None
    refused: dict[str, EcosystemError] | None = None

    @property
    def is_clean(self) -> bool:
        wrong = any(answer.problems for answer in (self.saved or {}).values())
        return not (self.conflicts or self.refused or wrong) and request.form.get("go") == "on"


def _save_section(application: Application, asked: list[QuestionDefinition]) -> _Outcome:
    typed = typed_values(asked, request.form)
    try:
        result = save_answers(
            application=application, raws=typed, shown=shown_versions(asked, request.form), by=me(), at=clock.now()
        )
    except Refused as error:
        told(error)
        return _Outcome(typed, refused={})
    outcome = _Outcome(typed, dict(result.saved), dict(result.conflicts), dict(result.refused))
    _take_files(application, asked, outcome)
    if not outcome.conflicts and not outcome.refused:
        done(_("Saved."))
    else:
        flash(_("Some answers were not saved. They are marked below; nothing you typed is lost."), "warning")
    return outcome


def _take_files(application: Application, asked: list[QuestionDefinition], outcome: _Outcome) -> None:
    """Files that came with the form, and one that is to be taken out."""
    assert outcome.refused is not None
    for question in (each for each in asked if each.holds_files):
        for sent in request.files.getlist(f"a_{question.key}"):
            if not sent.filename:
                continue
            try:
                add_file(
                    application=application,
                    key=question.key,
                    stream=sent.stream,
                    name=sent.filename,
                    by=me(),
                    at=clock.now(),
                )
            except EcosystemError as error:
                outcome.refused[question.key] = error
    unwanted = request.form.get("remove")
    if unwanted:
        remove_file(attached=file_of_entry(application.public_id, unwanted), by=me(), at=clock.now())


def _section_page(
    copy: WorkingCopy, part: SectionDefinition, asked: list[QuestionDefinition], outcome: _Outcome
) -> str:
    values, versions = dict(copy.values), {q.key: copy.version_of(q) for q in asked}
    visible = {question.key for question in copy.asked}
    problems: dict[str, list[Text]] = {}
    for question in asked:
        if outcome.typed is not None and question.key in outcome.typed:
            values[question.key] = read_answer(question, outcome.typed[question.key])
        problems[question.key] = [problem.message for problem in check_answer(question, values.get(question.key))]
        refused = (outcome.refused or {}).get(question.key)
        if refused is not None:
            problems[question.key].append(refused.message)
    conflicts = {
        key: _shown(copy.definition.question(key), error.theirs[key])
        for key, error in (outcome.conflicts or {}).items()
    }
    frame = frame_of(copy.application, str(part.id), copy)
    form = answers_form(asked, values, versions, problems=problems, closed=not frame["open_now"])
    next_address = _next_address(copy, part.id)
    return render_template(
        "applications/section.html",
        form=form,
        section=part,
        questions=asked,
        visible=visible,
        conflicts=conflicts,
        next_address=next_address,
        **frame,
    )


def _after_basics(application: Application) -> str:
    first = next(iter(sections_for(working_copy(application))), None)
    if first is None:
        return url_for("entry_team.team", public_id=application.public_id)
    return url_for("entry_form.section", public_id=application.public_id, section_id=first[0].id)


def _next_address(copy: WorkingCopy, section_id: int) -> str:
    ids = [part.id for part, _asked in sections_for(copy)]
    place = ids.index(section_id) + 1 if section_id in ids else len(ids)
    public_id = copy.application.public_id
    if place < len(ids):
        return url_for("entry_form.section", public_id=public_id, section_id=ids[place])
    return url_for("entry_team.team", public_id=public_id)


def _version(sent: object) -> int | None:
    return sent if isinstance(sent, int) and not isinstance(sent, bool) else None


def _saved(copy: WorkingCopy, saved: SavedAnswer) -> dict[str, Any]:
    progress = progress_of(copy)
    return {
        "saved_at": format_time(saved.saved_at, copy.application.contest.timezone),
        "version": saved.version,
        "problems": [str(problem.message) for problem in saved.problems],
        "asked": [question.key for question in copy.asked],
        "sections": {str(ident): is_done for ident, is_done in progress.items()},
        "missing": len(copy.missing),
    }


def _conflict(copy: WorkingCopy, key: str, conflict: StaleEdit) -> dict[str, Any]:
    if not copy.definition.has(key):
        raise NoSuchRecord(_("The form has no such question any more."))
    question = copy.definition.question(key)
    theirs = conflict.theirs[key]
    return {
        "message": str(conflict),
        "version": conflict.details["version"],
        "theirs": theirs,
        "theirs_shown": _shown(question, theirs),
        "yours_shown": _shown(question, conflict.yours[key]),
    }


def _shown(question: QuestionDefinition, value: Any) -> str:
    """A stored value in words."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if question.kind.has_choices:
        labels = {choice.value: choice.label for choice in question.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(each, str(each)) for each in chosen)
    if isinstance(value, dict):
        return place_name(value.get("province", ""), value.get("commune", ""))
    return str(value)
