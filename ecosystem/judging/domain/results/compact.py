"""The ranking of a large board in milliseconds: the rules of `domain/scoring` on whole numbers.

A page for organisers ranks a thousand entries at every view. This module does what `scoring.rank` does without
making fifteen thousand decimals, and hands every sheet out of the ordinary (an unanswered criterion, trimming)
to `scoring.entry_result`. What is published is computed by `scoring` itself; a test holds the two together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any, cast

from ecosystem.judging.domain.results.marks import Marks, points
from ecosystem.judging.domain.scoring import (
    Aggregation,
    EntryInput,
    EntryResult,
    GateKind,
    Missing,
    RubricRules,
    TieBreak,
    TieBreakBy,
    component_points,
    entry_result,
    half_up,
)
from ecosystem.judging.domain.scoring.adjusted import Reading, adjusted_points
from ecosystem.judging.domain.scoring.sheets import total_of_units

UNITS = 10_000
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known of an entry: the marks of the sheets handed in, and what was entered for each component.

    `judges` name whose sheets they are, in their order; needed where scores are adjusted.
    """

    id: int
    sheets: Sequence[Marks]
    components: Mapping[str, Decimal | None] | None = None
    chair_rank: int | None = None
    submitted_at: datetime | None = None
    judges: Sequence[int] = ()


@dataclass(slots=True)
class Figures:
    """An entry's figures as whole numbers of `10 ** -places` points, places being the rubric's.

    `criteria` are the means in the order of the rubric, `lowest` and `highest` the judges' totals, `components` the
    points outside the jury as decimals. `broken_by` is the step that parted it from a neighbour of the same score.
    """

    id: int
    score: int | None
    jury: int | None
    criteria: Sequence[int | None]
    judges: int
    lowest: int | None
    highest: int | None
    components: Sequence[Decimal | None]
    failed: tuple[tuple[GateKind, str], ...]
    missing: Missing | None
    rank: int | None = None
    is_tied: bool = False
    broken_by: TieBreak | None = None

    @property
    def passes(self) -> bool:
        """Whether there is a score and every gate is passed."""
        return self.score is not None and not self.failed


class Board:
    """The rules of one board, made ready for many entries."""

    def __init__(self, rules: RubricRules, tallies: Iterable[Tally]) -> None:
        self.rules = rules
        self.tallies = list(tallies)
        self.unit = 10**rules.places
        self.factors, self.divisor = rules.factors
        self.is_plain_sum = set(self.factors) <= {1}
        self.width = len(rules.criteria)

    @cached_property
    def highest(self) -> dict[str, Decimal | None]:
        """The highest input of each component on this board."""
        found: dict[str, Decimal | None] = {}
        for component in self.rules.components:
            entered = ((tally.components or {}).get(component.key) for tally in self.tallies)
            found[component.key] = max((value for value in entered if value is not None), default=None)
        return found

    def ranking(self) -> list[Figures]:
        """Return all entries, the best first, ties as 1, 2, 2, 4; those without a score last, by id."""
        rows = [self._figures(tally) for tally in self.tallies]
        if self.rules.adjusts:
            self._adjust(rows)
        keyed = [(self._key(row, tally), row) for row, tally in zip(rows, self.tallies, strict=True)]
        ranked = sorted((pair for pair in keyed if pair[1].score is not None), key=lambda pair: (pair[0], pair[1].id))
        self._name_tie_breaks(ranked)
        place = 1
        for _, group in groupby(ranked, key=lambda pair: pair[0]):
            same = [row for _, row in group]
            for row in same:
                row.rank, row.is_tied = place, len(same) > 1
            place += len(same)
        unranked = sorted((row for row in rows if row.score is None), key=lambda row: row.id)
        return [*(row for _, row in ranked), *unranked]

    def _adjust(self, rows: Sequence[Figures]) -> None:
        """Put the adjusted points in the place of the means; without a chain of judges there is no score."""
        points = adjusted_points([reading for tally in self.tallies for reading in self._readings(tally)])
        for row in rows:
            if row.score is not None and points is None:
                row.score, row.missing = None, Missing.NOT_CONNECTED
            elif row.score is not None and points is not None:
                parts = sum((Fraction(part) for part in row.components if part is not None), Fraction(0))
                row.score = self._whole(half_up(points[row.id] + parts, self.rules.places))

    def _readings(self, tally: Tally) -> list[Reading]:
        totals = [total_of_units(self.rules, list(sheet)) for sheet in tally.sheets]
        pairs = zip(tally.judges, totals, strict=True)
        return [Reading(tally.id, judge, total) for judge, total in pairs if total is not None]

    def _figures(self, tally: Tally) -> Figures:
        sheets = tally.sheets
        judges = len(sheets)
        if not judges:
            return self._without_sheets(tally)
        if not self._is_ordinary(sheets):
            return self._computed_at_length(tally)
        return self._computed_at_once(tally, cast(Sequence[Sequence[int]], sheets), judges)

    def _computed_at_once(self, tally: Tally, sheets: Sequence[Sequence[int]], judges: int) -> Figures:
        sums = [sum(column) for column in zip(*sheets, strict=True)]
        totals = self._totals(sheets)
        jury = _half_up(sum(totals) * self.unit, self.divisor * judges)
        criteria = [_half_up(each * self.unit, UNITS * judges) for each in sums]
        parts, missing = self._components(tally)
        return Figures(
            id=tally.id,
            score=None if missing else self._score(sum(totals), judges, parts),
            jury=jury,
            criteria=criteria,
            judges=judges,
            lowest=_half_up(min(totals) * self.unit, self.divisor),
            highest=_half_up(max(totals) * self.unit, self.divisor),
            components=parts,
            failed=self._failed(jury, criteria, sums, judges),
            missing=missing,
        )

    def _without_sheets(self, tally: Tally) -> Figures:
        parts, _ = self._components(tally)
        nothing: list[int | None] = [None] * self.width
        failed = ((GateKind.MIN_JUDGES, ""),) if self.rules.min_judges > 0 else ()
        return Figures(tally.id, None, None, nothing, 0, None, None, parts, failed, Missing.NO_SHEETS)

    def _is_ordinary(self, sheets: Sequence[Marks]) -> bool:
        trims = self.rules.aggregation is Aggregation.TRIMMED_MEAN and len(sheets) >= 5
        if trims:
            return False
        return not any(len(sheet) != self.width or None in sheet for sheet in sheets)

    def _totals(self, sheets: Sequence[Sequence[int]]) -> list[int]:
        """The judges' totals as numerators over `divisor`."""
        if self.is_plain_sum:
            return [sum(sheet) for sheet in sheets]
        return [sum(m * f for m, f in zip(sheet, self.factors, strict=True)) for sheet in sheets]

    def _components(self, tally: Tally) -> tuple[tuple[Decimal | None, ...], Missing | None]:
        if not self.rules.components:
            return (), None
        entered = tally.components or {}
        parts = tuple(
            component_points(component, entered.get(component.key), self.highest[component.key])
            for component in self.rules.components
        )
        return parts, Missing.COMPONENT if None in parts else None

    def _score(self, total: int, judges: int, parts: Sequence[Decimal | None]) -> int:
        numerator, divisor = total, self.divisor * judges  # exact; rounded once, at the end
        for part in parts:
            above, below = (part or Decimal(0)).as_integer_ratio()
            numerator, divisor = numerator * below + above * divisor, divisor * below
        return _half_up(numerator * self.unit, divisor)

    def _failed(
        self, jury: int, criteria: Sequence[int], sums: Sequence[int], judges: int
    ) -> tuple[tuple[GateKind, str], ...]:
        rules = self.rules
        failed = [(GateKind.MIN_JUDGES, "")] if judges < rules.min_judges else []
        if rules.pass_mark is not None and jury < rules.pass_mark * self.unit:
            failed.append((GateKind.PASS_MARK, ""))
        if rules.no_zero and 0 in sums:
            failed += [
                (GateKind.NO_ZERO, rule.key) for rule, each in zip(rules.criteria, sums, strict=True) if not each
            ]
        for index, key, minimum in self._minima:
            if criteria[index] < minimum:
                failed.append((GateKind.MINIMUM, key))
        return tuple(failed)

    @cached_property
    def _minima(self) -> list[tuple[int, str, Decimal]]:
        return [
            (index, rule.key, rule.minimum_to_pass * self.unit)
            for index, rule in enumerate(self.rules.criteria)
            if rule.minimum_to_pass is not None
        ]

    def _computed_at_length(self, tally: Tally) -> Figures:
        """Sheets out of the ordinary: by the reference, then to whole numbers."""
        keys = [rule.key for rule in self.rules.criteria]
        sheets = [dict(zip(keys, map(points, sheet), strict=False)) for sheet in tally.sheets]
        entry = EntryInput(tally.id, sheets, tally.components or {}, tally.chair_rank, tally.submitted_at)
        return self._from_result(tally.id, entry_result(self.rules, entry, self.highest))

    def _from_result(self, ident: int, result: EntryResult) -> Figures:
        return Figures(
            id=ident,
            score=self._whole(result.score),
            jury=self._whole(result.jury),
            criteria=[self._whole(result.criteria[rule.key]) for rule in self.rules.criteria],
            judges=result.judges,
            lowest=self._whole(result.totals[0]) if result.totals else None,
            highest=self._whole(result.totals[-1]) if result.totals else None,
            components=tuple(part.points for part in result.components),
            failed=tuple((gate.kind, gate.key) for gate in result.failed_gates),
            missing=result.missing,
        )

    def _whole(self, value: Decimal | None) -> int | None:
        return None if value is None else int(value * self.unit)

    def _key(self, row: Figures, tally: Tally) -> tuple[Any, ...]:
        if row.score is None:
            return ()
        return (-row.score, *(self._measure(step, row, tally) for step in self.rules.tie_break))

    def _measure(self, step: TieBreak, row: Figures, tally: Tally) -> tuple[bool, Any]:
        if step.by is TieBreakBy.CRITERION:
            mean = row.criteria[self._position[step.key]] if step.key in self._position else None
            return (mean is None, -(mean or 0))
        if step.by is TieBreakBy.CHAIR:
            return (tally.chair_rank is None, tally.chair_rank or 0)
        return (tally.submitted_at is None, tally.submitted_at or _NEVER)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {rule.key: index for index, rule in enumerate(self.rules.criteria)}

    def _name_tie_breaks(self, ranked: Sequence[tuple[tuple[Any, ...], Figures]]) -> None:
        """Write on both of two neighbours of equal score which step of the chain parted them."""
        for (above_key, above), (below_key, below) in pairwise(ranked):
            if above_key[0] != below_key[0] or above_key == below_key:
                continue
            steps = zip(self.rules.tie_break, above_key[1:], below_key[1:], strict=True)
            parted = next(step for step, one, other in steps if one != other)
            above.broken_by = above.broken_by or parted
            below.broken_by = parted


def _half_up(numerator: int, denominator: int) -> int:
    """Round a fraction that is not negative to a whole number, half-up."""
    return (2 * numerator + denominator) // (2 * denominator)
