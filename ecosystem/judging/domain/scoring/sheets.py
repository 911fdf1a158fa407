"""One judge's sheet: what is wrong with it, and what it adds up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import mul
from typing import TypeAlias

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.judging.domain.scoring.numbers import half_up, refuse_float, units
from ecosystem.judging.domain.scoring.rules import CriterionRule, RubricRules

Scores: TypeAlias = Mapping[str, Decimal | None]
STORED_PLACES = 8  # of a sheet's stored total


class ProblemKind(StrEnum):
    """Why a score or a sheet cannot stand."""

    NOT_A_NUMBER = "not_a_number"
    BELOW_ZERO = "below_zero"
    ABOVE_MAXIMUM = "above_maximum"
    WRONG_STEP = "wrong_step"
    MISSING = "missing"
    COMMENT_NEEDED = "comment_needed"
    UNKNOWN_CRITERION = "unknown_criterion"


@dataclass(frozen=True)
class Problem:
    """What is wrong with the criterion `key`, with a sentence for the judge."""

    key: str
    kind: ProblemKind
    text: Text


def check_score(rule: CriterionRule, value: Decimal) -> Problem | None:
    """Tell what is wrong with one score, None when it may stand: a number, 0 to the maximum, on a step.

    The maximum itself always may. Raises TypeError for a binary float.
    """
    refuse_float(value)
    if not value.is_finite():
        return Problem(rule.key, ProblemKind.NOT_A_NUMBER, _l("Please type a number, such as 7,5."))
    if value < 0:
        return Problem(rule.key, ProblemKind.BELOW_ZERO, _l("A score is never below 0."))
    if value > rule.maximum:
        text = _l("The highest score here is %(maximum)s.", maximum=shown(rule.maximum))
        return Problem(rule.key, ProblemKind.ABOVE_MAXIMUM, text)
    if value != rule.maximum and value % rule.step != 0:
        text = _l("Scores go in steps of %(step)s here.", step=shown(rule.step))
        return Problem(rule.key, ProblemKind.WRONG_STEP, text)
    return None


def needs_comment(rule: CriterionRule, value: Decimal) -> bool:
    """Tell whether a score is so low or so high that the rubric asks for a comment."""
    too_low = rule.comment_below is not None and value < rule.comment_below
    return too_low or (rule.comment_above is not None and value > rule.comment_above)


def sheet_problems(rules: RubricRules, scores: Scores, comments: Mapping[str, str]) -> list[Problem]:
    """List what keeps a sheet from being handed in, in the order of the criteria; empty when nothing does."""
    found = [_criterion_problem(rule, scores.get(rule.key), comments.get(rule.key, "")) for rule in rules.criteria]
    unknown = sorted(key for key in scores if key not in rules.by_key)
    text = _l("The rubric has no such criterion.")
    return [p for p in found if p] + [Problem(key, ProblemKind.UNKNOWN_CRITERION, text) for key in unknown]


def _criterion_problem(rule: CriterionRule, value: Decimal | None, comment: str) -> Problem | None:
    if value is None:
        return Problem(rule.key, ProblemKind.MISSING, _l("Not scored yet.")) if rule.is_required else None
    problem = check_score(rule, value)
    if problem is None and needs_comment(rule, value) and not comment.strip():
        return Problem(rule.key, ProblemKind.COMMENT_NEEDED, _comment_text(rule, value))
    return problem


def _comment_text(rule: CriterionRule, value: Decimal) -> Text:
    if rule.comment_below is not None and value < rule.comment_below:
        return _l("Please explain a score below %(limit)s.", limit=shown(rule.comment_below))
    return _l("Please explain a score above %(limit)s.", limit=shown(rule.comment_above or Decimal(0)))


def is_complete(rules: RubricRules, scores: Scores) -> bool:
    """Tell whether every required criterion has a score, and at least one criterion has."""
    missing = any(scores.get(rule.key) is None for rule in rules.criteria if rule.is_required)
    return not missing and any(scores.get(rule.key) is not None for rule in rules.criteria)


def in_units(rules: RubricRules, scores: Scores) -> list[int | None]:
    """Return the scores in ten-thousandths in the order of the criteria, None where there is none."""
    given = (scores.get(rule.key) for rule in rules.criteria)
    return [None if value is None else units(value) for value in given]


def exact_total(rules: RubricRules, scores: Scores) -> Fraction | None:
    """Return the exact points of a sheet, None while it is incomplete.

    A criterion that need not be scored and was not leaves its share to the others: the total is never smaller
    for it. Raises ValueError for a score of more than four decimals.
    """
    return total_of_units(rules, in_units(rules, scores))


def total_of_units(rules: RubricRules, values: list[int | None]) -> Fraction | None:
    """The same from what `in_units` gave."""
    if None in values:
        return _partial_total(rules, values)
    factors, divisor = rules.factors
    given = [v for v in values if v is not None]
    return Fraction(sum(map(mul, given, factors)), divisor) if given else None


def _partial_total(rules: RubricRules, values: list[int | None]) -> Fraction | None:
    pairs = list(zip(rules.criteria, values, strict=True))
    if any(value is None and rule.is_required for rule, value in pairs):
        return None
    answered = [(rule, value) for rule, value in pairs if value is not None]
    factors, divisor = rules.factors_of(tuple(rule for rule, _ in answered))
    return Fraction(sum(map(mul, (v for _, v in answered), factors)), divisor) if divisor else None


def sheet_total(rules: RubricRules, scores: Scores) -> Decimal | None:
    """Return the points of a sheet to eight decimals, None while a required criterion is missing.

    On the scale of maxima this is exact; on that of weights it is rounded half-up at the eighth decimal for
    storage, while results are computed from `exact_total`.
    """
    exact = exact_total(rules, scores)
    return None if exact is None else half_up(exact, STORED_PLACES)


def shown(value: Decimal) -> str:
    """Write a number as people do in Vietnamese: no trailing zeros, a decimal comma."""
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")
