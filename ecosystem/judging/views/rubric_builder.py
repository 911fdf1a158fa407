"""What the builder does, for a contest's rubrics and for an organiser's templates alike."""

from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.services.changes import AmendmentNeeded
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import Invalid
from ecosystem.judging.domain.scoring import RubricRules, describe, rubric_problems
from ecosystem.judging.domain.starting_points import starting_point
from ecosystem.judging.forms.rubric_rows import rearranged
from ecosystem.judging.forms.rubrics import RubricForm, data_of
from ecosystem.judging.models import Rubric, RubricVersion
from ecosystem.judging.queries import rubrics as queries
from ecosystem.judging.services.rubrics import RubricDraft, save_rubric


def chosen_start(start: str, organiser_id: int) -> RubricDraft:
    """Return what a new rubric begins with: "point:<key>", "rubric:<public id>" of the same organiser, or nothing."""
    kind, _sep, key = start.partition(":")
    if kind == "point":
        point = starting_point(key)
        if point is not None:
            return RubricDraft(point.name, point.rules, point.name_en)
    if kind == "rubric":
        rubric = queries.rubric_by_public_id(key)
        one_or_missing(rubric if rubric.organiser_id == organiser_id else None)
        return draft_of(queries.latest_version(rubric.id))
    return RubricDraft(_("New rubric"), RubricRules(criteria=()))


def draft_of(version: RubricVersion) -> RubricDraft:
    """Return a stored version as the builder shows it."""
    return RubricDraft(version.rubric.name, queries.from_version(version), version.rubric.name_en)


def builder(rubric: Rubric, *, template: str, saved: str, **page: Any) -> Any:
    """Show the builder, carry out one of its row buttons, or save and go to `saved`."""
    newest = queries.latest_version(rubric.id)
    if request.method == "GET":
        form = RubricForm(formdata=None, data=data_of(draft_of(newest), newest.version))
        return _page(form, newest, template, page)
    do = request.form.get("do", "save")
    if do != "save":
        form = RubricForm(formdata=rearranged(request.form, do))
        return _page(form, newest, template, page)
    form = RubricForm()
    if form.validate_on_submit():
        try:
            version = save_rubric(
                rubric, form.to_value(), shown_version=form.shown_version, amendment=form.amendment.data or "", by=me()
            )
        except Invalid as error:
            _show(form, error)
        else:
            _tell_saved(version, newest)
            return redirect(saved)
    return _page(form, newest, template, page), 400


def _show(form: RubricForm, error: Invalid) -> None:
    if isinstance(error, AmendmentNeeded):
        form.amendment.errors = [error.message]
    else:
        form.form_errors = list(error.details.values()) or [error.message]


def _tell_saved(version: RubricVersion, before: RubricVersion) -> None:
    if version.number == before.number:
        flash(_("The rubric is saved."), "success")
        return
    flash(
        _(
            "Version %(old)s has been used to score and stays as it is. Your changes are version %(new)s; choose it "
            "for the rounds that are to use it.",
            old=before.number,
            new=version.number,
        ),
        "info",
    )


def _page(form: RubricForm, version: RubricVersion, template: str, page: dict[str, Any]) -> str:
    return render_template(
        template,
        form=form,
        rubric=version.rubric,
        version=version,
        is_frozen=queries.is_frozen(version),
        **rules_in_words(form.to_rules()),
        **page,
    )


def preview_page() -> str:
    """The fragment beside the builder, of what is typed at the moment."""
    form = RubricForm()
    return render_template("judging/rubrics/_preview.html", **rules_in_words(form.to_rules()))


def version_page(rubric: Rubric, number: int, *, template: str, **page: Any) -> str:
    """One version to read."""
    version = queries.version_of(rubric, number)
    return render_template(
        template, rubric=rubric, version=version, **rules_in_words(queries.from_version(version)), **page
    )


def rules_in_words(rules: RubricRules) -> dict[str, Any]:
    """The rules, their sentences and what does not fit, for the templates."""
    sentences = describe(rules, in_english=str(get_locale()) == "en")
    by_topic = groupby(sentences, key=lambda sentence: sentence.topic.value)
    return {
        "rules": rules,
        "topics": [(topic, list(said)) for topic, said in by_topic],
        "problems": rubric_problems(rules),
    }
