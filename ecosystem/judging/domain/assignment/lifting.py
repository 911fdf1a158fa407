"""Lifting the worst-off entry: exchanges of charges along chains, aimed at a floor that is found by bisection.

A chain starts at an entry below the floor, which gives one of its judges away and takes another; whoever held that one
takes a third, and so on, until the first judge is taken again or a judge with room stands in. Nobody above the floor is
brought below it, nobody below it is made worse, loads hold, and no new pair has less affinity than `lowest_pair`.
Breadth first, so that the fewest charges move. The same tables give the same result.

After the idea of raising the least satisfied paper in I. Stelmakh, N. Shah, A. Singh, "PeerReview4All" (JMLR 22, 2021);
the exchanges are our own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ecosystem.judging.domain.assignment.table import Ints, Mask, Table


def lift(table: Table, chosen: Mask, *, bound: int, told: Callable[[float], None] = lambda _: None) -> Mask:
    """Return the new charges with the worst-off entry lifted as far as exchanges reach, `bound` at the most.

    Only entries with all their judges are looked at; charges that stood before do not move. `told` hears the part
    of the work done, from 0 to 1.
    """
    board = _Board.of(table, chosen)
    if not board.watched.any():
        return chosen
    low = high = board.worst()
    high = max(low, bound)
    first = max(1, high - low)
    while low < high:
        middle = (low + high + 1) // 2
        if board.lift_all(middle):
            low = max(middle, min(high, board.worst()))
        else:
            high = middle - 1
        told(1 - (high - low) / first)
    return board.chosen


def watched_entries(table: Table, chosen: Mask) -> Mask:
    """Return the entries that have all their judges and are not settled by fixed charges alone."""
    full: Mask = (chosen.sum(axis=1) == table.need) & (table.need > 0)
    return full


def sums(table: Table, chosen: Mask) -> Ints:
    """Return the affinity each entry has of its judges, fixed ones included."""
    total: Ints = (table.affinity * (chosen | table.fixed)).sum(axis=1)
    return total


@dataclass
class _Board:
    """The charges while they are exchanged."""

    table: Table
    chosen: Mask
    open: Mask  # pairs that may be newly chosen
    watched: Mask
    sums: Ints
    loads: Ints
    held: Mask = field(init=False)  # charges that may move

    def __post_init__(self) -> None:
        self.held = self.chosen & ~self.table.kept

    @classmethod
    def of(cls, table: Table, chosen: Mask) -> "_Board":
        lowest_pair = int(table.affinity[chosen].min()) if chosen.any() else 0
        return cls(
            table,
            chosen.copy(),
            table.allowed & (table.affinity >= lowest_pair),
            watched_entries(table, chosen),
            sums(table, chosen),
            chosen.sum(axis=0).astype(np.int64),
        )

    def worst(self) -> int:
        return int(self.sums[self.watched].min())

    def lift_all(self, floor: int) -> bool:
        """Bring every watched entry to the floor; False when one could not be brought there (others stay lifted)."""
        below = np.nonzero(self.watched & (self.sums < floor))[0]
        for entry in below[np.argsort(self.sums[below], kind="stable")].tolist():
            while self.sums[entry] < floor:
                if not self._raise(entry, floor):
                    return False
        return True

    def _raise(self, entry: int, floor: int) -> bool:
        mine = np.nonzero(self.held[entry])[0]
        for judge in mine[np.argsort(self.table.affinity[entry, mine], kind="stable")].tolist():
            chain = _Search(self, entry, judge, floor).run()
            if chain is not None:
                self._carry_out(chain)
                return True
        return False

    def _carry_out(self, chain: list[tuple[int, int, int]]) -> None:
        for entry, gives, takes in chain:
            self.chosen[entry, gives] = self.held[entry, gives] = False
            self.chosen[entry, takes] = self.held[entry, takes] = True
            self.sums[entry] += self.table.affinity[entry, takes] - self.table.affinity[entry, gives]
            self.loads[gives] -= 1
            self.loads[takes] += 1


class _Search:
    """Breadth-first search for a chain that lets `entry` give `judge` away for a better one."""

    def __init__(self, board: _Board, entry: int, judge: int, floor: int) -> None:
        self.board, self.entry, self.judge, self.floor = board, entry, judge, floor
        table = board.table
        self.may_shift = bool(board.loads[judge] > table.lower[judge])
        self.has_room = board.loads < table.upper
        self.came: dict[int, tuple[int, int]] = {}  # judge taken → (entry that takes it, judge it gives away)

    def run(self) -> list[tuple[int, int, int]] | None:
        board, table = self.board, self.board.table
        sums = board.sums[self.entry] - table.affinity[self.entry, self.judge] + table.affinity[self.entry]
        better = board.open[self.entry] & ~board.chosen[self.entry] & (sums > board.sums[self.entry])
        wave = np.nonzero(better)[0]
        wave = wave[np.argsort(-table.affinity[self.entry, wave], kind="stable")]
        for taken in wave.tolist():
            self.came[taken] = (self.entry, self.judge)
        waiting = wave.tolist()
        for taken in waiting:
            if self.may_shift and self.has_room[taken]:
                return self._path(taken)
            closing = self._expand(taken, waiting)
            if closing is not None:
                return self._path(taken, closing)
        return None

    def _expand(self, taken: int, waiting: list[int]) -> int | None:
        """Look who holds the judge taken and whom they could take; return the entry that closes the chain."""
        board, table = self.board, self.board.table
        holders = board.held[:, taken].nonzero()[0]
        on_path = self._entries_to(taken)
        holders = holders[~np.isin(holders, on_path)] if len(on_path) > 1 else holders[holders != self.entry]
        if not len(holders):
            return None
        before = board.sums[holders]
        least = np.where(board.watched[holders], np.minimum(before, self.floor), np.iinfo(np.int64).min)
        after = (before - table.affinity[holders, taken])[:, None] + table.affinity[holders]
        fits = board.open[holders] & ~board.chosen[holders] & (after >= least[:, None])
        closing = fits[:, self.judge]
        if closing.any():
            places = np.nonzero(closing)[0]
            return int(holders[places[np.argmax(after[places, self.judge] - least[places])]])
        for found in np.nonzero(fits.any(axis=0))[0].tolist():
            if found not in self.came:
                self.came[found] = (int(holders[np.argmax(fits[:, found])]), taken)
                waiting.append(found)
        return None

    def _entries_to(self, taken: int) -> list[int]:
        found = []
        while True:
            entry, gives = self.came[taken]
            found.append(entry)
            if gives == self.judge:
                return found
            taken = gives

    def _path(self, taken: int, closing: int | None = None) -> list[tuple[int, int, int]]:
        chain = [] if closing is None else [(closing, taken, self.judge)]
        while True:
            entry, gives = self.came[taken]
            chain.append((entry, gives, taken))
            if gives == self.judge:
                return chain
            taken = gives
