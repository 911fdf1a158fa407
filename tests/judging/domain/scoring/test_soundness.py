"""A rubric that makes no sense is named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ecosystem.judging.domain.scoring import (
    Aggregation,
    Anchor,
    Component,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
    rubric_problems,
)
from tests.judging.domain.scoring.rubrics import LAM_DONG, QUANG_NGAI, THAI_NGUYEN, plain

D = Decimal


@pytest.mark.parametrize("rules", [THAI_NGUYEN, QUANG_NGAI, LAM_DONG])
def test_real_rubrics_are_sound(rules: RubricRules) -> None:
    assert rubric_problems(rules) == []


BASE = plain(60, 40)


@pytest.mark.parametrize(
    ("rules", "where"),
    [
        (replace(BASE, criteria=()), "rubric"),
        (replace(BASE, total=D(90)), "rubric"),
        (replace(BASE, total=D(0)), "rubric"),
        (replace(BASE, criteria=tuple(replace(c, is_required=False) for c in BASE.criteria)), "rubric"),
        (replace(BASE, criteria=(BASE.criteria[0], replace(BASE.criteria[1], key="a"))), "rubric"),
        (replace(BASE, scale=Scale.WEIGHTS, criteria=tuple(replace(c, weight=D(0)) for c in BASE.criteria)), "rubric"),
        (replace(BASE, places=5), "rubric"),
        (replace(BASE, min_judges=0), "rubric"),
        (replace(BASE, pass_mark=D(101)), "rubric"),
        (replace(BASE, aggregation=Aggregation.TRIMMED_MEAN, trim_from_judges=4), "rubric"),
        (replace(BASE, tie_break=(TieBreak(TieBreakBy.CRITERION, "z"),)), "rubric"),
        (replace(BASE, tie_break=(TieBreak(TieBreakBy.CHAIR), TieBreak(TieBreakBy.CHAIR))), "rubric"),
        (replace(BASE, components=(Component("v", "V", D(0)),)), "component:v"),
        (replace(BASE, components=(Component("v", "V", D(9), places=3),)), "component:v"),
        (replace(BASE, criteria=(replace(BASE.criteria[0], step=D(0)), BASE.criteria[1])), "criterion:a"),
        (replace(BASE, criteria=(replace(BASE.criteria[0], step=D(7)), BASE.criteria[1])), "criterion:a"),
        (replace(BASE, criteria=(replace(BASE.criteria[0], comment_below=D(61)), BASE.criteria[1])), "criterion:a"),
        (
            replace(BASE, criteria=(replace(BASE.criteria[0], anchors=(Anchor(D(0), D(61), ""),)), BASE.criteria[1])),
            "criterion:a",
        ),
    ],
)
def test_what_does_not_fit_is_named(rules: RubricRules, where: str) -> None:
    assert {problem.where for problem in rubric_problems(rules)} == {where}
