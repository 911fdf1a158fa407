"""Whether it mattered when an entry was scored: the trend of the residuals over each judge's own order.

Scores may drift while judges warm up or tire (W. Bruine de Bruin, “Save the last dance for me”, Acta Psychologica
118, 2005). What entry and judge explain is taken out first, so that a strong entry late in the order is no trend.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as t_distribution

from ecosystem.judging.domain.fairness.additive import AdditiveFit
from ecosystem.judging.domain.fairness.reviews import Key
from ecosystem.judging.domain.refusals import Reason, Refusal

LEAST_FREE = 0.2  # of the variance of places that neither entry nor judge may explain


@dataclass(frozen=True, slots=True)
class OrderEffect:
    """`slope`: points from the first to the last place in a judge's order; `p` of chance alone giving as much."""

    slope: float
    error: float
    p: float
    reviews: int

    @property
    def stands_out(self) -> bool:
        """Whether chance would give as much in fewer than one of twenty cases."""
        return self.p < 0.05


def order_effect(fit: AdditiveFit, positions: Mapping[tuple[Key, Key], float]) -> OrderEffect | Refusal:
    """Estimate the trend. `positions` maps (judge, entry) to any number that grows along the judge's order.

    Positions are taken as shares of the judge's own order, 0 to 1. Refuses too few reviews with a position, and where
    entries have nearly the same place with every judge, so that place and entry cannot be told apart.
    """
    table = fit.table
    place = _shares(fit, positions)
    known = np.isfinite(place)
    freedom = fit.spare - 1 - int((~known).sum())
    if int(known.sum()) < 4 or freedom < 1:
        return Refusal(Reason.TOO_FEW)
    x = np.where(known, place, 0.5)
    effects = fit.equations.solve(x)
    clean = x - effects.quality[table.entry, 0] - effects.severity[table.judge, 0]
    weight = table.weight
    power = float(np.sum(weight * clean**2))
    if power < LEAST_FREE * float(np.sum(weight * (x - np.average(x, weights=weight)) ** 2)) + 1e-9:
        return Refusal(Reason.SAME_ORDER)
    slope = float(np.sum(weight * clean * fit.residuals)) / power
    rest = float(np.sum(weight * (fit.residuals - slope * clean) ** 2))
    error = float(np.sqrt(rest / freedom / power))
    p = float(2 * t_distribution.sf(abs(slope) / error, freedom)) if error > 1e-12 else float(abs(slope) < 1e-9)
    return OrderEffect(slope, error, p, int(known.sum()))


def _shares(fit: AdditiveFit, positions: Mapping[tuple[Key, Key], float]) -> np.ndarray:
    """Each review's place in its judge's order, 0 first, 1 last; NaN where it is not known."""
    table = fit.table
    pairs = zip(table.judge.tolist(), table.entry.tolist(), strict=True)
    raw = np.array([positions.get((table.judges[j], table.entries[i]), np.nan) for j, i in pairs], dtype=float)
    shares = np.full(table.size, np.nan)
    for judge in range(len(table.judges)):
        mine = np.flatnonzero((table.judge == judge) & np.isfinite(raw))
        if len(mine) > 1:
            order = np.argsort(np.argsort(raw[mine], kind="stable"), kind="stable")
            shares[mine] = order / (len(mine) - 1)
    return shares
