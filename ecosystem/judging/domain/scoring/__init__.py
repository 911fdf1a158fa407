"""Scores, exactly: what a sheet may hold, what it adds up to, what an entry reaches, who stands where.

Everything is a decimal or a whole number, never a binary float. Rounding is half-up and happens once, at the
end, to the rubric's number of places; the rounded score is what is published and what decides the rank, so
that anybody can recompute the ranking from the published figures. A missing score is never a zero and never
makes a total smaller: the sheet is incomplete and does not count.
"""

from ecosystem.judging.domain.scoring.entries import (
    ComponentPoints,
    EntryInput,
    EntryResult,
    GateKind,
    GateOutcome,
    Missing,
    component_points,
    entry_result,
    highest_values,
)
from ecosystem.judging.domain.scoring.numbers import half_up
from ecosystem.judging.domain.scoring.ranking import RankedEntry, rank
from ecosystem.judging.domain.scoring.rules import (
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
from ecosystem.judging.domain.scoring.sheets import (
    Problem,
    ProblemKind,
    check_score,
    exact_total,
    is_complete,
    sheet_problems,
    sheet_total,
)
from ecosystem.judging.domain.scoring.soundness import RubricProblem, rubric_problems
from ecosystem.judging.domain.scoring.words import Sentence, Topic, describe

__all__ = [
    "Aggregation",
    "Anchor",
    "Component",
    "ComponentPoints",
    "CriterionRule",
    "EntryInput",
    "EntryResult",
    "Formula",
    "GateKind",
    "GateOutcome",
    "Missing",
    "Problem",
    "ProblemKind",
    "RankedEntry",
    "RubricProblem",
    "RubricRules",
    "Scale",
    "Sentence",
    "TieBreak",
    "TieBreakBy",
    "Topic",
    "check_score",
    "component_points",
    "describe",
    "entry_result",
    "exact_total",
    "half_up",
    "highest_values",
    "is_complete",
    "rank",
    "rubric_problems",
    "sheet_problems",
    "sheet_total",
]
