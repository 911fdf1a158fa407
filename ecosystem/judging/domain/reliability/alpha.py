"""Krippendorff's alpha: agreement beyond chance at four levels of measurement, with gaps.

K. Krippendorff, “Computing Krippendorff's Alpha-Reliability”, 2011; Content Analysis, 4th edition, 2018, ch. 12.
Where all values are equal there is nothing to agree about: alpha is undefined then, and never 1.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from ecosystem.judging.domain.fairness.reviews import Floats
from ecosystem.judging.domain.refusals import Reason, Refusal


class Level(StrEnum):
    """What the distance between two values means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def krippendorff_alpha(units: Sequence[Sequence[float | None]] | Floats, level: Level) -> float | Refusal:
    """Return alpha of `units` × judges; None (or NaN) where a judge gave no value. At most 1.

    Below 0 is worse than chance. Units with a single value say nothing and are left out. Refuses when none has two,
    when all values are equal, and values below 0 at the ratio level.
    """
    x = np.array([[np.nan if v is None else v for v in row] for row in units], dtype=float)
    x = x[(np.isfinite(x)).sum(axis=1) >= 2] if x.ndim == 2 else x
    if not x.size:
        return Refusal(Reason.TOO_FEW)
    given = np.isfinite(x)
    values, place = np.unique(x[given], return_inverse=True)
    if len(values) < 2:
        return Refusal(Reason.ALL_EQUAL)
    if level is Level.RATIO and values[0] < 0:
        return Refusal(Reason.NO_ZERO_POINT)
    counts = np.zeros((len(x), len(values)))
    np.add.at(counts, (np.nonzero(given)[0], place), 1.0)
    return _alpha(counts, values, level)


def _alpha(counts: Floats, values: Floats, level: Level) -> float:
    """From how often each unit got each value: 1 − observed ÷ expected disagreement."""
    weights = 1 / (counts.sum(axis=1) - 1)
    coincidences = counts.T @ (counts * weights[:, None]) - np.diag((counts * weights[:, None]).sum(axis=0))
    totals = coincidences.sum(axis=1)
    distance = _distance(values, totals, level)
    observed = float((coincidences * distance).sum())
    expected = float((np.outer(totals, totals) * distance).sum()) / float(totals.sum() - 1)
    return 1 - observed / expected


def _distance(values: Floats, totals: Floats, level: Level) -> Floats:
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(values))
    if level is Level.ORDINAL:
        centre = np.cumsum(totals) - totals / 2
        return np.asarray((centre[:, None] - centre[None, :]) ** 2)
    apart = (values[:, None] - values[None, :]) ** 2
    if level is Level.INTERVAL:
        return np.asarray(apart)
    together = (values[:, None] + values[None, :]) ** 2
    return np.divide(apart, together, out=np.zeros_like(apart), where=together > 0)
