"""Ballots that put entries in order: the counts of Borda, and Schulze's method of the strongest paths.

J.-C. de Borda, Mémoire sur les élections au scrutin, 1781; M. Schulze, “A new monotonic, clone-independent, reversal
symmetric, and Condorcet-consistent single-winner election method”, Social Choice and Welfare 36, 2011.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ecosystem.judging.domain.fairness.reviews import Key
from ecosystem.judging.domain.refusals import Reason, Refusal

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Ballot:
    """One order, best first; each step is a group of equals. Candidates left out come last, as equals.

    `count` is how many voters cast just this ballot.
    """

    order: tuple[tuple[Key, ...], ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate's place (ties share it) and what it rests on: Borda points, or duels won (Schulze)."""

    candidate: Key
    rank: int
    points: Fraction


def ballot(*order: Key, count: int = 1) -> Ballot:
    """Return a ballot without equals."""
    return Ballot(tuple((key,) for key in order), count)


def borda(candidates: Iterable[Key], ballots: Sequence[Ballot]) -> list[Placed] | Refusal:
    """Rank by points: on each ballot one for every candidate below, half for every equal; exactly.

    Refuses no candidates, no votes, and ballots that name somebody twice or who does not stand.
    """
    names = sorted(set(candidates))
    problem = _problem(names, ballots)
    if problem is not None:
        return problem
    points: dict[Key, Fraction] = {name: Fraction(0) for name in names}
    for each in ballots:
        below = len(names)
        for group in _whole(each, names):
            below -= len(group)
            share = Fraction(below) + Fraction(len(group) - 1, 2)
            for name in group:
                points[name] += share * each.count
    return _by_points(points)


def schulze(candidates: Iterable[Key], ballots: Sequence[Ballot]) -> list[Placed] | Refusal:
    """Rank by strongest paths of won duels (winning votes). Whoever nobody beats, directly or along a path, is first.

    `points` are the duels by paths won. The relation has no cycles; what it leaves open is a tie. Refuses as `borda`.
    """
    names = sorted(set(candidates))
    problem = _problem(names, ballots)
    if problem is not None:
        return problem
    strength = strongest_paths(duels(names, ballots))
    beats = strength > strength.T
    ranks = 1 + beats.sum(axis=0)  # of those that beat it
    wins = beats.sum(axis=1)
    placed = [Placed(name, int(ranks[i]), Fraction(int(wins[i]))) for i, name in enumerate(names)]
    return _tied(sorted(placed, key=lambda each: (each.rank, each.candidate)))


def duels(names: Sequence[Key], ballots: Sequence[Ballot]) -> Counts:
    """Return how many voters prefer each candidate (row) to each other (column), in the order of `names`."""
    index = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)), dtype=np.int64)
    for each in ballots:
        above: list[int] = []
        for group in _whole(each, names):
            places = [index[name] for name in group]
            counts[np.ix_(above, places)] += each.count
            above += places
    return counts


def strongest_paths(preferred: Counts) -> Counts:
    """Return the strength of the strongest path between any two; a path is as strong as its weakest won duel."""
    strength = np.where(preferred > preferred.T, preferred, 0)
    for middle in range(len(strength)):
        strength = np.maximum(strength, np.minimum(strength[:, middle, None], strength[None, middle, :]))
    np.fill_diagonal(strength, 0)
    return strength


def _whole(each: Ballot, names: Sequence[Key]) -> list[tuple[Key, ...]]:
    named = {name for group in each.order for name in group}
    rest = tuple(name for name in names if name not in named)
    return [*each.order, *([rest] if rest else [])]


def _problem(names: Sequence[Key], ballots: Sequence[Ballot]) -> Refusal | None:
    if not names:
        return Refusal(Reason.NO_CANDIDATES)
    if not sum(each.count for each in ballots):
        return Refusal(Reason.NO_VOTES)
    known = set(names)
    for number, each in enumerate(ballots, start=1):
        named = [name for group in each.order for name in group]
        if len(set(named)) != len(named) or not set(named) <= known or each.count < 0:
            return Refusal(Reason.BAD_BALLOT, (str(number),))
    return None


def _by_points(points: dict[Key, Fraction]) -> list[Placed]:
    order = sorted(points, key=lambda name: (-points[name], name))
    higher = [sum(points[other] > points[name] for other in order) for name in order]
    return [Placed(name, 1 + above, points[name]) for name, above in zip(order, higher, strict=True)]


def _tied(placed: list[Placed]) -> list[Placed]:
    """Ranks as 1, 2, 2, 4: of those beaten by equally many, the first stands for all."""
    found: list[Placed] = []
    for position, each in enumerate(placed, start=1):
        same = found and placed[position - 2].rank == each.rank
        found.append(Placed(each.candidate, found[-1].rank if same else position, each.points))
    return found
