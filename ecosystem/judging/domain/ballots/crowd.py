"""Which two entries a judge should compare next: the pair whose answer would teach the most.

X. Chen, P. N. Bennett, K. Collins-Thompson, E. Horvitz, “Pairwise ranking aggregation in a crowdsourced setting”
(Crowd-BT), WSDM 2013. Each entry's strength is held as a normal distribution, each judge's reliability (the chance to
say what the model expects) as a beta distribution; an answer updates both, and the expected information is the
Kullback–Leibler divergence between after and before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import betaln, digamma, expit

from ecosystem.judging.domain.fairness.reviews import Floats, Key

NARROWEST = 1e-4  # of a variance, as in the paper


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of an entry's strength."""

    mean: float = 0.0
    variance: float = 1.0


@dataclass(frozen=True, slots=True)
class Trust:
    """What is believed of a judge: `agree` and `differ` are the parameters of the beta distribution."""

    agree: float = 10.0
    differ: float = 1.0


@dataclass(frozen=True)
class Crowd:
    """Beliefs of all entries and judges; who is not named is as at the start."""

    entries: Mapping[Key, Belief] = field(default_factory=dict)
    judges: Mapping[Key, Trust] = field(default_factory=dict)

    def belief(self, entry: Key) -> Belief:
        """Return what is believed of an entry."""
        return self.entries.get(entry, Belief())

    def trust(self, judge: Key) -> Trust:
        """Return what is believed of a judge."""
        return self.judges.get(judge, Trust())


def learn(crowd: Crowd, judge: Key, *, winner: Key, loser: Key) -> Crowd:
    """Return the beliefs after a judge preferred `winner` to `loser`. Raises ValueError for an entry with itself."""
    if winner == loser:
        raise ValueError("an entry is not compared with itself")
    high, low, trust = crowd.belief(winner), crowd.belief(loser), crowd.trust(judge)
    state = np.array([[high.mean], [high.variance], [low.mean], [low.variance]])
    after, agree, differ, _ = _updated(state, trust)
    one, other = Belief(float(after[0, 0]), float(after[1, 0])), Belief(float(after[2, 0]), float(after[3, 0]))
    return replace(
        crowd,
        entries={**crowd.entries, winner: one, loser: other},
        judges={**crowd.judges, judge: Trust(float(agree[0]), float(differ[0]))},
    )


def next_pair(
    crowd: Crowd,
    judge: Key,
    entries: Iterable[Key],
    *,
    barred: Iterable[Key] = (),
    seen: Iterable[frozenset[Key]] = (),
    interest: float = 0.1,
) -> tuple[Key, Key] | None:
    """Return the two entries to show next, None when no allowed pair is left.

    `barred` are entries the judge must not see, `seen` pairs the judge has answered, `interest` the weight of what is
    learnt about the judge beside what is learnt about the entries. Ties go to the first pair in the keys' order.
    """
    avoided, done = set(barred), set(seen)
    names = sorted(set(entries) - avoided)
    first, second = np.triu_indices(len(names), 1)
    if done:
        keep = [frozenset((names[i], names[j])) not in done for i, j in zip(first, second, strict=True)]
        first, second = first[keep], second[keep]
    if not len(first):
        return None
    mean = np.array([crowd.belief(name).mean for name in names])
    variance = np.array([crowd.belief(name).variance for name in names])
    gain = _expected(mean, variance, first, second, crowd.trust(judge), interest)
    best = int(np.argmax(np.round(gain, 12)))
    return names[first[best]], names[second[best]]


def _expected(
    mean: Floats, variance: Floats, first: np.ndarray, second: np.ndarray, trust: Trust, interest: float
) -> Floats:
    forward = np.stack([mean[first], variance[first], mean[second], variance[second]])
    backward = forward[[2, 3, 0, 1]]
    total = np.zeros(len(first))
    for state in (forward, backward):
        after, agree, differ, chance = _updated(state, trust)
        learnt = _normal(after[0], after[1], state[0], state[1]) + _normal(after[2], after[3], state[2], state[3])
        total += chance * (learnt + interest * _beta(agree, differ, trust))
    return total


def _updated(state: Floats, trust: Trust) -> tuple[Floats, Floats, Floats, Floats]:
    """Match moments after “row 0 beats row 2”, for every column; also the chance of that answer."""
    high, high_variance, low, low_variance = state
    a, b = trust.agree, trust.differ
    p = expit(high - low)
    q = a * p / (a * p + b * (1 - p))
    pull = q - p
    narrow = q * (1 - q) - p * (1 - p)
    after = np.stack(
        [
            high + high_variance * pull,
            high_variance * np.maximum(1 + high_variance * narrow, NARROWEST),
            low - low_variance * pull,
            low_variance * np.maximum(1 + low_variance * narrow, NARROWEST),
        ]
    )
    clear = np.clip(p + 0.5 * (high_variance + low_variance) * p * (1 - p) * (1 - 2 * p), 1e-9, 1 - 1e-9)
    chance = (clear * a + (1 - clear) * b) / (a + b)
    first = (clear * (a + 1) * a + (1 - clear) * a * b) / (chance * (a + b + 1) * (a + b))
    square = (clear * (a + 2) * (a + 1) * a + (1 - clear) * (a + 1) * a * b) / (
        chance * (a + b + 2) * (a + b + 1) * (a + b)
    )
    width = (first - square) / (square - first**2)
    return after, first * width, (1 - first) * width, chance


def _normal(mean: Floats, variance: Floats, before: Floats, before_variance: Floats) -> Floats:
    """Divergence of the normal distribution after from that before."""
    ratio = variance / before_variance
    return np.asarray(0.5 * (ratio + (before - mean) ** 2 / before_variance - 1 - np.log(ratio)))


def _beta(agree: Floats, differ: Floats, trust: Trust) -> Floats:
    a, b = trust.agree, trust.differ
    return np.asarray(
        betaln(a, b)
        - betaln(agree, differ)
        + (agree - a) * digamma(agree)
        + (differ - b) * digamma(differ)
        + (a - agree + b - differ) * digamma(agree + differ)
    )


def order_of(crowd: Crowd, entries: Sequence[Key]) -> list[Key]:
    """Return the entries by their strength as believed now, the strongest first; equals by key."""
    return sorted(entries, key=lambda entry: (-round(crowd.belief(entry).mean, 9), entry))
