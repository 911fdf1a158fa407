"""Comparisons in pairs: the model of Bradley and Terry, with a prior that keeps everybody finite.

R. A. Bradley, M. E. Terry, “Rank analysis of incomplete block designs”, Biometrika 39, 1952. The chance that a beats
b is 1 ÷ (1 + e^(b − a)). A normal prior on the strengths (F. Caron, A. Doucet, J. Comput. Graph. Stat. 21, 2012, for
priors in this model) keeps an undefeated entry from running off to infinity, and entries without a comparison at 0.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit

from ecosystem.judging.domain.fairness.additive import places
from ecosystem.judging.domain.fairness.reviews import Floats, Key
from ecosystem.judging.domain.refusals import Reason, Refusal

STEPS = 200


@dataclass(frozen=True, slots=True)
class Duel:
    """`winner` was preferred to `loser`; `weight` 0.5 each way makes a draw."""

    winner: Key
    loser: Key
    weight: float = 1.0


@dataclass(frozen=True)
class Strengths:
    """Log strengths, their mean 0, with standard errors; `ranks` share ties."""

    entries: tuple[Key, ...]
    strength: Floats
    error: Floats
    ranks: tuple[int, ...]

    def chance(self, one: Key, other: Key) -> float:
        """Return the chance that `one` is preferred to `other`."""
        a, b = self.entries.index(one), self.entries.index(other)
        return float(expit(self.strength[a] - self.strength[b]))


def bradley_terry(entries: Iterable[Key], duels: Sequence[Duel], *, prior: float = 1.0) -> Strengths | Refusal:
    """Estimate strengths by penalised maximum likelihood. `prior` is the standard deviation of the prior.

    Refuses no entries, no duels, and duels with oneself or with who does not stand. Raises ValueError for a prior
    that is not above 0.
    """
    names = tuple(sorted(set(entries)))
    if not 0 < prior < np.inf:
        raise ValueError(f"a prior's deviation is above 0, not {prior}")
    problem = _problem(names, duels)
    if problem is not None:
        return problem
    wins = _wins(names, duels)
    strength, information = _maximum(wins, 1 / prior**2)
    covariance = cho_solve(cho_factor(information), np.eye(len(names)))
    centre = np.eye(len(names)) - 1 / len(names)
    error = np.sqrt(np.maximum(np.diag(centre @ covariance @ centre), 0.0))
    return Strengths(names, strength, error, tuple(places(strength)))


def _problem(names: Sequence[Key], duels: Sequence[Duel]) -> Refusal | None:
    if not names:
        return Refusal(Reason.NO_CANDIDATES)
    if not duels:
        return Refusal(Reason.NO_VOTES)
    known = set(names)
    for number, duel in enumerate(duels, start=1):
        if duel.winner == duel.loser or not {duel.winner, duel.loser} <= known or not 0 < duel.weight < np.inf:
            return Refusal(Reason.BAD_BALLOT, (str(number),))
    return None


def _wins(names: Sequence[Key], duels: Sequence[Duel]) -> Floats:
    index = {name: i for i, name in enumerate(names)}
    counted: Counter[tuple[int, int]] = Counter()
    for duel in duels:
        counted[index[duel.winner], index[duel.loser]] += duel.weight  # type: ignore[assignment]
    wins = np.zeros((len(names), len(names)))
    for pair, weight in sorted(counted.items()):
        wins[pair] = weight
    return wins


def _maximum(wins: Floats, precision: float) -> tuple[Floats, Floats]:
    """Newton's method with halved steps on a strictly concave function: it has one maximum and finds it."""
    strength = np.zeros(len(wins))
    value = _likelihood(strength, wins, precision)
    information = np.eye(len(wins))
    for _ in range(STEPS):
        chance = expit(strength[:, None] - strength[None, :])
        together = (wins + wins.T) * chance * (1 - chance)
        information = np.diag(together.sum(axis=1) + precision) - together
        slope = wins.sum(axis=1) - ((wins + wins.T) * chance).sum(axis=1) - precision * strength
        step = cho_solve(cho_factor(information), slope)
        size = 1.0
        while (found := _likelihood(strength + size * step, wins, precision)) < value - 1e-12 and size > 1e-8:
            size /= 2
        strength, value = strength + size * step, found
        if float(np.abs(step).max()) < 1e-11:
            break
    return strength - strength.mean(), information


def _likelihood(strength: Floats, wins: Floats, precision: float) -> float:
    apart = strength[:, None] - strength[None, :]
    return float(-(wins * np.logaddexp(0.0, -apart)).sum() - precision / 2 * (strength**2).sum())
