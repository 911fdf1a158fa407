"""The problem as tables of numbers, rows entries and columns judges, both in the order of their ids.

Only the engine imports this: it needs NumPy, which no web process loads.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecosystem.judging.domain.assignment.affinity import MOST, POINTS, Reason
from ecosystem.judging.domain.assignment.problem import Entry, Judge, Pair, Problem

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
TOLERANCE = 8  # without loads of its own, a round lets them differ by an eighth of an even share, at least by one


@dataclass(frozen=True)
class Table:
    """What an engine decides on. `affinity`, `allowed`, `fixed`, `kept` are entries × judges.

    `need` is what each entry lacks beyond its fixed charges; the loads too are what is left of them: `lower` is aimed
    at, beyond `upper` a judge goes only where an entry would else be short, `limit` holds in any case.
    `kept` are the charges that stand and may be moved, though as few as possible.
    """

    judges: Ints
    entries: Ints
    affinity: Ints
    allowed: Mask
    fixed: Mask
    kept: Mask
    need: Ints
    lower: Ints
    upper: Ints
    limit: Ints
    seed: int = 1

    def pairs(self, chosen: Mask) -> frozenset[Pair]:
        """Return the pairs marked in `chosen` by their ids."""
        rows, columns = np.nonzero(chosen)
        return frozenset(
            Pair(j, e) for j, e in zip(self.judges[columns].tolist(), self.entries[rows].tolist(), strict=True)
        )


def table_of(problem: Problem) -> Table:
    """Return the tables of a problem. The order in which judges and entries are given changes nothing."""
    judges = sorted(problem.judges, key=lambda judge: judge.id)
    entries = sorted(problem.entries, key=lambda entry: entry.id)
    marks = _Marks(judges, entries)
    fixed = marks.of(problem.fixed)
    allowed = marks.on_boards() & ~marks.of(problem.barred)
    on_entry = np.array([0] * len(entries), dtype=np.int64)
    for pair in problem.fixed:
        if pair.entry in marks.row:
            on_entry[marks.row[pair.entry]] += 1
    need = np.maximum(0, problem.per_entry - on_entry)
    lower, upper, limit = _loads(problem, judges, int(need.sum()), fixed, allowed)
    return Table(
        judges=np.array([judge.id for judge in judges], dtype=np.int64),
        entries=np.array([entry.id for entry in entries], dtype=np.int64),
        affinity=affinities(judges, entries),
        allowed=allowed & ~fixed,
        fixed=fixed,
        kept=marks.of(problem.current) & allowed & ~fixed,
        need=need,
        lower=lower,
        upper=upper,
        limit=limit,
        seed=problem.seed,
    )


class _Marks:
    """Places of pairs in the tables."""

    def __init__(self, judges: Sequence[Judge], entries: Sequence[Entry]) -> None:
        self.judges, self.entries = judges, entries
        self.column = {judge.id: place for place, judge in enumerate(judges)}
        self.row = {entry.id: place for place, entry in enumerate(entries)}

    def of(self, pairs: Iterable[Pair]) -> Mask:
        found = np.zeros((len(self.entries), len(self.judges)), dtype=np.bool_)
        known = [
            (self.row[p.entry], self.column[p.judge]) for p in pairs if p.entry in self.row and p.judge in self.column
        ]
        if known:
            rows, columns = zip(*known, strict=True)
            found[list(rows), list(columns)] = True
        return found

    def on_boards(self) -> Mask:
        boards = np.array([-1 if entry.board is None else entry.board for entry in self.entries], dtype=np.int64)
        found = np.ones((len(self.entries), len(self.judges)), dtype=np.bool_)
        for place, judge in enumerate(self.judges):
            if judge.boards:
                found[:, place] = np.isin(boards, list(judge.boards))
        return found


def affinities(judges: Sequence[Judge], entries: Sequence[Entry]) -> Ints:
    """Return the points of `affinity_of` for all pairs at once."""
    shared = _shared([e.sectors for e in entries], [j.sectors for j in judges])
    practised = _shared([e.sectors for e in entries], [j.practised for j in judges])
    named = _shared([frozenset({str(e.board)}) for e in entries], [frozenset(str(b) for b in j.boards) for j in judges])
    read = _shared([frozenset({e.language} - {""}) for e in entries], [j.languages for j in judges])
    unknown = np.array([not e.language for e in entries], dtype=np.bool_)[:, None] | np.array(
        [not j.languages for j in judges], dtype=np.bool_
    )
    points = np.where(shared > 1, POINTS[Reason.KNOWS_SECTORS], np.where(shared > 0, POINTS[Reason.KNOWS_SECTOR], 0))
    points += np.where(unknown, POINTS[Reason.LANGUAGE_UNKNOWN], np.where(read > 0, POINTS[Reason.READS_LANGUAGE], 0))
    points += POINTS[Reason.PRACTISED] * (practised > 0) + POINTS[Reason.NAMED_FOR_BOARD] * (named > 0)
    return np.minimum(points, MOST).astype(np.int64)


def _shared(rows: Sequence[frozenset[str]], columns: Sequence[frozenset[str]]) -> Ints:
    """Count what each row's set shares with each column's."""
    words = {word: place for place, word in enumerate(sorted(set().union(*rows, *columns)))}

    def marks(sets: Sequence[frozenset[str]]) -> NDArray[np.float32]:
        found = np.zeros((len(sets), len(words)), dtype=np.float32)
        for place, members in enumerate(sets):
            found[place, [words[word] for word in members]] = 1
        return found

    counted: Ints = (marks(rows) @ marks(columns).T).astype(np.int64)
    return counted


def _loads(
    problem: Problem, judges: Sequence[Judge], demand: int, fixed: Mask, allowed: Mask
) -> tuple[Ints, Ints, Ints]:
    done = fixed.sum(axis=0).astype(np.int64)
    possible = done + (allowed & ~fixed).sum(axis=0)
    own = np.array([len(allowed) if j.max_load is None else j.max_load for j in judges], dtype=np.int64)
    limit = own if problem.highest is None else np.minimum(own, problem.highest)
    share = even_share(np.minimum(limit, possible), demand + int(done.sum()))
    slack = max(1, share // TOLERANCE)
    highest = share + slack if problem.highest is None else problem.highest
    lowest = share - slack if problem.lowest is None else problem.lowest
    upper = np.minimum(limit, highest)
    lower = np.clip(lowest, 0, upper)
    return tuple(np.maximum(0, load - done) for load in (lower, upper, limit))


def even_share(limits: Ints, demand: int) -> int:
    """Return the lowest common load with which judges of these limits together meet the demand, else the largest."""
    low, high = 0, int(limits.max(initial=0))
    while low < high:
        middle = (low + high) // 2
        if int(np.minimum(limits, middle).sum()) >= demand:
            high = middle
        else:
            low = middle + 1
    return low
