"""Whether a rubric makes sense, told in sentences to whoever builds it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.judging.domain.scoring.entries import LEAST_TO_TRIM
from ecosystem.judging.domain.scoring.rules import (
    Aggregation,
    Component,
    CriterionRule,
    RubricRules,
    Scale,
    TieBreakBy,
)
from ecosystem.judging.domain.scoring.sheets import shown


@dataclass(frozen=True)
class RubricProblem:
    """What does not fit. `where` is "rubric", "criterion:<key>" or "component:<key>"."""

    where: str
    text: Text


def rubric_problems(rules: RubricRules) -> list[RubricProblem]:
    """List why nobody should be scored with these rules; empty when they are sound."""
    return [
        *_whole(rules),
        *(p for rule in rules.criteria for p in _criterion(rule)),
        *_tie_breaks(rules),
        *(p for component in rules.components for p in _component(component, rules.places)),
    ]


def _whole(rules: RubricRules) -> Iterator[RubricProblem]:
    for text in (*_criteria_texts(rules), *_sum_texts(rules), *_limit_texts(rules)):
        yield RubricProblem("rubric", text)


def _criteria_texts(rules: RubricRules) -> Iterator[Text]:
    if not rules.criteria:
        yield _l("The rubric has no criterion yet.")
    elif not any(rule.is_required for rule in rules.criteria):
        yield _l("At least one criterion must be required.")
    keys = [rule.key for rule in rules.criteria] + [component.key for component in rules.components]
    doubled = [key for key, times in Counter(keys).items() if times > 1]
    if doubled:
        yield _l("Two parts bear the same key: %(keys)s.", keys=", ".join(doubled))


def _sum_texts(rules: RubricRules) -> Iterator[Text]:
    if rules.total <= 0:
        yield _l("The total must be above 0.")
    if rules.criteria and rules.scale is Scale.MAXIMA and rules.maxima_sum != rules.total:
        yield _l(
            "The maxima add up to %(sum)s, but the total is %(total)s.",
            sum=shown(rules.maxima_sum),
            total=shown(rules.total),
        )
    if rules.criteria and rules.scale is Scale.WEIGHTS and any(rule.weight <= 0 for rule in rules.criteria):
        yield _l("Every weight must be above 0.")


def _limit_texts(rules: RubricRules) -> Iterator[Text]:
    if not 0 <= rules.places <= 4:
        yield _l("Results are rounded to 0 to 4 decimals.")
    if rules.min_judges < 1:
        yield _l("At least one judge must score an entry.")
    if rules.pass_mark is not None and not 0 <= rules.pass_mark <= rules.total:
        yield _l("The pass mark must lie between 0 and %(total)s.", total=shown(rules.total))
    if rules.aggregation is Aggregation.TRIMMED_MEAN and (rules.trim_from_judges or 0) < LEAST_TO_TRIM:
        yield _l("The highest and the lowest sheet may be dropped from %(least)s judges on.", least=LEAST_TO_TRIM)


def _criterion(rule: CriterionRule) -> Iterator[RubricProblem]:
    where = f"criterion:{rule.key}"
    name = rule.name
    if rule.maximum <= 0:
        yield RubricProblem(where, _l("“%(name)s”: the maximum must be above 0.", name=name))
    elif rule.step <= 0 or rule.step > rule.maximum or rule.maximum % rule.step != 0:
        yield RubricProblem(where, _l("“%(name)s”: the step must divide the maximum.", name=name))
    limits = (rule.comment_below, rule.comment_above, rule.minimum_to_pass)
    if any(limit is not None and not 0 <= limit <= rule.maximum for limit in limits):
        text = _l("“%(name)s”: every threshold must lie between 0 and the maximum.", name=name)
        yield RubricProblem(where, text)
    if any(not 0 <= a.start <= a.end <= rule.maximum for a in rule.anchors):
        text = _l("“%(name)s”: a level lies outside 0 to the maximum.", name=name)
        yield RubricProblem(where, text)


def _tie_breaks(rules: RubricRules) -> Iterator[RubricProblem]:
    if len(set(rules.tie_break)) != len(rules.tie_break):
        yield RubricProblem("rubric", _l("A step stands twice in the order that decides ties."))
    for step in rules.tie_break:
        if step.by is TieBreakBy.CRITERION and step.key not in rules.by_key:
            yield RubricProblem("rubric", _l("A tie is to be decided by a criterion that is not in the rubric."))


def _component(component: Component, places: int) -> Iterator[RubricProblem]:
    where = f"component:{component.key}"
    if component.maximum <= Decimal(0):
        yield RubricProblem(where, _l("“%(name)s”: the maximum must be above 0.", name=component.name))
    if not 0 <= component.places <= places:
        text = _l("“%(name)s”: round to no more decimals than the result has.", name=component.name)
        yield RubricProblem(where, text)
