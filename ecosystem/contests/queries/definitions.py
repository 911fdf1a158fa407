"""From rows to the values the pure domain works with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ecosystem.contests.domain.eligibility import Names, Rule
from ecosystem.contests.domain.form import (
    Choice,
    Condition,
    FormDefinition,
    QuestionDefinition,
    SectionDefinition,
)
from ecosystem.contests.models import Contest, EligibilityRule, FormSection, Question
from ecosystem.core.database import in_transaction, remembered, scalars


def sections_of(contest: Contest) -> Sequence[FormSection]:
    """Return the sections of the form with their questions, retired ones included, in two statements."""
    return scalars(
        select(FormSection)
        .where(FormSection.contest_id == contest.id)
        .options(selectinload(FormSection.questions))
        .order_by(FormSection.position, FormSection.id)
    )


def form_of(contest: Contest) -> FormDefinition:
    """Return the contest's form as a value, in two statements; while nothing is written, once a request."""
    if in_transaction():
        return form_from(sections_of(contest))
    return remembered(("contest_form", contest.id), lambda: form_from(sections_of(contest)))


def form_from(sections: Sequence[FormSection]) -> FormDefinition:
    """Return the form made of loaded sections."""
    return FormDefinition(
        tuple(
            SectionDefinition(
                id=section.id,
                title=section.title,
                title_en=section.title_en,
                help=section.help,
                questions=tuple(question_definition(question) for question in section.questions),
            )
            for section in sections
        )
    )


def question_definition(question: Question) -> QuestionDefinition:
    """Return one question as a value."""
    settings = question.settings or {}
    return QuestionDefinition(
        id=question.id,
        key=question.key,
        kind=question.kind,
        label=question.label,
        label_en=question.label_en,
        help=question.help,
        help_en=question.help_en,
        is_required=question.is_required,
        min_characters=question.min_characters,
        max_characters=question.max_characters,
        max_words=question.max_words,
        choices=tuple(Choice(c["value"], c["label"], c.get("label_en", "")) for c in question.choices or ()),
        shown_if=_condition(question.shown_if),
        board_keys=frozenset(question.board_keys or ()),
        accept=tuple(settings.get("accept") or ()),
        max_mb=int(settings.get("max_mb") or 20),
        max_files=int(settings.get("max_files") or (10 if question.kind.value == "files" else 1)),
        minimum=_decimal(settings.get("minimum")),
        maximum=_decimal(settings.get("maximum")),
        decimals=int(settings.get("decimals", 2)),
        is_hidden_from_judges=question.is_hidden_from_judges,
        is_in_gallery=question.is_in_gallery,
        is_retired=question.retired_at is not None,
    )


def eligibility_rules_of(contest: Contest) -> list[Rule]:
    """Return the contest's eligibility rules as values, in order."""
    rows = scalars(
        select(EligibilityRule)
        .where(EligibilityRule.contest_id == contest.id)
        .order_by(EligibilityRule.position, EligibilityRule.id)
    )
    return [Rule(row.kind, row.parameters or {}, row.id) for row in rows]


def names_of(contest: Contest) -> Names:
    """Return how boards read in the eligibility rules of this contest."""
    return Names(boards={board.key: board.name for board in contest.boards})


def _condition(shown_if: dict[str, Any] | None) -> Condition | None:
    if not shown_if:
        return None
    return Condition(shown_if["question"], frozenset(str(value) for value in shown_if["is"]))


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))
