"""The balanced assignment: everybody about as much work, judges who know the field first, little moved.

Four steps. What stands and may stand is kept. What is missing is filled, by chains of moves where every judge
allowed is full, so that an entry is left short only if no assignment whatever could serve it. Loads are evened out
by chains of moves from a busier judge to one with at least two fewer, until there is none. At last new charges are
swapped where judges know each other's entries better. The same problem with the same seed has the same answer.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush

from ecosystem.judging.domain.assignment.problem import Judge, Pair, Problem, Proposal, proposal

KEPT_COST = 1_000  # moving a charge that stands already is worse than any number of moves of new ones
LONGEST_PASSES = 3


def solve_balanced(problem: Problem) -> Proposal:
    """Return the balanced proposal: full where possible, loads as even as possible, then few moves, then fit."""
    board = _Board(problem)
    board.keep_current()
    for entry in board.entries_by_need():
        board.fill(entry)
    board.even_out()
    board.improve_fit()
    return proposal(problem, frozenset(board.pairs), method="balanced")


class _Board:
    """The charges while they are moved about."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pairs: set[Pair] = set()
        self.on_entry: dict[int, set[int]] = defaultdict(set)
        self.of_judge: dict[int, set[int]] = {judge.id: set() for judge in problem.judges}
        self.may_score = {
            entry.id: [j.id for j in self._drawn(entry.id) if problem.allows(Pair(j.id, entry.id))]
            for entry in problem.entries
        }
        demand = problem.per_entry * len(problem.entries)
        self.share = -(-demand // len(problem.judges)) if problem.judges else 0

    def _drawn(self, entry: int) -> list[Judge]:
        return sorted(self.problem.judges, key=lambda judge: self._lot(judge.id, entry))

    def _lot(self, *ids: int) -> bytes:
        """A draw that depends on the seed and the ids alone."""
        text = ":".join(map(str, (self.problem.seed, *ids)))
        return hashlib.blake2b(text.encode(), digest_size=8).digest()

    # What stands

    def keep_current(self) -> None:
        """Take over the fixed charges and those that may stand, no more than the entry needs."""
        for pair in sorted(self.problem.fixed):
            self._add(pair)
        rest = sorted(self.problem.current - self.problem.fixed, key=lambda pair: self._lot(*pair))
        for pair in rest:
            if self._may_stand(pair):
                self._add(pair)

    def _may_stand(self, pair: Pair) -> bool:
        known = pair.judge in self.problem.judge and pair.entry in self.problem.entry
        return known and self.problem.allows(pair) and self._needs(pair.entry) > 0 and self._room(pair.judge) > 0

    def _add(self, pair: Pair) -> None:
        self.pairs.add(pair)
        self.on_entry[pair.entry].add(pair.judge)
        self.of_judge.setdefault(pair.judge, set()).add(pair.entry)

    def _drop(self, pair: Pair) -> None:
        self.pairs.discard(pair)
        self.on_entry[pair.entry].discard(pair.judge)
        self.of_judge[pair.judge].discard(pair.entry)

    def _needs(self, entry: int) -> int:
        return self.problem.per_entry - len(self.on_entry[entry])

    def _load(self, judge: int) -> int:
        return len(self.of_judge[judge])

    def _room(self, judge: int) -> int:
        limit = self.problem.judge[judge].max_load
        return 1 if limit is None else limit - self._load(judge)

    def _is_movable(self, pair: Pair) -> bool:
        return pair not in self.problem.fixed

    # Filling

    def entries_by_need(self) -> list[int]:
        """The entries with the fewest judges to choose from first."""
        ids = [entry.id for entry in self.problem.entries]
        return sorted(ids, key=lambda entry: (len(self.may_score[entry]), self._lot(entry)))

    def fill(self, entry: int) -> None:
        """Give the entry the judges it lacks, as far as any assignment can."""
        while self._needs(entry) > 0:
            judge = self._best_judge(entry)
            if judge is not None:
                self._add(Pair(judge, entry))
            elif not self._make_room_for(entry):
                return

    def _best_judge(self, entry: int) -> int | None:
        """A judge with room: within an even share first, then one who knows the sector, then the least busy."""
        free = [j for j in self.may_score[entry] if j not in self.on_entry[entry] and self._room(j) > 0]
        return min(free, key=lambda judge: self._busyness(judge, entry), default=None)

    def _busyness(self, judge: int, entry: int) -> tuple[bool, bool, int]:
        over = self._load(judge) >= self.share
        return (over, not self.problem.fits(Pair(judge, entry)), self._load(judge))

    def _make_room_for(self, entry: int) -> bool:
        """Move other charges along the cheapest chain that ends at a judge with room."""
        starts = [judge for judge in self.may_score[entry] if judge not in self.on_entry[entry]]
        chain = self._chain(starts, lambda judge: self._room(judge) > 0)
        if chain is None:
            return False
        first = self._move_along(chain)
        self._add(Pair(first, entry))
        return True

    # Evening out

    def even_out(self) -> None:
        """Move charges until no chain leads from a judge to one with at least two fewer."""
        done: set[int] = set()
        while True:
            waiting = (judge for judge in self.problem.judge if judge not in done)
            busiest = max(waiting, key=self._rank, default=None)
            if busiest is None:
                return
            has_room = self._has_room_under(self._load(busiest) - 1)
            if not any(map(has_room, self.problem.judge)):
                return
            chain = self._chain([busiest], has_room)
            if chain is None:
                done.add(busiest)
            else:
                self._move_along(chain)
                done.clear()

    def _has_room_under(self, load: int) -> Callable[[int], bool]:
        return lambda judge: self._load(judge) < load and self._room(judge) > 0

    def _rank(self, judge: int) -> tuple[int, int]:
        return (self._load(judge), judge)

    def _chain(self, starts: Iterable[int], is_goal: Callable[[int], bool]) -> list[tuple[int, int, int]] | None:
        """The cheapest chain of moves (entry, from judge, to judge) from one of `starts` to a judge that is a goal."""
        heap: list[tuple[int, int, int]] = []
        came: dict[int, tuple[int, int] | None] = {}
        best: dict[int, int] = {}
        for order, judge in enumerate(starts):
            best[judge] = 0
            came[judge] = None
            heappush(heap, (0, order, judge))
        tie = len(heap)
        while heap:
            cost, _, judge = heappop(heap)
            if cost > best[judge]:
                continue
            if is_goal(judge):
                return _path(came, judge)
            for entry, other, price in self._moves_from(judge):
                if cost + price < best.get(other, 1 << 60):
                    best[other] = cost + price
                    came[other] = (entry, judge)
                    tie += 1
                    heappush(heap, (cost + price, tie, other))
        return None

    def _moves_from(self, judge: int) -> Iterator[tuple[int, int, int]]:
        for entry in sorted(self.of_judge[judge]):
            pair = Pair(judge, entry)
            if not self._is_movable(pair) or entry not in self.may_score:
                continue
            price = KEPT_COST if pair in self.problem.current else 1
            for other in self.may_score[entry]:
                if other not in self.on_entry[entry]:
                    yield entry, other, price

    def _move_along(self, chain: list[tuple[int, int, int]]) -> int:
        """Carry the moves out; return the judge who got room."""
        for entry, giver, taker in reversed(chain):
            self._drop(Pair(giver, entry))
            self._add(Pair(taker, entry))
        return chain[0][1]

    # Fitting

    def improve_fit(self) -> None:
        """Swap new charges between two judges where more of them then know the field; loads stay."""
        for _ in range(LONGEST_PASSES):
            misfits = sorted(p for p in self.pairs if self._is_new(p) and not self.problem.fits(p))
            if not sum(self._swap_in(pair) for pair in misfits):
                return

    def _is_new(self, pair: Pair) -> bool:
        return pair not in self.problem.current and pair not in self.problem.fixed

    def _swap_in(self, pair: Pair) -> bool:
        if pair not in self.pairs:
            return False
        for other in self.may_score[pair.entry]:
            if other in self.on_entry[pair.entry] or not self.problem.fits(Pair(other, pair.entry)):
                continue
            for entry in sorted(self.of_judge[other]):
                if self._is_better_swapped(pair, Pair(other, entry)):
                    self._swap(pair, Pair(other, entry))
                    return True
        return False

    def _is_better_swapped(self, misfit: Pair, other: Pair) -> bool:
        crossed = Pair(misfit.judge, other.entry)
        if not self._is_new(other) or misfit.judge in self.on_entry[other.entry] or not self.problem.allows(crossed):
            return False
        return self.problem.fits(crossed) or not self.problem.fits(other)

    def _swap(self, one: Pair, other: Pair) -> None:
        self._drop(one)
        self._drop(other)
        self._add(Pair(other.judge, one.entry))
        self._add(Pair(one.judge, other.entry))


def _path(came: dict[int, tuple[int, int] | None], judge: int) -> list[tuple[int, int, int]]:
    chain = []
    step = came[judge]
    while step is not None:
        entry, giver = step
        chain.append((entry, giver, judge))
        judge = giver
        step = came[judge]
    chain.reverse()
    return chain
