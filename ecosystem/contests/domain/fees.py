"""What it costs to enter: the terms as data, and who pays nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ecosystem.contests.domain.form import FormDefinition, holds
from ecosystem.contests.domain.form.definition import Condition

DAYS = 7
LARGEST_FEE = 99_999_999


class FeeWhen(StrEnum):
    """When the fee is to be paid."""

    BEFORE_SUBMISSION = "before_submission"
    AFTER_ELIGIBILITY = "after_eligibility"


class FeeRefund(StrEnum):
    """What a team gets back that withdraws its entry."""

    NEVER = "never"
    BEFORE_DEADLINE = "before_deadline"
    ALWAYS = "always"


@dataclass(frozen=True)
class FeeTerms:
    """How the fees of a contest are handled; the amounts stand on its boards.

    `days` counts from the moment a team learns that its entry is eligible. Who answers the question of `waived_if`
    with one of its values pays nothing.
    """

    when: FeeWhen = FeeWhen.BEFORE_SUBMISSION
    days: int = DAYS
    refund: FeeRefund = FeeRefund.BEFORE_DEADLINE
    waived_if: Condition | None = None

    def waives(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether these answers (question key to stored value) free an entry from the fee."""
        condition = self.waived_if
        return condition is not None and holds(condition, answers.get(condition.question))

    def stored(self) -> dict[str, Any]:
        """Return the terms as JSON values."""
        condition = self.waived_if
        return {
            "when": self.when.value,
            "days": self.days,
            "refund": self.refund.value,
            "waived_if": {"question": condition.question, "is": sorted(condition.values)} if condition else None,
        }


def terms_from(stored: Mapping[str, Any] | None) -> FeeTerms:
    """Read terms as `FeeTerms.stored` wrote them; None are the usual ones."""
    if not stored:
        return FeeTerms()
    waived = stored.get("waived_if")
    return FeeTerms(
        when=FeeWhen(stored["when"]),
        days=int(stored["days"]),
        refund=FeeRefund(stored["refund"]),
        waived_if=Condition(waived["question"], frozenset(waived["is"])) if waived else None,
    )


def condition_in_words(form: FormDefinition, condition: Condition, language: str) -> tuple[str, str]:
    """Return the question and the answers of a condition as the form words them; empty for a question that is gone."""
    if not form.has(condition.question):
        return "", ""
    question = form.question(condition.question)
    label = question.label_en if language == "en" and question.label_en else question.label
    yes = {"vi": "Có", "en": "Yes"}[language]
    words = [
        choice.label_en if language == "en" and choice.label_en else choice.label
        for choice in question.choices
        if choice.value in condition.values
    ]
    return label, ", ".join(words) or yes
