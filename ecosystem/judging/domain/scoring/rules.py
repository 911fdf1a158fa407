"""A rubric as values: what is scored, how it adds up, which gates and tie-breaks hold."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ecosystem.judging.domain.scoring.numbers import UNITS, units


class Scale(StrEnum):
    """How the criteria make the jury's points."""

    MAXIMA = "maxima"  # points add up
    WEIGHTS = "weights"  # weighted mean of the shares reached, scaled to the total


class Aggregation(StrEnum):
    """How the judges' sheets make the jury's score."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"  # highest and lowest sheet dropped, from `trim_from_judges` judges


class Formula(StrEnum):
    """How a component outside the jury gets its points."""

    VOTES = "votes"  # maximum × votes / highest votes
    MANUAL = "manual"  # points as entered, capped


class TieBreakBy(StrEnum):
    """What decides between entries of the same score."""

    CRITERION = "criterion"
    CHAIR = "chair"
    EARLIER_SUBMISSION = "earlier_submission"


@dataclass(frozen=True)
class Anchor:
    """What scores between `start` and `end` mean, in words."""

    start: Decimal
    end: Decimal
    text: str


@dataclass(frozen=True)
class CriterionRule:
    """One criterion: scores from 0 to `maximum` in steps of `step`.

    A score under `comment_below` or over `comment_above` needs a comment. `minimum_to_pass` is a gate on
    the mean. `weight` counts on the scale of weights only. `id` is the row it stands for, if any.
    """

    key: str
    name: str
    maximum: Decimal
    weight: Decimal = Decimal(1)
    step: Decimal = Decimal("0.5")
    comment_below: Decimal | None = None
    comment_above: Decimal | None = None
    minimum_to_pass: Decimal | None = None
    is_required: bool = True
    name_en: str = ""
    description: str = ""
    anchors: tuple[Anchor, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class Component:
    """Points outside the jury, `maximum` at most, rounded half-up to `places`."""

    key: str
    name: str
    maximum: Decimal
    formula: Formula = Formula.VOTES
    places: int = 1
    name_en: str = ""


@dataclass(frozen=True)
class TieBreak:
    """One step of the chain; `key` names the criterion when `by` is CRITERION."""

    by: TieBreakBy
    key: str = ""


@dataclass(frozen=True)
class RubricRules:
    """All that computes a result. `total` is the jury's share; components come on top of it.

    `pass_mark` is a gate on the jury's mean, `no_zero` one on the mean of every criterion, `min_judges` one on
    the number of complete sheets. Gates are told apart from the rank and do not change it. `adjusts`: the score is the
    jury's mean adjusted for the judges' strictness; gates stay with the mean itself.
    """

    criteria: tuple[CriterionRule, ...]
    scale: Scale = Scale.MAXIMA
    total: Decimal = Decimal(100)
    places: int = 2
    aggregation: Aggregation = Aggregation.MEAN
    trim_from_judges: int | None = None
    min_judges: int = 1
    pass_mark: Decimal | None = None
    no_zero: bool = False
    tie_break: tuple[TieBreak, ...] = ()
    components: tuple[Component, ...] = ()
    adjusts: bool = False

    @property
    def full_marks(self) -> Decimal:
        """The most an entry can reach: the jury's total and all components."""
        return self.total + sum((c.maximum for c in self.components), Decimal(0))

    @property
    def maxima_sum(self) -> Decimal:
        """The sum of the criteria's maxima."""
        return sum((c.maximum for c in self.criteria), Decimal(0))

    @cached_property
    def by_key(self) -> dict[str, CriterionRule]:
        """The criteria by their keys."""
        return {c.key: c for c in self.criteria}

    @cached_property
    def by_id(self) -> dict[int, CriterionRule]:
        """The criteria by the rows they stand for."""
        return {c.id: c for c in self.criteria if c.id is not None}

    @cached_property
    def factors(self) -> tuple[tuple[int, ...], int]:
        """(factor of each criterion, divisor): the exact total is Σ score in units × factor / divisor."""
        return self.factors_of(self.criteria)

    def factors_of(self, criteria: tuple[CriterionRule, ...]) -> tuple[tuple[int, ...], int]:
        """The same for a sheet on which only `criteria` are answered: they share the whole total."""
        if self.scale is Scale.MAXIMA:
            if len(criteria) == len(self.criteria):
                return (1,) * len(criteria), UNITS
            answered = sum(units(c.maximum) for c in criteria)
            return (units(self.maxima_sum),) * len(criteria), answered * UNITS
        common = 1
        for criterion in criteria:
            common *= units(criterion.maximum)
        total = units(self.total)
        factors = tuple(units(c.weight) * total * (common // units(c.maximum)) for c in criteria)
        return factors, sum(units(c.weight) for c in criteria) * common * UNITS

    def without_components(self) -> "RubricRules":
        """The rules of the jury's part alone, for a provisional ranking before the other parts are known."""
        return replace(self, components=())
