"""Who stands where: by score, then by the chain of tie-breaks; what the chain cannot part stays a tie."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from ecosystem.judging.domain.scoring.adjusted import adjusted_points
from ecosystem.judging.domain.scoring.entries import (
    EntryInput,
    EntryResult,
    Missing,
    adjusted_result,
    entry_result,
    highest_values,
    readings_of,
)
from ecosystem.judging.domain.scoring.rules import RubricRules, TieBreak, TieBreakBy

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class RankedEntry:
    """An entry with its figures and its place.

    `rank` is None for an entry without a score, and `result.missing` says why. `is_tied` tells that others share
    the rank. `broken_by` is the step of the chain that parted it from a neighbour of the same score.
    """

    id: Any
    rank: int | None
    result: EntryResult
    is_tied: bool = False
    broken_by: TieBreak | None = None

    @property
    def why_unranked(self) -> Missing | None:
        """Why it has no rank, None when it has one."""
        return self.result.missing


@dataclass
class _Row:
    entry: EntryInput
    result: EntryResult
    key: tuple[Any, ...]
    broken_by: TieBreak | None = None


def rank(rules: RubricRules, entries: Iterable[EntryInput]) -> list[RankedEntry]:
    """Rank the entries of one board: the best first, ties as 1, 2, 2, 4; those without a score last, unranked.

    The order of the input and of the judges changes nothing; ties are listed by the entries' ids.
    """
    field = list(entries)
    highest = highest_values(rules, field)
    results = _adjusted(rules, field, [entry_result(rules, entry, highest) for entry in field])
    rows = [_row(rules, entry, result) for entry, result in zip(field, results, strict=True)]
    ranked = sorted((r for r in rows if r.result.score is not None), key=lambda r: (r.key, r.entry.id))
    _name_tie_breaks(rules, ranked)
    unranked = sorted((r for r in rows if r.result.score is None), key=lambda r: r.entry.id)
    return [*_placed(ranked), *(RankedEntry(r.entry.id, None, r.result) for r in unranked)]


def _adjusted(rules: RubricRules, field: Sequence[EntryInput], results: list[EntryResult]) -> list[EntryResult]:
    if not rules.adjusts:
        return results
    points = adjusted_points([reading for entry in field for reading in readings_of(rules, entry)]) or {}
    return [adjusted_result(rules, each, points.get(entry.id)) for entry, each in zip(field, results, strict=True)]


def _row(rules: RubricRules, entry: EntryInput, result: EntryResult) -> _Row:
    if result.score is None:
        return _Row(entry, result, ())
    return _Row(entry, result, (-result.score, *(_MEASURES[t.by](t, entry, result) for t in rules.tie_break)))


def _by_criterion(step: TieBreak, _entry: EntryInput, result: EntryResult) -> tuple[bool, Decimal]:
    mean = result.criteria.get(step.key)
    return (mean is None, -(mean or Decimal(0)))


def _by_chair(_step: TieBreak, entry: EntryInput, _result: EntryResult) -> tuple[bool, int]:
    return (entry.chair_rank is None, entry.chair_rank or 0)


def _by_submission(_step: TieBreak, entry: EntryInput, _result: EntryResult) -> tuple[bool, datetime]:
    return (entry.submitted_at is None, entry.submitted_at or _NEVER)


_MEASURES: dict[TieBreakBy, Callable[[TieBreak, EntryInput, EntryResult], tuple[bool, Any]]] = {
    TieBreakBy.CRITERION: _by_criterion,
    TieBreakBy.CHAIR: _by_chair,
    TieBreakBy.EARLIER_SUBMISSION: _by_submission,
}


def _name_tie_breaks(rules: RubricRules, rows: Sequence[_Row]) -> None:
    """Write on both of two neighbours of equal score which step of the chain parted them."""
    for above, below in pairwise(rows):
        if above.key[0] != below.key[0] or above.key == below.key:
            continue
        steps = zip(rules.tie_break, above.key[1:], below.key[1:], strict=True)
        parted = next(step for step, one, other in steps if one != other)
        above.broken_by = above.broken_by or parted
        below.broken_by = parted


def _placed(rows: Sequence[_Row]) -> list[RankedEntry]:
    placed: list[RankedEntry] = []
    for _, group in groupby(rows, key=lambda row: row.key):
        same = list(group)
        place = len(placed) + 1
        placed += [RankedEntry(r.entry.id, place, r.result, len(same) > 1, r.broken_by) for r in same]
    return placed
