"""The ranking computed again from the published sheets, in exact fractions.

`METHODS` maps the name of a method, as the file gives it, to what computes a board by it. A new method puts itself in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

from ecosystem.judging.domain.verification.adjusted import qualities
from ecosystem.judging.domain.verification.document import Board, Criterion, Entry, Part, Rules

_NEVER = datetime.max.replace(tzinfo=UTC)
_LEAST_TO_TRIM = 5
Sheet = Mapping[str, Fraction | None]


@dataclass
class Figures:
    """What an entry reaches, rounded to the rubric's places, as fractions of a point."""

    score: Fraction | None
    jury: Fraction | None
    missing: str | None
    criteria: Mapping[str, Fraction | None]
    parts: Mapping[str, Fraction | None]
    failed: frozenset[tuple[str, str]]
    rank: int | None = None


def half_up(value: Fraction, places: int) -> Fraction:
    """Round to `places` decimals, halves away from zero."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


def raw(board: Board) -> dict[str, Figures]:
    """Compute a board by the mean of the judges' sheets; map each entry's code to its figures."""
    highest = {part.key: _highest(board.entries, part.key) for part in board.rules.parts}
    found = {entry.code: _figures(board.rules, entry, highest) for entry in board.entries}
    place(board, found)
    return found


def place(board: Board, found: Mapping[str, Figures]) -> None:
    """Give every entry with a score its rank: by score, then the chain of tie-breaks; ties as 1, 2, 2, 4."""
    keyed = [(_key(board.rules, e, found[e.code]), e.code) for e in board.entries if found[e.code].score is not None]
    rank = 1
    for _, group in groupby(sorted(keyed), key=lambda pair: pair[0]):
        same = [code for _, code in group]
        for code in same:
            found[code].rank = rank
        rank += len(same)


def additive(board: Board) -> dict[str, Figures]:
    """Compute a board by the mean adjusted for the judges' strictness; figures beside score and rank stay."""
    found = {code: replace(figures, rank=None) for code, figures in raw(board).items()}
    readings = [
        (entry.code, judge, total)
        for entry in board.entries
        for judge, sheet in entry.sheets
        if (total := _total(board.rules, sheet)) is not None
    ]
    points = qualities(readings)
    for code, figures in found.items():
        if figures.score is None:
            continue
        if points is None:
            figures.score, figures.missing = None, "not_connected"
        else:
            parts = sum((value for value in figures.parts.values() if value is not None), Fraction(0))
            figures.score = half_up(points[code] + parts, board.rules.places)
    place(board, found)
    return found


METHODS: dict[str, Callable[[Board], dict[str, Figures]]] = {"raw": raw, "additive": additive}


def _highest(entries: Sequence[Entry], key: str) -> Fraction | None:
    return max((value for e in entries if (value := e.entered[key]) is not None), default=None)


def _figures(rules: Rules, entry: Entry, highest: Mapping[str, Fraction | None]) -> Figures:
    complete = [(total, sheet) for _, sheet in entry.sheets if (total := _total(rules, sheet)) is not None]
    counted = _counted(rules, complete)
    mean = sum((total for total, _ in counted), Fraction(0)) / len(counted) if counted else None
    jury = None if mean is None else half_up(mean, rules.places)
    criteria = {c.key: _mean(rules, c, counted) for c in rules.criteria}
    parts = {part.key: _points(part, entry.entered[part.key], highest[part.key]) for part in rules.parts}
    missing = _missing(entry, jury, parts)
    score = None
    if mean is not None and missing is None:
        score = half_up(mean + sum(value for value in parts.values() if value is not None), rules.places)
    failed = frozenset(_failed(rules, jury, criteria, counted, len(complete)))
    return Figures(score, jury, missing, criteria, parts, failed)


def _total(rules: Rules, sheet: Sheet) -> Fraction | None:
    """The points of a sheet, None while a required criterion is missing; one left out shares its points."""
    answered = [(c, value) for c in rules.criteria if (value := sheet[c.key]) is not None]
    if not answered or any(c.is_required and sheet[c.key] is None for c in rules.criteria):
        return None
    if rules.scale == "weights":
        shares = sum((value / c.maximum * c.weight for c, value in answered), Fraction(0))
        return shares * rules.total / sum(c.weight for c, _ in answered)
    possible = sum((c.maximum for c in rules.criteria), Fraction(0))
    return sum((value for _, value in answered), Fraction(0)) * possible / sum(c.maximum for c, _ in answered)


def _counted(rules: Rules, complete: list[tuple[Fraction, Sheet]]) -> list[tuple[Fraction, Sheet]]:
    least = max(rules.trim_from_judges or _LEAST_TO_TRIM, _LEAST_TO_TRIM)
    if rules.aggregation != "trimmed_mean" or len(complete) < least:
        return complete
    order = [c.key for c in rules.criteria]

    def key(pair: tuple[Fraction, Sheet]) -> tuple[Fraction, list[Fraction]]:
        return pair[0], [Fraction(-1) if pair[1][each] is None else pair[1][each] or Fraction(0) for each in order]

    return sorted(complete, key=key)[1:-1]


def _given(criterion: Criterion, counted: Sequence[tuple[Fraction, Sheet]]) -> list[Fraction]:
    return [value for _, sheet in counted if (value := sheet[criterion.key]) is not None]


def _mean(rules: Rules, criterion: Criterion, counted: Sequence[tuple[Fraction, Sheet]]) -> Fraction | None:
    given = _given(criterion, counted)
    return half_up(sum(given, Fraction(0)) / len(given), rules.places) if given else None


def _points(part: Part, entered: Fraction | None, highest: Fraction | None) -> Fraction | None:
    if entered is None:
        return None
    asked = entered
    if part.formula == "votes":
        asked = part.maximum * entered / highest if highest is not None and highest > 0 else Fraction(0)
    return half_up(min(max(asked, Fraction(0)), part.maximum), part.places)


def _missing(entry: Entry, jury: Fraction | None, parts: Mapping[str, Fraction | None]) -> str | None:
    if jury is None:
        return "no_complete_sheet" if entry.sheets else "no_sheets"
    return "component" if None in parts.values() else None


def _failed(
    rules: Rules,
    jury: Fraction | None,
    criteria: Mapping[str, Fraction | None],
    counted: Sequence[tuple[Fraction, Sheet]],
    judges: int,
) -> Iterator[tuple[str, str]]:
    if judges < rules.min_judges:
        yield "min_judges", ""
    if jury is not None and rules.pass_mark is not None and jury < rules.pass_mark:
        yield "pass_mark", ""
    for criterion in rules.criteria:
        reached = criteria[criterion.key]
        if reached is None:
            continue
        if rules.no_zero and not any(_given(criterion, counted)):
            yield "no_zero", criterion.key
        if criterion.minimum_to_pass is not None and reached < criterion.minimum_to_pass:
            yield "minimum", criterion.key


def _key(rules: Rules, entry: Entry, figures: Figures) -> tuple[Any, ...]:
    assert figures.score is not None
    return (-figures.score, *(_MEASURES[by](key, entry, figures) for by, key in rules.tie_break))


def _by_criterion(key: str, _entry: Entry, figures: Figures) -> tuple[bool, Fraction]:
    mean = figures.criteria.get(key)
    return (mean is None, -(mean or Fraction(0)))


def _by_chair(_key: str, entry: Entry, _figures: Figures) -> tuple[bool, int]:
    return (entry.chair_rank is None, entry.chair_rank or 0)


def _by_submission(_key: str, entry: Entry, _figures: Figures) -> tuple[bool, datetime]:
    return (entry.submitted_at is None, entry.submitted_at or _NEVER)


_MEASURES: dict[str, Callable[[str, Entry, Figures], Any]] = {
    "criterion": _by_criterion,
    "chair": _by_chair,
    "earlier_submission": _by_submission,
}
