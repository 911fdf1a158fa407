"""The additive model: every judge is stricter or milder than the others by a constant, and that is taken out.

`x_ij = q_i + b_j + e_ij` by weighted least squares with the judges' deviations summing to 0 (R. S. MacKay, R. Kenna,
R. J. Low, S. Parker, “Calibration with confidence”, Royal Society Open Science 4:160760, 2017). Not a z-score per
judge: where judges see different entries, that would drag down whoever was drawn by the judge of the strong ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecosystem.judging.domain.fairness.connectivity import Connectivity, connectivity
from ecosystem.judging.domain.fairness.equations import Equations
from ecosystem.judging.domain.fairness.reviews import Floats, ReviewTable

SAME = 1e-9  # points: estimates nearer than this are the same number


@dataclass(frozen=True)
class AdditiveFit:
    """`quality` of each entry and `severity` of each judge (above 0: milder) in points, in the table's order.

    `sigma` is the standard deviation of chance in one review, None when no review is spare (`spare` 0). `fitted` is
    one value a review. Between the `parts` nothing can be compared.
    """

    table: ReviewTable
    parts: Connectivity
    equations: Equations
    quality: Floats
    severity: Floats
    fitted: Floats
    spare: int
    sigma: float | None

    @property
    def residuals(self) -> Floats:
        """What a review lies above what entry and judge would let expect."""
        return self.table.score - self.fitted


def fit_additive(table: ReviewTable) -> AdditiveFit:
    """Fit the additive model. Any table can be fitted; where it is not connected, each part for itself."""
    parts = connectivity(table)
    equations = Equations(table, parts)
    effects = equations.solve(table.score)
    quality, severity = effects.quality[:, 0], effects.severity[:, 0]
    fitted = quality[table.entry] + severity[table.judge]
    spare = table.size - len(table.entries) - len(table.judges) + len(parts.parts)
    rest = float(np.sum(table.weight * (table.score - fitted) ** 2))
    sigma = float(np.sqrt(rest / spare)) if spare > 0 else None
    if sigma is not None and sigma < SAME:
        sigma = 0.0
    return AdditiveFit(table, parts, equations, quality, severity, fitted, spare, sigma)


def places(values: Sequence[float] | Floats) -> list[int]:
    """Return the rank of each value, the highest 1, ties as 1, 2, 2, 4.

    Values in a chain of steps of at most `SAME` are one tie: equal numbers that differ in the last binary digits
    after a computation share a rank, whatever the order of the input.
    """
    order = sorted(range(len(values)), key=lambda index: -float(values[index]))
    ranks = [0] * len(values)
    for position, index in enumerate(order):
        above = order[position - 1] if position else None
        same = above is not None and float(values[above]) - float(values[index]) <= SAME
        ranks[index] = ranks[above] if same and above is not None else position + 1
    return ranks
