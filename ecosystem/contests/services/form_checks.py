"""What a question of a form may be, and what its answers forbid."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.contests.domain.details import QuestionDetails
from ecosystem.contests.domain.form import LONGEST, Condition, circular
from ecosystem.contests.models import Contest, Question
from ecosystem.contests.queries.definitions import form_of
from ecosystem.contests.signals import AnswersTo
from ecosystem.core.database import scalars
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import ask

MOST_CHOICES = 100


def check_question(details: QuestionDetails) -> None:
    """Raise Invalid, naming the field, for limits that cannot hold or choices that are missing."""
    problems: dict[str, Any] = {}
    hard = LONGEST.get(details.kind)
    if hard and details.max_characters and details.max_characters > hard:
        problems["max_characters"] = _l("At most %(most)d characters, please.", most=hard)
    if details.min_characters and details.max_characters and details.min_characters > details.max_characters:
        problems["min_characters"] = _l("The least is more than the most.")
    if details.kind.has_choices:
        values = [choice["value"] for choice in details.choices]
        if len(values) < 2:
            problems["choices"] = _l("Please list at least two choices, one a line.")
        elif len(set(values)) != len(values):
            problems["choices"] = _l("Two choices are the same.")
        elif len(values) > MOST_CHOICES:
            problems["choices"] = _l("At most %(most)d choices, please.", most=MOST_CHOICES)
    if problems:
        raise Invalid(_l("Please look at the fields marked."), details=problems)


def keep_answers(present: Question, details: QuestionDetails) -> None:
    """Raise Refused when answers exist that the changed question could not hold."""
    kept = {choice["value"] for choice in details.choices}
    dropped = {choice["value"] for choice in present.choices} - kept
    kind_changes = details.kind is not present.kind
    if not kind_changes and not (dropped and details.kind.has_choices):
        return
    if not sum(ask(AnswersTo(present.id))):
        return
    if kind_changes:
        raise Refused(
            _l(
                "Entries already answer this question, and another kind could not hold their answers. "
                "Take the question out (the answers stay) and add a new one."
            )
        )
    raise Refused(_l("Entries already answer this question, so its choices stay; you can add some and change words."))


def check_condition(contest: Contest, key: str, details: QuestionDetails) -> None:
    """Raise Invalid unless the condition rests on another question of the form, without a circle."""
    if not details.shown_if:
        return
    definition = form_of(contest)
    ground = details.shown_if["question"]
    condition = Condition(ground, frozenset(details.shown_if["is"]))
    message = None
    if not definition.has(ground) or definition.question(ground).is_retired:
        message = _l("The question it depends on is not in the form.")
    elif circular(definition, key, condition):
        message = _l("This question would depend on itself.")
    elif not condition.values:
        message = _l("Please say for which answers the question is shown.")
    if message:
        raise Invalid(message, details={"shown_if_question": message})


def refuse_if_depended_on(question: Question) -> None:
    """Raise Refused while another question is shown depending on this one."""
    others = scalars(select(Question).where(Question.contest_id == question.contest_id, Question.retired_at.is_(None)))
    for other in others:
        if other.id != question.id and other.shown_if and other.shown_if["question"] == question.key:
            raise Refused(_l("“%(label)s” is shown depending on this question. Change it first.", label=other.label))
