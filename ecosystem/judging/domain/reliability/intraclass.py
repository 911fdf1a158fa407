"""How far the differences between scores are differences between entries: intraclass correlation.

The six forms of P. E. Shrout and J. L. Fleiss, “Intraclass correlations: uses in assessing rater reliability”,
Psychological Bulletin 86, 1979, from the mean squares of a complete table; from variance components where every
entry had only some of the judges (R. L. Brennan, Generalizability Theory, 2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import f as f_distribution

from ecosystem.judging.domain.fairness.mixed import Variances, variance_components
from ecosystem.judging.domain.fairness.reviews import Floats, ReviewTable
from ecosystem.judging.domain.refusals import Reason, Refusal


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Of an analysis of variance entries × judges: between entries, within entries, between judges, what is left."""

    entries: float
    within: float
    judges: float
    rest: float
    n: int
    k: int


@dataclass(frozen=True, slots=True)
class Intraclass:
    """The six forms; `single` of one judge's score, `mean` of the mean of `k`. Each: one-way (other judges for each
    entry), random (judges drawn from many), fixed (just these judges, their strictness set aside).

    `low` and `high` are the 95 % interval of the one judge's random form, ICC(2,1).
    """

    single_one_way: float
    single_random: float
    single_fixed: float
    mean_one_way: float
    mean_random: float
    mean_fixed: float
    low: float
    high: float
    n: int
    k: int


def mean_squares(matrix: Sequence[Sequence[float]] | Floats) -> MeanSquares | Refusal:
    """Analyse a complete table, entries × judges. Refuses gaps, one entry, one judge, and all values equal."""
    x = np.asarray(matrix, dtype=float)
    if x.ndim != 2 or not x.size:
        return Refusal(Reason.NO_SCORES)
    if not np.isfinite(x).all():
        return Refusal(Reason.INCOMPLETE)
    n, k = x.shape
    if n < 2:
        return Refusal(Reason.ONE_ENTRY)
    if k < 2:
        return Refusal(Reason.ONE_JUDGE)
    if float(np.ptp(x)) == 0.0:
        return Refusal(Reason.ALL_EQUAL)
    rows, columns, grand = x.mean(axis=1), x.mean(axis=0), x.mean()
    between = k * float(((rows - grand) ** 2).sum())
    judges = n * float(((columns - grand) ** 2).sum())
    within = float(((x - rows[:, None]) ** 2).sum())
    rest = float(((x - rows[:, None] - columns[None, :] + grand) ** 2).sum())
    return MeanSquares(between / (n - 1), within / (n * (k - 1)), judges / (k - 1), rest / ((n - 1) * (k - 1)), n, k)


def intraclass(matrix: Sequence[Sequence[float]] | Floats) -> Intraclass | Refusal:
    """Return the six forms of a complete table; negative values are left as they come (worse than chance)."""
    found = mean_squares(matrix)
    if isinstance(found, Refusal):
        return found
    m, n, k = found, found.n, found.k
    parts = (
        (m.entries - m.within, m.entries + (k - 1) * m.within),
        (m.entries - m.rest, m.entries + (k - 1) * m.rest + k * (m.judges - m.rest) / n),
        (m.entries - m.rest, m.entries + (k - 1) * m.rest),
        (m.entries - m.within, m.entries),
        (m.entries - m.rest, m.entries + (m.judges - m.rest) / n),
        (m.entries - m.rest, m.entries),
    )
    if any(abs(below) < 1e-12 for _, below in parts):
        return Refusal(Reason.ALL_EQUAL)  # entries do not differ at all
    a, b, c, d, e, f = (above / below for above, below in parts)
    low, high = _interval(m, b)
    return Intraclass(a, b, c, d, e, f, low, high, n, k)


def _interval(m: MeanSquares, icc: float, level: float = 0.95) -> tuple[float, float]:
    """The interval of ICC(2,1), Shrout and Fleiss 1979, p. 424."""
    n, k = m.n, m.k
    if m.rest < 1e-12 or icc > 1 - 1e-12:
        return icc, icc
    ratio = m.judges / m.rest
    share = k * icc * ratio + n * (1 + (k - 1) * icc) - k * icc
    freedom = (k - 1) * (n - 1) * share**2 / ((n - 1) * (k * icc * ratio) ** 2 + (share - k * icc * ratio) ** 2)
    upper = float(f_distribution.ppf(1 - (1 - level) / 2, n - 1, freedom))
    lower = float(f_distribution.ppf(1 - (1 - level) / 2, freedom, n - 1))
    mixed = k * m.judges + (k * n - k - n) * m.rest
    low = n * (m.entries - upper * m.rest) / (upper * mixed + n * m.entries)
    high = n * (lower * m.entries - m.rest) / (mixed + n * lower * m.entries)
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Dependability:
    """The same question for a table with gaps. `agreement` counts judges' strictness as error, `consistency` (of the
    adjusted scores) does not; both of one review. `*_of_mean` are of the mean of `reviews` reviews, the harmonic mean
    of the reviews an entry has."""

    variances: Variances
    agreement: float
    consistency: float
    agreement_of_mean: float
    consistency_of_mean: float
    reviews: float


def dependability(table: ReviewTable) -> Dependability | Refusal:
    """Return the shares of variance that lie between entries. Refuses what `variance_components` refuses."""
    found = variance_components(table)
    if isinstance(found, Refusal):
        return found
    per_entry = table.reviews_of_entry
    k = float(len(per_entry) / np.sum(1 / per_entry))
    strictness, chance = found.judges, found.chance
    return Dependability(
        found,
        _share(found.entries, strictness + chance),
        _share(found.entries, chance),
        _share(found.entries, (strictness + chance) / k),
        _share(found.entries, chance / k),
        k,
    )


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest > 0 else 0.0
