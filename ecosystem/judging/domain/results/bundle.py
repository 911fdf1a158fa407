"""What is published of a board: the method, every sheet under a neutral name, the result; enough to recompute it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ecosystem.judging.domain.scoring import (
    Aggregation,
    Component,
    CriterionRule,
    EntryInput,
    Formula,
    RankedEntry,
    RubricRules,
    Scale,
    TieBreak,
    TieBreakBy,
)

RAW = "raw"
"""The mean of the judges' sheets, as `domain/scoring` computes it; the check finds its method by this name."""
ADDITIVE = "additive"
"""The mean adjusted for the judges' strictness by the additive model, as `domain/scoring/adjusted` computes it."""


@dataclass(frozen=True)
class PublishedEntry:
    """An entry as the bundle names it. `title` is empty unless the entry advanced or was awarded."""

    code: str
    decision: str
    title: str = ""
    judges: Sequence[str] = ()


def board_document(
    rules: RubricRules,
    inputs: Sequence[EntryInput],
    ranking: Sequence[RankedEntry],
    entries: Mapping[Any, PublishedEntry],
) -> dict[str, Any]:
    """Return one board as plain values. `entries[...].judges` name the sheets of the input, in its order."""
    by_id = {entry.id: entry for entry in inputs}
    return {
        "method": {"name": ADDITIVE if rules.adjusts else RAW, "seed": None},
        "rules": _rules(rules),
        "entries": [_entry(entries[row.id], by_id[row.id], row) for row in ranking],
    }


def _rules(rules: RubricRules) -> dict[str, Any]:
    return {
        "scale": rules.scale.value,
        "total": _text(rules.total),
        "places": rules.places,
        "rounding": "half-up",
        "aggregation": rules.aggregation.value,
        "trim_from_judges": rules.trim_from_judges,
        "min_judges": rules.min_judges,
        "pass_mark": _text(rules.pass_mark),
        "no_zero": rules.no_zero,
        "criteria": [
            {
                "key": rule.key,
                "name": rule.name,
                "name_en": rule.name_en,
                "maximum": _text(rule.maximum),
                "weight": _text(rule.weight),
                "step": _text(rule.step),
                "is_required": rule.is_required,
                "minimum_to_pass": _text(rule.minimum_to_pass),
            }
            for rule in rules.criteria
        ],
        "components": [
            {
                "key": part.key,
                "name": part.name,
                "name_en": part.name_en,
                "maximum": _text(part.maximum),
                "formula": part.formula.value,
                "places": part.places,
            }
            for part in rules.components
        ],
        "tie_break": [{"by": step.by.value, "key": step.key} for step in rules.tie_break],
    }


def published_rules(document: Mapping[str, Any], *, method: str = RAW) -> RubricRules:
    """Return the rules of a published board, ranked by `method`, as values, to tell them in words."""
    return RubricRules(
        criteria=tuple(_criterion(each) for each in document["criteria"]),
        scale=Scale(document["scale"]),
        total=Decimal(document["total"]),
        places=document["places"],
        aggregation=Aggregation(document["aggregation"]),
        trim_from_judges=document["trim_from_judges"],
        min_judges=document["min_judges"],
        pass_mark=_decimal(document["pass_mark"]),
        no_zero=document["no_zero"],
        tie_break=tuple(TieBreak(TieBreakBy(step["by"]), step["key"]) for step in document["tie_break"]),
        components=tuple(_component(each) for each in document["components"]),
        adjusts=method == ADDITIVE,
    )


def _criterion(each: Mapping[str, Any]) -> CriterionRule:
    return CriterionRule(
        key=each["key"],
        name=each["name"],
        name_en=each.get("name_en", ""),
        maximum=Decimal(each["maximum"]),
        weight=Decimal(each["weight"]),
        step=Decimal(each["step"]),
        is_required=each["is_required"],
        minimum_to_pass=_decimal(each["minimum_to_pass"]),
    )


def _component(each: Mapping[str, Any]) -> Component:
    return Component(
        key=each["key"],
        name=each["name"],
        name_en=each.get("name_en", ""),
        maximum=Decimal(each["maximum"]),
        formula=Formula(each["formula"]),
        places=each["places"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _entry(published: PublishedEntry, given: EntryInput, row: RankedEntry) -> dict[str, Any]:
    result = row.result
    return {
        "code": published.code,
        "title": published.title,
        "decision": published.decision,
        "rank": row.rank,
        "score": _text(result.score),
        "jury": _text(result.jury),
        "missing": result.missing.value if result.missing else None,
        "criteria": {key: _text(mean) for key, mean in result.criteria.items()},
        "components": {
            part.key: {"entered": _text(part.entered), "points": _text(part.points)} for part in result.components
        },
        "gates_failed": [{"gate": gate.kind.value, "key": gate.key} for gate in result.failed_gates],
        "chair_rank": given.chair_rank,
        "submitted_at": given.submitted_at.isoformat() if given.submitted_at else None,
        "sheets": [
            {"judge": judge, "scores": {key: _text(value) for key, value in sheet.items()}}
            for judge, sheet in sorted(zip(published.judges, given.sheets, strict=True), key=lambda pair: pair[0])
        ],
    }


def _text(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
