"""Whether scores can be compared at all: judges and entries joined by who scored what must hang together.

Two entries are comparable when a chain of judges and entries leads from one to the other. Where the graph falls
into parts, a strict part cannot be told from a weak one, by any method, until somebody scores across.
"""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ecosystem.judging.domain.fairness.reviews import Indexes, Key, ReviewTable


@dataclass(frozen=True, slots=True)
class Part:
    """Entries and judges joined by chains of reviews, by their keys."""

    entries: tuple[Key, ...]
    judges: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A review that would join two parts: this judge should score this entry."""

    judge: Key
    entry: Key


@dataclass(frozen=True)
class Connectivity:
    """The parts, the largest first; `entry_part` and `judge_part` say for each index in the table which it is in."""

    parts: tuple[Part, ...]
    entry_part: Indexes
    judge_part: Indexes

    @property
    def is_connected(self) -> bool:
        """Whether everything can be compared with everything."""
        return len(self.parts) <= 1

    @cached_property
    def judges_in_part(self) -> Indexes:
        """How many judges each part has."""
        return np.bincount(self.judge_part, minlength=len(self.parts))


def connectivity(table: ReviewTable) -> Connectivity:
    """Find the parts into which the reviews fall."""
    entries, judges = len(table.entries), len(table.judges)
    ones = np.ones(table.size)
    graph = coo_array((ones, (table.entry, table.judge + entries)), shape=(entries + judges, entries + judges))
    number, labels = connected_components(graph.tocsr(), directed=False)
    sizes = np.bincount(labels[:entries], minlength=number)
    first = [int(np.argmax(labels[:entries] == label)) for label in range(number)]
    order = sorted(range(number), key=lambda label: (-sizes[label], first[label]))
    place = np.empty(number, dtype=np.intp)
    place[order] = np.arange(number)
    entry_part, judge_part = place[labels[:entries]], place[labels[entries:]]
    return Connectivity(_parts(table, entry_part, judge_part, number), entry_part, judge_part)


def _parts(table: ReviewTable, entry_part: Indexes, judge_part: Indexes, number: int) -> tuple[Part, ...]:
    entries: list[list[Key]] = [[] for _ in range(number)]
    judges: list[list[Key]] = [[] for _ in range(number)]
    for key, part in zip(table.entries, entry_part.tolist(), strict=True):
        entries[part].append(key)
    for key, part in zip(table.judges, judge_part.tolist(), strict=True):
        judges[part].append(key)
    return tuple(Part(tuple(e), tuple(j)) for e, j in zip(entries, judges, strict=True))


def missing_links(
    table: ReviewTable, found: Connectivity, *, barred: AbstractSet[tuple[Key, Key]] = frozenset()
) -> tuple[list[Link], list[Part]]:
    """Return the fewest reviews that would join all parts, and the parts no allowed review can join.

    Each further part costs one review. Of those possible the one is named whose judge and entry have the most
    reviews already, because the bridge is as firm as its two ends; nobody is asked twice while others are asked not at
    all. `barred` holds (judge, entry) that must not
    meet, as for a conflict of interest.
    """
    strength_of_judge = dict(zip(table.judges, table.reviews_of_judge.tolist(), strict=True))
    strength_of_entry = dict(zip(table.entries, table.reviews_of_entry.tolist(), strict=True))
    finder = _Bridges(strength_of_judge, strength_of_entry, barred)
    joined = list(found.parts[:1])
    waiting = list(found.parts[1:])
    links: list[Link] = []
    progress = True
    while waiting and progress:
        progress = False
        for part in list(waiting):
            link = finder.between(joined, part)
            if link is not None:
                links.append(link)
                joined.append(part)
                waiting.remove(part)
                progress = True
    return links, waiting


class _Bridges:
    def __init__(self, judges: dict[Key, int], entries: dict[Key, int], barred: AbstractSet[tuple[Key, Key]]) -> None:
        self.judges, self.entries, self.barred = judges, entries, barred
        self.asked: Counter[Key] = Counter()

    def between(self, joined: list[Part], part: Part) -> Link | None:
        """The firmest bridge from the largest of `joined` that has one."""
        for other in joined:
            found = [*self._best(other.judges, part.entries), *self._best(part.judges, other.entries)]
            if found:
                link = min(found, key=lambda pair: pair[0])[1]
                self.asked[link.judge] += 1
                return link
        return None

    def _best(self, judges: tuple[Key, ...], entries: tuple[Key, ...]) -> list[tuple[tuple[int, float, str], Link]]:
        by_strength = sorted(judges, key=lambda key: (self.asked[key], -self.judges[key], key))
        candidates = sorted(entries, key=lambda key: (-self.entries[key], key))
        for judge in by_strength:
            for entry in candidates:
                if (judge, entry) not in self.barred:
                    unsure = 1 / self.judges[judge] + 1 / self.entries[entry]
                    return [((self.asked[judge], unsure, f"{judge}|{entry}"), Link(judge, entry))]
        return []
