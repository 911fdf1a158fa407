"""Linking the judges: two judges are linked when they score a common entry, and scores compare along such links.

Where the judges fall into parts that no chain of common entries joins, the cheapest exchange across two parts joins
them, whatever it costs. Then, as far as a small share of the affinity pays for it, judges who share no entry (or fewer
than loads would allow all pairs to share) are brought together. Loads never change; charges that stood do not move.
"""

from dataclasses import dataclass

import numpy as np

from ecosystem.judging.domain.assignment.lifting import sums, watched_entries
from ecosystem.judging.domain.assignment.table import Ints, Mask, Table

SHARE_GIVEN = 100  # a hundredth of the affinity may go into more links
MOST_TRIALS = 4_000
TRIED_SLOTS = 64


@dataclass(frozen=True)
class Links:
    """How judges who score anything hang together. `wanted` is the overlap all pairs could have, were they even."""

    parts: int
    overlap: int
    unlinked: int
    wanted: int


def links_of(table: Table, chosen: Mask) -> Links:
    """Return how the judges who score anything are linked."""
    marks = chosen | table.fixed
    busy: Mask = np.any(marks, axis=0, keepdims=False)
    overlaps = _overlaps(marks)
    pairs = overlaps[np.triu_indices(len(overlaps), 1)][_both(busy)]
    return Links(
        parts=len(set(_parts(marks)[busy].tolist())),
        overlap=int(pairs.min()) if len(pairs) else 0,
        unlinked=int((pairs == 0).sum()),
        wanted=int(pairs.sum() // len(pairs)) if len(pairs) else 0,
    )


def link(table: Table, chosen: Mask) -> Mask:
    """Return the new charges with the judges linked.

    No entry falls below the one that is worst off, unless parts can be joined in no other way.
    """
    links = _Links(table, chosen)
    links.join_parts()
    links.spread()
    return links.chosen


def _both(busy: Mask) -> Mask:
    rows, columns = np.triu_indices(len(busy), 1)
    both: Mask = busy[rows] & busy[columns]
    return both


def _overlaps(marks: Mask) -> Ints:
    counts = marks.astype(np.float32)
    return (counts.T @ counts).astype(np.int64)


def _parts(marks: Mask) -> Ints:
    """Label each judge with the lowest judge of its part."""
    linked = _overlaps(marks) > 0
    labels = np.arange(marks.shape[1])
    while True:
        spread = np.where(linked, labels, len(labels)).min(axis=1, initial=len(labels))
        lower = np.minimum(labels, spread)
        lower = lower[lower]
        if (lower == labels).all():
            return labels
        labels = lower


class _Links:
    """The charges while judges are being linked."""

    def __init__(self, table: Table, chosen: Mask) -> None:
        self.table, self.chosen = table, chosen.copy()
        self.held = chosen & ~table.kept
        watched = watched_entries(table, chosen)
        worst = sums(table, chosen)[watched].min(initial=np.iinfo(np.int64).max)
        self.ground = np.full(len(watched), np.iinfo(np.int64).min)
        self.floor = np.where(watched, worst, np.iinfo(np.int64).min)
        self.sums = sums(table, chosen)
        self.left = int(self.sums.sum()) // SHARE_GIVEN
        self.trials = 0

    @property
    def marks(self) -> Mask:
        return self.chosen | self.table.fixed

    # Joining parts

    def join_parts(self) -> None:
        """Exchange across parts until there is one, or no exchange joins any two."""
        labels = _parts(self.marks)
        stuck: set[int] = set()
        while True:
            busy = self.marks.any(axis=0)
            sizes = {label: int((labels[busy] == label).sum()) for label in set(labels[busy].tolist()) - stuck}
            if len(sizes) + len(stuck) < 2 or not sizes:
                return
            smallest = min(sizes, key=lambda label: (sizes[label], label))
            if not self._join(labels, smallest, self.floor) and not self._join(labels, smallest, self.ground):
                stuck.add(smallest)
            labels = _parts(self.marks)

    def _join(self, labels: Ints, part: int, floor: Ints) -> bool:
        rows, columns = np.nonzero(self.held)
        inside = labels[columns] == part
        ours = np.nonzero(inside & self._shared(rows))[0]
        ours = ours[np.argsort(self.table.affinity[rows[ours], columns[ours]], kind="stable")][:TRIED_SLOTS]
        theirs = np.nonzero(~inside)[0]
        if not len(ours) or not len(theirs):
            return False
        loss = self._losses(rows[ours], columns[ours], rows[theirs], columns[theirs], floor)
        before = len(set(labels.tolist()))
        for place in np.argsort(loss, axis=None, kind="stable")[:TRIED_SLOTS].tolist():
            one, other = divmod(place, len(theirs))
            if loss[one, other] == _NEVER:
                return False
            swap = (rows[ours[one]], columns[ours[one]], rows[theirs[other]], columns[theirs[other]])
            self._swap(*swap)
            if len(set(_parts(self.marks).tolist())) < before:
                return True
            self._swap(swap[0], swap[3], swap[2], swap[1])
        return False

    def _shared(self, rows: Ints) -> Mask:
        shared: Mask = self.marks.sum(axis=1)[rows] > 1
        return shared

    def _losses(self, e: Ints, j: Ints, f: Ints, i: Ints, floor: Ints) -> Ints:
        """What exchanging the judges of slots (e, j) and (f, i) costs, for all pairs of slots; _NEVER where barred."""
        affinity, may = self.table.affinity, self.table.allowed & ~self.chosen
        gain_e = affinity[np.ix_(e, i)] - affinity[e, j][:, None]
        gain_f = (affinity[np.ix_(f, j)] - affinity[f, i][:, None]).T
        fine = may[np.ix_(e, i)] & may[np.ix_(f, j)].T & (e[:, None] != f[None, :])
        fine &= (self.sums[e][:, None] + gain_e >= floor[e][:, None]) | (gain_e >= 0)
        fine &= (self.sums[f][None, :] + gain_f >= floor[f][None, :]) | (gain_f >= 0)
        return np.where(fine, -(gain_e + gain_f), _NEVER)

    def _swap(self, e: int, j: int, f: int, i: int) -> None:
        for entry, gives, takes in ((e, j, i), (f, i, j)):
            self.chosen[entry, gives] = self.held[entry, gives] = False
            self.chosen[entry, takes] = self.held[entry, takes] = True
            self.sums[entry] += self.table.affinity[entry, takes] - self.table.affinity[entry, gives]

    # Spreading overlaps

    def spread(self) -> None:
        """Bring pairs of judges together who share fewer entries than all pairs could."""
        wanted = links_of(self.table, self.chosen).wanted
        improved = wanted > 0
        while improved and self.trials < MOST_TRIALS:
            improved = False
            overlaps = _overlaps(self.marks)
            busy = self.marks.any(axis=0)
            few = np.argwhere(np.triu((overlaps < wanted) & np.outer(busy, busy), 1))
            for one, other in few.tolist():
                if self.trials >= MOST_TRIALS:
                    return
                if overlaps[one, other] < wanted:
                    improved |= self._bring_together(overlaps, one, other, wanted)

    def _bring_together(self, overlaps: Ints, one: int, other: int, wanted: int) -> bool:
        return any(self._try(overlaps, host, guest, wanted) for host, guest in ((one, other), (other, one)))

    def _try(self, overlaps: Ints, host: int, guest: int, wanted: int) -> bool:
        """Let `guest` take somebody's place on an entry of `host`, for an entry of the guest's own."""
        self.trials += 1
        hosted = self.marks[:, host] & self.table.allowed[:, guest] & ~self.chosen[:, guest]
        rows, columns = np.nonzero(self.held & hosted[:, None])
        other = columns != host
        rows, columns = rows[other][:TRIED_SLOTS], columns[other][:TRIED_SLOTS]
        back = np.nonzero(self.held[:, guest])[0][:TRIED_SLOTS]
        if not len(rows) or not len(back):
            return False
        loss = self._losses(rows, columns, back, np.full(len(back), guest), self.floor)
        gain = self._gains(overlaps, rows, columns, back, guest, wanted)
        fine = (loss <= self.left) & (gain > 0)
        if not fine.any():
            return False
        place = int(np.argmin(np.where(fine, loss - gain * 1000, _NEVER)))
        slot, entry = divmod(place, len(back))
        before = _lack(overlaps, wanted)
        swap = (int(rows[slot]), int(columns[slot]), int(back[entry]), guest)
        self._swap(*swap)
        after = _overlaps(self.marks)
        if _lack(after, wanted) >= before:
            self._swap(swap[0], swap[3], swap[2], swap[1])
            return False
        self.left -= max(0, int(loss[slot, entry]))
        overlaps[:] = after
        return True

    def _gains(self, overlaps: Ints, rows: Ints, columns: Ints, back: Ints, guest: int, wanted: int) -> Ints:
        """About how much lack each exchange mends: exact but for judges who sit on both entries."""
        more, less = (overlaps < wanted).astype(np.int64), (overlaps <= wanted).astype(np.int64)
        seats = self.marks.astype(np.int64)
        here = seats[rows]
        here[np.arange(len(rows)), columns] = 0
        there = seats[back]
        there[:, guest] = 0
        come = here @ more[guest] - (here * less[columns]).sum(axis=1)
        go = there @ more.T - (there @ less[guest])[:, None]
        gains: Ints = come[:, None] + go[:, columns].T
        return gains


_NEVER = np.iinfo(np.int64).max // 4


def _lack(overlaps: Ints, wanted: int) -> int:
    return int(np.triu(np.maximum(0, wanted - overlaps), 1).sum())
