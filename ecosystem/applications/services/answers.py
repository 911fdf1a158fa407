"""Saving answers, field by field, so that two people never overwrite each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.content import canonical
from ecosystem.applications.models import Answer, Application
from ecosystem.applications.services.editing import open_entry, touch
from ecosystem.contests.domain.form import (
    FormDefinition,
    Problem,
    QuestionDefinition,
    check_answer,
    is_blank,
    read_answer,
)
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.contests.queries import form_of
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import EcosystemError, Invalid, NoSuchRecord, Refused, StaleEdit

LARGEST_ANSWER = 100_000
KEPT_ELSEWHERE = (QuestionKind.TEAM,)


@dataclass(frozen=True)
class SavedAnswer:
    """What became of a save: the stored value, its version, and what is still wrong with it."""

    value: Any
    version: int
    saved_at: datetime
    problems: Sequence[Problem]


def save_answer(
    *,
    application: Application,
    key: str,
    raw: Any,
    shown_version: int | None,
    by: Account,
    at: datetime,
    definition: FormDefinition | None = None,
) -> SavedAnswer:
    """Store one answer as typed; a wrong one is stored too and what is wrong is told.

    `shown_version` is the version the form showed (0 for none yet; None leaves it unchecked). Raises StaleEdit with
    both values when somebody else changed the same answer meanwhile; saving the same value again is no conflict.
    Raises Refused after the deadline or when the question is not asked any more, Invalid for what is too large or
    cannot be stored. `definition` saves reading the form again.
    """
    with transaction():
        entry = open_entry(application, at=at).application
        question = _asked_question(definition or form_of(entry.contest), key)
        value = _readable(question, raw)
        row = session().scalar(
            select(Answer)
            .where(Answer.application_id == entry.id, Answer.question_id == question.id)
            .execution_options(populate_existing=True)
        )
        present = row.version if row else 0
        before = row.value if row else None
        if _same(before, value):
            return SavedAnswer(value, present, at, check_answer(question, value))
        if shown_version is not None and present != shown_version:
            raise _stale(question, theirs=before, yours=value, version=present)
        if row is None:
            row = Answer(application_id=entry.id, question_id=question.id, version=0)
            session().add(row)
        row.value, row.version = value, present + 1
        row.updated_at, row.updated_by_id = at, by.id
        touch(entry, at=at)
        return SavedAnswer(value, row.version, at, check_answer(question, value))


@dataclass(frozen=True)
class SavedSection:
    """What became of saving a whole section: what was stored, and per question what could not be."""

    saved: Mapping[str, SavedAnswer]
    conflicts: Mapping[str, StaleEdit]
    refused: Mapping[str, EcosystemError]


def save_answers(
    *, application: Application, raws: Mapping[str, Any], shown: Mapping[str, int], by: Account, at: datetime
) -> SavedSection:
    """Store several answers; one that conflicts or cannot be stored does not keep the others from being stored.

    Raises Refused after the deadline.
    """
    saved: dict[str, SavedAnswer] = {}
    conflicts: dict[str, StaleEdit] = {}
    refused: dict[str, EcosystemError] = {}
    with transaction():
        definition = form_of(open_entry(application, at=at).application.contest)
        for key, raw in raws.items():
            try:
                saved[key] = save_answer(
                    application=application,
                    key=key,
                    raw=raw,
                    shown_version=shown.get(key),
                    by=by,
                    at=at,
                    definition=definition,
                )
            except StaleEdit as conflict:
                conflicts[key] = conflict
            except (Invalid, Refused, NoSuchRecord) as error:
                refused[key] = error
    return SavedSection(saved, conflicts, refused)


def _asked_question(definition: FormDefinition, key: str) -> QuestionDefinition:
    if not definition.has(key):
        raise NoSuchRecord(_l("The form has no such question any more."))
    question = definition.question(key)
    if question.is_retired:
        raise Refused(_l("This question is not asked any more. The answer given before is kept."))
    if question.holds_files or question.kind in KEPT_ELSEWHERE:
        raise Invalid(_l("This answer is given in another way."))
    return question


def _readable(question: QuestionDefinition, raw: Any) -> Any:
    value = read_answer(question, raw)
    if is_blank(value):
        return None
    try:
        size = len(canonical({"value": value}))
    except TypeError as error:
        raise Invalid(_l("This answer cannot be read. Please give it again.")) from error
    if size > LARGEST_ANSWER:
        raise Invalid(_l("This answer is far too long. Please shorten it."), details={question.key: "long"})
    if any(problem.code == "shape" for problem in check_answer(question, value)):
        raise Invalid(_l("This answer cannot be read. Please give it again."), details={question.key: "shape"})
    return value


def _same(before: Any, after: Any) -> bool:
    if is_blank(before) and is_blank(after):
        return True
    return bool(before == after) and type(before) is type(after)


def _stale(question: QuestionDefinition, *, theirs: Any, yours: Any, version: int) -> StaleEdit:
    error = StaleEdit(
        _l("Somebody else changed “%(label)s” meanwhile.", label=question.label),
        theirs={question.key: theirs},
        yours={question.key: yours},
    )
    error.details = {"version": version}
    return error
