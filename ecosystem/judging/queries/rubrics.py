"""Rubrics: from rows to the rules that compute, and which rubric is used where."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import selectinload

from ecosystem.judging.domain.scoring import (
    Aggregation,
    Anchor,
    Component,
    CriterionRule,
    Formula,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
)
from ecosystem.judging.models import Criterion, RubricVersion

WITH_CRITERIA = selectinload(RubricVersion.criteria)


def from_version(version: RubricVersion) -> RubricRules:
    """Return the rules that a stored version stands for; its criteria should be loaded."""
    return RubricRules(
        criteria=tuple(criterion_rule(criterion) for criterion in version.criteria),
        scale=Scale(version.scale),
        total=version.total,
        places=version.places,
        aggregation=Aggregation(version.aggregation),
        trim_from_judges=version.trim_from_judges,
        min_judges=version.min_judges,
        pass_mark=version.pass_mark,
        no_zero=version.no_zero,
        tie_break=tuple(TieBreak(TieBreakBy(step["by"]), step.get("key", "")) for step in version.tie_break or ()),
        components=tuple(component(part) for part in version.components or ()),
    )


def criterion_rule(criterion: Criterion) -> CriterionRule:
    """Return one stored criterion as a value."""
    return CriterionRule(
        id=criterion.id,
        key=criterion.key,
        name=criterion.name,
        name_en=criterion.name_en or "",
        description=criterion.description or "",
        maximum=criterion.maximum,
        weight=criterion.weight,
        step=criterion.step,
        comment_below=criterion.comment_below,
        comment_above=criterion.comment_above,
        minimum_to_pass=criterion.minimum_to_pass,
        is_required=criterion.is_required,
        anchors=tuple(
            Anchor(Decimal(str(a["from"])), Decimal(str(a["to"])), a.get("text", "")) for a in criterion.anchors or ()
        ),
    )


def component(stored: Mapping[str, Any]) -> Component:
    """Return one stored component as a value."""
    return Component(
        key=stored["key"],
        name=stored["name"],
        name_en=stored.get("name_en", ""),
        maximum=Decimal(str(stored["maximum"])),
        formula=Formula(stored.get("formula", Formula.VOTES)),
        places=int(stored.get("places", 1)),
    )
