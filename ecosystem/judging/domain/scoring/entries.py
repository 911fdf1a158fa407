"""What one entry reaches: the jury's score, the parts outside it, the gates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from ecosystem.judging.domain.scoring.adjusted import Reading
from ecosystem.judging.domain.scoring.numbers import UNITS, half_up, ratio_half_up
from ecosystem.judging.domain.scoring.rules import Aggregation, Component, Formula, RubricRules
from ecosystem.judging.domain.scoring.sheets import Scores, in_units, total_of_units

Highest: TypeAlias = Mapping[str, Decimal | None]
_Sheet: TypeAlias = list[int | None]
_Counted: TypeAlias = tuple[Fraction, _Sheet]
LEAST_TO_TRIM = 5


@dataclass(frozen=True)
class EntryInput:
    """What is known of an entry. `sheets` are the scores of the sheets that may count, one a judge.

    `components` maps a component to the votes or points entered, None while they are not known.
    `chair_rank` is the chair's vote among ties, 1 is best. `id` must be sortable among the entries. `judges` name who
    wrote the sheets, in their order; needed where scores are adjusted.
    """

    id: Any
    sheets: Sequence[Scores]
    components: Mapping[str, Decimal | None] = field(default_factory=dict)
    chair_rank: int | None = None
    submitted_at: datetime | None = None
    judges: Sequence[Any] = ()


class Missing(StrEnum):
    """Why an entry has no score."""

    NO_SHEETS = "no_sheets"  # nobody was to score it, or everybody recused
    NO_COMPLETE_SHEET = "no_complete_sheet"
    COMPONENT = "component"  # a part outside the jury is not known yet
    NOT_CONNECTED = "not_connected"  # adjusted scores cannot be compared: groups of judges share no entry


class GateKind(StrEnum):
    """A condition told apart from the rank."""

    PASS_MARK = "pass_mark"  # noqa: S105 - a mark, not a password
    NO_ZERO = "no_zero"
    MINIMUM = "minimum"  # of one criterion
    MIN_JUDGES = "min_judges"


@dataclass(frozen=True)
class GateOutcome:
    """Whether a gate is passed: what was asked, what was reached, of which criterion (if of one)."""

    kind: GateKind
    asked: Decimal
    reached: Decimal
    passed: bool
    key: str = ""


@dataclass(frozen=True)
class ComponentPoints:
    """The points of a component; `points` None while its input is not known."""

    key: str
    entered: Decimal | None
    points: Decimal | None


@dataclass(frozen=True)
class EntryResult:
    """All figures of an entry, rounded half-up to the rubric's places.

    `jury` is the (trimmed) mean of the complete sheets, `score` that and the components; both None with
    `missing` saying why. `criteria` maps every criterion to its mean over the sheets counted (None when no judge
    scored it). `totals` are the complete sheets' points in ascending order, `judges` how many there are,
    `incomplete` how many more are not complete.
    """

    jury: Decimal | None
    score: Decimal | None
    criteria: Mapping[str, Decimal | None]
    totals: tuple[Decimal, ...]
    judges: int
    incomplete: int
    trimmed: bool
    components: tuple[ComponentPoints, ...]
    gates: tuple[GateOutcome, ...]
    missing: Missing | None = None
    missing_component: str = ""

    @property
    def passes(self) -> bool:
        """Whether there is a score and every gate is passed."""
        return self.score is not None and all(gate.passed for gate in self.gates)

    @property
    def failed_gates(self) -> tuple[GateOutcome, ...]:
        """The gates that are not passed."""
        return tuple(gate for gate in self.gates if not gate.passed)

    @property
    def spread(self) -> Decimal | None:
        """The distance between the highest and the lowest sheet, None with fewer than two."""
        return self.totals[-1] - self.totals[0] if len(self.totals) > 1 else None


def highest_values(rules: RubricRules, entries: Iterable[EntryInput]) -> dict[str, Decimal | None]:
    """Return the highest input of each component among `entries` (of one board), None where nothing is known."""
    kept = list(entries)
    highest: dict[str, Decimal | None] = {}
    for component in rules.components:
        known = [v for v in (entry.components.get(component.key) for entry in kept) if v is not None]
        highest[component.key] = max(known, default=None)
    return highest


def component_points(component: Component, entered: Decimal | None, highest: Decimal | None) -> Decimal | None:
    """Return the points of a component, from 0 to its maximum; None when nothing was entered.

    Votes: maximum × votes / highest votes; 0 for all when nobody has a vote. Points entered by hand are capped.
    """
    if entered is None:
        return None
    asked = Fraction(0)
    if component.formula is Formula.MANUAL:
        asked = Fraction(entered)
    elif highest is not None and highest > 0:
        asked = Fraction(component.maximum) * Fraction(entered) / Fraction(highest)
    return half_up(min(max(asked, Fraction(0)), Fraction(component.maximum)), component.places)


def entry_result(rules: RubricRules, entry: EntryInput, highest: Highest) -> EntryResult:
    """Compute one entry. `highest` is what `highest_values` gave for its board."""
    sheets = [in_units(rules, sheet) for sheet in entry.sheets]
    complete = [(total, sheet) for sheet in sheets if (total := total_of_units(rules, sheet)) is not None]
    counted, trimmed = _counted(rules, complete)
    means = _criterion_means(rules, [sheet for _, sheet in counted])
    parts = _components(rules, entry, highest)
    mean = sum((total for total, _ in counted), Fraction(0)) / len(counted) if counted else None
    jury = None if mean is None else half_up(mean, rules.places)
    missing, which = _missing(entry, jury, parts)
    return EntryResult(
        jury=jury,
        score=None if missing or mean is None else _score(rules, mean, parts),
        criteria=means,
        totals=tuple(sorted(half_up(total, rules.places) for total, _ in complete)),
        judges=len(complete),
        incomplete=len(sheets) - len(complete),
        trimmed=trimmed,
        components=parts,
        gates=_gates(rules, jury, means, counted, len(complete)),
        missing=missing,
        missing_component=which,
    )


def _counted(rules: RubricRules, complete: list[_Counted]) -> tuple[list[_Counted], bool]:
    """The sheets that count. Trimming drops the highest and the lowest; equal totals are told apart by their
    scores, so that the order in which the judges come changes nothing."""
    least = max(rules.trim_from_judges or LEAST_TO_TRIM, LEAST_TO_TRIM)
    if rules.aggregation is not Aggregation.TRIMMED_MEAN or len(complete) < least:
        return complete, False
    order = sorted(complete, key=lambda pair: (pair[0], [-1 if v is None else v for v in pair[1]]))
    return order[1:-1], True


def _criterion_means(rules: RubricRules, sheets: list[_Sheet]) -> dict[str, Decimal | None]:
    if not sheets:
        return {rule.key: None for rule in rules.criteria}
    means: dict[str, Decimal | None] = {}
    for rule, column in zip(rules.criteria, zip(*sheets, strict=True), strict=True):
        given = [v for v in column if v is not None]
        means[rule.key] = ratio_half_up(sum(given), UNITS * len(given), rules.places) if given else None
    return means


def _components(rules: RubricRules, entry: EntryInput, highest: Highest) -> tuple[ComponentPoints, ...]:
    points = []
    for component in rules.components:
        entered = entry.components.get(component.key)
        got = component_points(component, entered, highest.get(component.key))
        points.append(ComponentPoints(component.key, entered, got))
    return tuple(points)


def _missing(entry: EntryInput, jury: Decimal | None, parts: tuple[ComponentPoints, ...]) -> tuple[Missing | None, str]:
    if jury is None:
        return (Missing.NO_COMPLETE_SHEET if entry.sheets else Missing.NO_SHEETS), ""
    for part in parts:
        if part.points is None:
            return Missing.COMPONENT, part.key
    return None, ""


def adjusted_result(rules: RubricRules, result: EntryResult, points: Fraction | None) -> EntryResult:
    """Return the result with the score made of the adjusted `points`; None: the entries cannot be compared."""
    if result.score is None:
        return result
    if points is None:
        return replace(result, score=None, missing=Missing.NOT_CONNECTED)
    return replace(result, score=_score(rules, points, result.components))


def readings_of(rules: RubricRules, entry: EntryInput) -> list[Reading]:
    """Return the points of the entry's complete sheets with who gave them. Raises ValueError for nameless sheets."""
    if len(entry.judges) != len(entry.sheets):
        raise ValueError("adjusted scores need to know whose each sheet is")
    totals = [total_of_units(rules, in_units(rules, sheet)) for sheet in entry.sheets]
    pairs = zip(entry.judges, totals, strict=True)
    return [Reading(entry.id, judge, total) for judge, total in pairs if total is not None]


def _score(rules: RubricRules, mean: Fraction, parts: tuple[ComponentPoints, ...]) -> Decimal:
    if not parts:
        return half_up(mean, rules.places)
    return half_up(mean + sum(Fraction(p.points) for p in parts if p.points is not None), rules.places)


def _gates(
    rules: RubricRules,
    jury: Decimal | None,
    means: Mapping[str, Decimal | None],
    counted: list[_Counted],
    judges: int,
) -> tuple[GateOutcome, ...]:
    gates = [GateOutcome(GateKind.MIN_JUDGES, Decimal(rules.min_judges), Decimal(judges), judges >= rules.min_judges)]
    if jury is not None and rules.pass_mark is not None:
        gates.append(GateOutcome(GateKind.PASS_MARK, rules.pass_mark, jury, jury >= rules.pass_mark))
    if counted and rules.no_zero:
        gates += _zero_gates(rules, means, counted)
    for rule in rules.criteria:
        reached = means[rule.key]
        if reached is not None and rule.minimum_to_pass is not None:
            enough = reached >= rule.minimum_to_pass
            gates.append(GateOutcome(GateKind.MINIMUM, rule.minimum_to_pass, reached, enough, rule.key))
    return tuple(gates)


def _zero_gates(
    rules: RubricRules, means: Mapping[str, Decimal | None], counted: list[_Counted]
) -> Iterator[GateOutcome]:
    """One gate a criterion, decided on the exact mean: what only rounds to 0 is not 0."""
    columns = zip(*(sheet for _, sheet in counted), strict=True)
    for rule, column in zip(rules.criteria, columns, strict=True):
        reached = means[rule.key]
        if reached is not None:
            yield GateOutcome(GateKind.NO_ZERO, Decimal(0), reached, any(column), rule.key)
