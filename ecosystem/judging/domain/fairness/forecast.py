"""Which further readings would settle the most: for each contested entry, by each judge who may read it.

A reading narrows the entry's interval by an amount known before it is made, because the variance of a linear
estimate does not depend on the scores. What it is worth is how much it lowers the chance of a wrong decision at the
cut (the expected value of information: H. Raiffa, R. Schlaifer, Applied Statistical Decision Theory, 1961).
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from ecosystem.judging.domain.fairness.additive import AdditiveFit
from ecosystem.judging.domain.fairness.reviews import Floats, Key

WORTH_ASKING = 0.005  # by which the chance of a wrong decision must fall
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A proposed review. `risk` is the chance that the decision on the entry is wrong as things stand, `risk_after`
    what it is expected to be then."""

    entry: Key
    judge: Key
    risk: float
    risk_after: float

    @property
    def gain(self) -> float:
        """By how much the risk is expected to fall."""
        return self.risk - self.risk_after


def second_readings(
    fit: AdditiveFit,
    contested: Sequence[int],
    *,
    cut: float,
    number: int = 10,
    added: Floats | None = None,
    barred: AbstractSet[tuple[Key, Key]] = frozenset(),
    room: Mapping[Key, int] | None = None,
) -> list[SecondReading]:
    """Propose up to `number` readings, the most useful first, one after the other: each reckons with those before.

    `contested` are indexes of entries, `cut` the points at the cut (with `added`), `barred` (judge, entry) that must
    not meet, `room` how many more entries a judge takes; nobody is asked for more than an even share of the
    readings, rounded up. Empty when chance is not known.
    """
    if not fit.sigma or not contested:
        return []
    share = -(-number // len(fit.table.judges))
    limits = {judge: min(share, (room or {}).get(judge, share)) for judge in fit.table.judges}
    state = _State(fit, contested, cut, added, barred, limits)
    found: list[SecondReading] = []
    while len(found) < number:
        best = state.best()
        if best is None:
            return found
        found.append(state.take(*best))
    return found


class _State:
    """What would be known after the readings proposed so far."""

    def __init__(
        self,
        fit: AdditiveFit,
        contested: Sequence[int],
        cut: float,
        added: Floats | None,
        barred: AbstractSet[tuple[Key, Key]],
        room: dict[Key, int],
    ) -> None:
        self.entries = list(contested)
        self.table = fit.table
        self.noise = float(fit.sigma or 0.0) ** 2
        shift = np.zeros(len(fit.table.entries)) if added is None else added
        self.distance = np.abs((fit.quality + shift)[self.entries] - cut)
        self.covariance = covariance(fit, self.entries)
        self.room = room
        judges = fit.table.judges
        self.open = np.array(
            [
                [
                    (j, i) not in fit.table.pairs and (judges[j], fit.table.entries[i]) not in barred
                    for j in range(len(judges))
                ]
                for i in self.entries
            ],
            dtype=bool,
        ).reshape(len(self.entries), len(judges))
        self._close_full()

    def _close_full(self) -> None:
        for index, judge in enumerate(self.table.judges):
            if self.room[judge] <= 0:
                self.open[:, index] = False

    def best(self) -> tuple[int, int, float, float] | None:
        """The open pair of the largest gain: row, judge, risk, risk after; ties by the least reviews, then by key."""
        if not self.open.any():
            return None
        count = len(self.entries)
        own = np.diag(self.covariance)[:count]
        cross = self.covariance[:count, count:]
        both = own[:, None] + np.diag(self.covariance)[count:][None, :] + 2 * cross
        narrowing = np.minimum((own[:, None] + cross) ** 2 / (both + self.noise), own[:, None])
        risk = ndtr(-self.distance / np.sqrt(np.maximum(own, 1e-18)))
        after = _expected_risk(self.distance[:, None], own[:, None], narrowing)
        gain = np.where(self.open, np.round(risk[:, None] - after, 12), -np.inf)
        if gain.max() < WORTH_ASKING:
            return None
        rows, judges = np.nonzero(gain == gain.max())
        load = self.table.reviews_of_judge
        row, judge = min(zip(rows.tolist(), judges.tolist(), strict=True), key=lambda p: (load[p[1]], p[0], p[1]))
        return row, judge, float(risk[row]), float(after[row, judge])

    def take(self, row: int, judge: int, risk: float, after: float) -> SecondReading:
        """Reckon with the reading as made."""
        direction = self.covariance[row] + self.covariance[len(self.entries) + judge]
        spread = float(direction[row] + direction[len(self.entries) + judge]) + self.noise
        self.covariance = self.covariance - np.outer(direction, direction) / spread
        self.open[row, judge] = False
        key = self.table.judges[judge]
        self.room[key] -= 1
        self._close_full()
        return SecondReading(self.table.entries[self.entries[row]], key, risk, after)


def _expected_risk(distance: Floats, variance: Floats, narrowing: Floats) -> Floats:
    """The chance of a wrong side after the estimate has moved by N(0, narrowing) and kept the rest as its variance."""
    left = np.sqrt(np.maximum(variance - narrowing, 1e-18))
    moved = distance[..., None] + np.sqrt(np.maximum(narrowing, 0.0))[..., None] * _NODES
    return np.asarray(ndtr(-np.abs(moved) / left[..., None]) @ _WEIGHTS)


def covariance(fit: AdditiveFit, entries: Sequence[int]) -> Floats:
    """Return the covariance of the estimates of `entries` (by index), then of all judges, in points²."""
    return np.asarray((fit.sigma or 0.0) ** 2 * fit.equations.covariance(np.asarray(entries, dtype=np.intp)))
