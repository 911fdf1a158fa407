"""Which questions are asked, given the board and the answers so far."""

from collections.abc import Mapping
from typing import Any

from ecosystem.contests.domain.form.definition import (
    Condition,
    FormDefinition,
    QuestionDefinition,
    SectionDefinition,
)


def visible_questions(
    definition: FormDefinition, board_key: str | None, answers: Mapping[str, Any]
) -> list[QuestionDefinition]:
    """Return, in order, the questions asked on board `board_key` with `answers` (key to value).

    A question whose condition rests on one that is not asked itself is not asked either. Without a board
    (none chosen yet) only questions for every board are asked.
    """
    return [q for q in definition.questions if _is_asked(definition, q, board_key, answers, ())]


def visible_sections(
    definition: FormDefinition, board_key: str | None, answers: Mapping[str, Any]
) -> list[tuple[SectionDefinition, list[QuestionDefinition]]]:
    """Return the sections that ask something, each with what it asks."""
    asked = {question.key for question in visible_questions(definition, board_key, answers)}
    pairs = ((section, [q for q in section.questions if q.key in asked]) for section in definition.sections)
    return [(section, questions) for section, questions in pairs if questions]


def holds(condition: Condition, answer: Any) -> bool:
    """Tell whether `answer` holds one of the values of `condition`."""
    if isinstance(answer, bool):
        return ("yes" if answer else "no") in condition.values
    if isinstance(answer, list):
        return any(str(item) in condition.values for item in answer)
    return answer is not None and str(answer) in condition.values


def circular(definition: FormDefinition, key: str, condition: Condition | None) -> bool:
    """Tell whether giving question `key` this condition would make it depend on itself."""
    seen = {key}
    while condition is not None:
        if condition.question in seen:
            return True
        seen.add(condition.question)
        if not definition.has(condition.question):
            return False
        condition = definition.question(condition.question).shown_if
    return False


def _is_asked(
    definition: FormDefinition,
    question: QuestionDefinition,
    board_key: str | None,
    answers: Mapping[str, Any],
    asking: tuple[str, ...],
) -> bool:
    if question.is_retired or question.key in asking:
        return False
    if question.board_keys and board_key not in question.board_keys:
        return False
    condition = question.shown_if
    if condition is None:
        return True
    if not definition.has(condition.question):
        return False
    ground = definition.question(condition.question)
    if not _is_asked(definition, ground, board_key, answers, (*asking, question.key)):
        return False
    return holds(condition, answers.get(condition.question))
