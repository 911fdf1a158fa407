"""The scores of one board as arrays in a canonical order, so that the order of the input changes no digit."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecosystem.judging.domain.refusals import Reason, Refusal

Key: TypeAlias = Any  # sortable among its kind: a database id or a code
Floats: TypeAlias = NDArray[np.float64]
Indexes: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Review:
    """One judge's points for one entry. `weight` is how sure the judge is beside the others; 1 where nobody says."""

    entry: Key
    judge: Key
    score: float
    weight: float = 1.0


@dataclass(frozen=True)
class ReviewTable:
    """The sparse table entry × judge. `entry` and `judge` hold indexes into `entries` and `judges`, one a review."""

    entries: tuple[Key, ...]
    judges: tuple[Key, ...]
    entry: Indexes
    judge: Indexes
    score: Floats
    weight: Floats

    @property
    def size(self) -> int:
        """How many reviews there are."""
        return len(self.score)

    @cached_property
    def reviews_of_entry(self) -> Indexes:
        """How many reviews each entry has."""
        return np.bincount(self.entry, minlength=len(self.entries))

    @cached_property
    def reviews_of_judge(self) -> Indexes:
        """How many reviews each judge gave."""
        return np.bincount(self.judge, minlength=len(self.judges))

    @cached_property
    def pairs(self) -> frozenset[tuple[int, int]]:
        """Which (judge, entry) were scored, by index."""
        return frozenset(zip(self.judge.tolist(), self.entry.tolist(), strict=True))

    @property
    def is_complete(self) -> bool:
        """Whether every judge scored every entry."""
        return self.size == len(self.entries) * len(self.judges)

    def matrix(self) -> Floats:
        """Return entries × judges, NaN where nobody scored."""
        full = np.full((len(self.entries), len(self.judges)), np.nan)
        full[self.entry, self.judge] = self.score
        return full

    def with_scores(self, score: Floats) -> "ReviewTable":
        """Return the same table with other scores, in the same order."""
        return ReviewTable(self.entries, self.judges, self.entry, self.judge, score, self.weight)


def tabulate(reviews: Iterable[Review]) -> ReviewTable | Refusal:
    """Put reviews into a table sorted by entry and judge.

    Refuses no reviews, numbers that are none, weights that are not above 0, a pair that stands twice.
    """
    rows = sorted(reviews, key=lambda review: (review.entry, review.judge))
    if not rows:
        return Refusal(Reason.NO_SCORES)
    bad = next((r for r in rows if not math.isfinite(r.score) or not 0 < r.weight < math.inf), None)
    if bad is not None:
        return Refusal(Reason.NOT_A_NUMBER, (str(bad.entry), str(bad.judge)))
    twice = next((b for a, b in pairwise(rows) if (a.entry, a.judge) == (b.entry, b.judge)), None)
    if twice is not None:
        return Refusal(Reason.SCORED_TWICE, (str(twice.entry), str(twice.judge)))
    entries, entry = _indexed([row.entry for row in rows])
    judges, judge = _indexed([row.judge for row in rows])
    score = np.array([row.score for row in rows], dtype=float)
    return ReviewTable(entries, judges, entry, judge, score, np.array([row.weight for row in rows], dtype=float))


def _indexed(keys: Sequence[Hashable]) -> tuple[tuple[Key, ...], Indexes]:
    names: list[Any] = sorted(set(keys))
    place: Mapping[Hashable, int] = {name: index for index, name in enumerate(names)}
    return tuple(names), np.array([place[key] for key in keys], dtype=np.intp)
