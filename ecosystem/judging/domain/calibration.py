"""Calibration before a round: every judge scores the same few dossiers and sees how far off they are.

What a judge is measured by is the reference given with a dossier, else the mean of the other judges on it: the judge's
own sheet never counts in what it is measured by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from ecosystem.core.state_machine import StateMachine, step
from ecosystem.judging.domain.scoring import RubricRules, sheet_total

NOTABLE = Decimal("0.05")  # of full marks: from here on a deviation is worth a word


class CalibrationState(StrEnum):
    """Judges score while it is open."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


_S = CalibrationState
CALIBRATION: StateMachine[CalibrationState] = StateMachine(
    step("open", [_S.PREPARING, _S.CLOSED], _S.OPEN, _l("Open for the judges")),
    step("close", [_S.OPEN], _S.CLOSED, _l("Close")),
)


class Tendency(StrEnum):
    """How a judge compares."""

    STRICT = "strict"
    IN_LINE = "in_line"
    MILD = "mild"
    UNKNOWN = "unknown"


Marks = Mapping[str, Decimal]


@dataclass(frozen=True)
class AnchorSheet:
    """A judge's whole sheet for one dossier."""

    judge: int
    anchor: int
    marks: Marks


@dataclass(frozen=True)
class Deviation:
    """How far a judge is from what they are measured by, in points of the rubric, above it positive.

    `total` is the mean over the dossiers that could be compared, None where none could; `criteria` likewise by key;
    `anchors` the difference on each dossier.
    """

    judge: int
    total: Decimal | None
    criteria: Mapping[str, Decimal]
    anchors: Mapping[int, Decimal]

    def tendency(self, full_marks: Decimal) -> Tendency:
        """Strict or mild from a twentieth of full marks on."""
        if self.total is None:
            return Tendency.UNKNOWN
        if abs(self.total) < NOTABLE * full_marks:
            return Tendency.IN_LINE
        return Tendency.MILD if self.total > 0 else Tendency.STRICT


def deviations(
    rules: RubricRules, sheets: Sequence[AnchorSheet], references: Mapping[int, Marks]
) -> dict[int, Deviation]:
    """Return the deviation of every judge who has a whole sheet; unfinished sheets must not be among `sheets`."""
    judges = sorted({sheet.judge for sheet in sheets})
    return {judge: _deviation(rules, judge, sheets, references) for judge in judges}


def _deviation(
    rules: RubricRules, judge: int, sheets: Sequence[AnchorSheet], references: Mapping[int, Marks]
) -> Deviation:
    totals: dict[int, Decimal] = {}
    criteria: dict[str, list[Decimal]] = {}
    for sheet in sheets:
        if sheet.judge != judge:
            continue
        others = [each.marks for each in sheets if each.anchor == sheet.anchor and each.judge != judge]
        yardsticks = [references[sheet.anchor]] if references.get(sheet.anchor) else others
        if not yardsticks:
            continue
        own = _total(rules, sheet.marks)
        totals[sheet.anchor] = own - _mean([_total(rules, marks) for marks in yardsticks])
        for criterion in rules.criteria:
            values = [marks[criterion.key] for marks in yardsticks if criterion.key in marks]
            if values and criterion.key in sheet.marks:
                criteria.setdefault(criterion.key, []).append(sheet.marks[criterion.key] - _mean(values))
    return Deviation(
        judge,
        _mean(list(totals.values())) if totals else None,
        {key: _mean(found) for key, found in criteria.items()},
        totals,
    )


def _total(rules: RubricRules, marks: Marks) -> Decimal:
    found = sheet_total(rules, dict(marks))
    if found is None:
        raise ValueError("an unfinished sheet is not compared")
    return found


def _mean(values: Sequence[Decimal]) -> Decimal:
    exact = sum((Fraction(value) for value in values), Fraction(0)) / len(values)
    return Decimal(round(exact * 10_000)) / 10_000
