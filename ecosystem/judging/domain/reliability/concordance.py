"""Kendall's coefficient of concordance: how alike the judges put the same entries in order.

M. G. Kendall, B. Babington Smith, “The problem of m rankings”, Annals of Mathematical Statistics 10, 1939; with the
correction for ties and Friedman's χ² as in M. G. Kendall, Rank Correlation Methods, 4th edition, 1970, ch. 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, rankdata

from ecosystem.judging.domain.fairness.reviews import Floats
from ecosystem.judging.domain.refusals import Reason, Refusal


@dataclass(frozen=True, slots=True)
class Concordance:
    """`w` from 0 (no two orders have anything in common) to 1 (the same order); `p` of chance alone giving as much."""

    w: float
    chi_square: float
    freedom: int
    p: float
    judges: int
    entries: int


def kendall_w(matrix: Sequence[Sequence[float]] | Floats) -> Concordance | Refusal:
    """Return W of a complete table, entries × judges, of scores or ranks; ties share the mean rank.

    Refuses gaps, one judge, one entry, and judges none of whom told any two entries apart.
    """
    x = np.asarray(matrix, dtype=float)
    if x.ndim != 2 or not x.size:
        return Refusal(Reason.NO_SCORES)
    if not np.isfinite(x).all():
        return Refusal(Reason.INCOMPLETE)
    entries, judges = x.shape
    if entries < 2:
        return Refusal(Reason.ONE_ENTRY)
    if judges < 2:
        return Refusal(Reason.ONE_JUDGE)
    ranks = rankdata(x, axis=0)
    sums = ranks.sum(axis=1)
    squares = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(float((sizes**3 - sizes).sum()) for sizes in _tie_sizes(x))
    most = (judges**2 * (entries**3 - entries) - judges * ties) / 12
    if most < 1e-9:
        return Refusal(Reason.ALL_EQUAL)
    w = squares / most
    square = judges * (entries - 1) * w
    return Concordance(w, square, entries - 1, float(chi2.sf(square, entries - 1)), judges, entries)


def _tie_sizes(x: Floats) -> list[Floats]:
    return [np.unique(column, return_counts=True)[1].astype(float) for column in x.T]
