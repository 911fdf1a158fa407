"""How sure a ranking is: intervals of ranks and the chance of a place, by parametric bootstrap.

Many tables of scores are drawn as the fitted model says they could have come out, each is fitted again, and one
looks at where every entry lands. The spread of chance is itself drawn (scaled inverse χ²), so that few reviews give
wide intervals instead of false certainty. For the mixed model the draws are those of the effects given the scores
(conditional simulation: A. G. Journel, C. J. Huijbregts, Mining Geostatistics, 1978).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ecosystem.judging.domain.fairness.additive import AdditiveFit, places
from ecosystem.judging.domain.fairness.mixed import MixedFit
from ecosystem.judging.domain.fairness.reviews import Floats, Indexes
from ecosystem.judging.domain.refusals import Reason, Refusal

CHUNK = 250
COVERAGE = 0.9


@dataclass(frozen=True)
class RankIntervals:
    """For each entry in the table's order: the middle `coverage` of its ranks, and the chance to be in the first
    `places` (None without a number of places). `error` is the standard error of the estimate in points."""

    low: Indexes
    high: Indexes
    chance: Floats | None
    error: Floats
    places: int | None
    coverage: float
    draws: int
    seed: int

    def too_close(self) -> list[int]:
        """Return the indexes of the entries whose interval crosses the cut; none without a cut."""
        if self.places is None:
            return []
        crosses = (self.low <= self.places) & (self.high > self.places)
        return [int(index) for index in np.flatnonzero(crosses)]


def rank_intervals(
    fit: AdditiveFit | MixedFit,
    *,
    seed: int,
    draws: int = 1000,
    places_: int | None = None,
    added: Floats | None = None,
    competes: Mapping[int, bool] | None = None,
    coverage: float = COVERAGE,
) -> RankIntervals | Refusal:
    """Draw `draws` rankings. `added` are exact points outside the jury, one an entry; `competes` False (by index)
    keeps an entry that fails a gate out of the places, not out of the ranking.

    Refuses where parts cannot be compared, where there is one entry, and where no second opinions tell how far
    chance goes.
    """
    reason = _why_not(fit)
    if reason is not None:
        return Refusal(reason)
    count = len(fit.table.entries)
    shift = np.zeros(count) if added is None else added
    inside = np.array([competes is None or competes.get(index, True) for index in range(count)])
    ranks = np.empty((draws, count), dtype=np.intp)
    placed = np.zeros(count)
    moments = np.zeros((2, count))
    start = 0
    for quality in _drawn(fit, np.random.default_rng(seed), draws):
        values = (quality + shift[:, None]).T
        ranks[start : start + len(values)] = _ranks(values)
        placed += _placed(values, inside, places_)
        start += len(values)
        around = values - (fit.quality + shift)
        moments += np.stack([around.sum(axis=0), (around**2).sum(axis=0)])
    error = np.sqrt(np.maximum(moments[1] / draws - (moments[0] / draws) ** 2, 0.0))
    low, high = _middle(ranks, coverage)
    if _is_certain(fit):
        low, high = _ties(fit.quality + shift)
    chance = None if places_ is None else placed / draws
    return RankIntervals(low, high, chance, error, places_, coverage, draws, seed)


def _why_not(fit: AdditiveFit | MixedFit) -> Reason | None:
    if len(fit.table.entries) < 2:
        return Reason.ONE_ENTRY
    if not fit.equations.parts.is_connected:
        return Reason.NOT_CONNECTED
    return Reason.NO_REPEATS if isinstance(fit, AdditiveFit) and fit.sigma is None else None


def _is_certain(fit: AdditiveFit | MixedFit) -> bool:
    return isinstance(fit, AdditiveFit) and fit.sigma == 0.0


def _drawn(fit: AdditiveFit | MixedFit, rng: np.random.Generator, draws: int) -> Iterator[Floats]:
    """Yield qualities, entries × up to CHUNK columns."""
    for start in range(0, draws, CHUNK):
        columns = min(CHUNK, draws - start)
        yield _additive(fit, rng, columns) if isinstance(fit, AdditiveFit) else _mixed(fit, rng, columns)


def _additive(fit: AdditiveFit, rng: np.random.Generator, columns: int) -> Floats:
    """Estimates are linear in the scores: estimate + the estimate from pure noise is the refit of a drawn table."""
    sigma = fit.sigma or 0.0
    noise = rng.standard_normal((fit.table.size, columns)) / np.sqrt(fit.table.weight)[:, None]
    width = sigma * np.sqrt(fit.spare / rng.chisquare(fit.spare, columns))
    return np.asarray(fit.quality[:, None] + fit.equations.solve(noise).quality * width)


def _mixed(fit: MixedFit, rng: np.random.Generator, columns: int) -> Floats:
    """Draw effects and scores from the model, and carry over how far their prediction missed them."""
    table, variances = fit.table, fit.variances
    quality = rng.standard_normal((len(table.entries), columns)) * np.sqrt(variances.entries)
    severity = rng.standard_normal((len(table.judges), columns)) * np.sqrt(variances.judges)
    noise = rng.standard_normal((table.size, columns)) * np.sqrt(variances.chance)
    found = fit.equations.solve(quality[table.entry] + severity[table.judge] + noise)
    return np.asarray(fit.quality[:, None] + quality - found.quality - found.mean)


def _ranks(values: Floats) -> Indexes:
    """Ranks of each row, the highest value 1."""
    order = np.argsort(-values, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, values.shape[1] + 1)[None, :], axis=1)
    return ranks


def _placed(values: Floats, inside: np.ndarray, number: int | None) -> Floats:
    """How often each entry is among the first `number` of those that compete."""
    placed = np.zeros(values.shape[1])
    competing = int(inside.sum())
    if not number or not competing:
        return placed
    if competing <= number:
        return np.asarray(inside * float(len(values)))
    mine = values[:, inside]
    bar = np.partition(mine, competing - number, axis=1)[:, competing - number]
    placed[inside] = (mine >= bar[:, None]).sum(axis=0)
    return placed


def _middle(ranks: Indexes, coverage: float) -> tuple[Indexes, Indexes]:
    ordered = np.sort(ranks, axis=0)
    tail = (1 - coverage) / 2
    low = int(np.floor(tail * (len(ranks) - 1)))
    return ordered[low], ordered[len(ranks) - 1 - low]


def _ties(values: Floats) -> tuple[Indexes, Indexes]:
    """Without any chance the ranks are certain; a tie spans its places."""
    ranks = np.array(places(values))
    sizes = np.bincount(ranks, minlength=len(ranks) + 1)
    return ranks, ranks + sizes[ranks] - 1
