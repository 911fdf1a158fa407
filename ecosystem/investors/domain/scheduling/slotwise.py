"""Better slot by slot: all meetings of one slot are chosen anew by an assignment of greatest worth (Hungarian method).

Between two such steps chains are swapped at random, which changes when people meet but not who, and opens the slot to
others. At first worths are blurred a little, less and less (annealing), so that the search leaves what is best slot by
slot only; the best state seen is the answer. The number of steps is given, not the time: one seed has one answer.
"""

from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ecosystem.investors.domain.scheduling.grid import NOBODY, Grid, slots_in

SWAPS = 6
WARMEST = 4.0  # of the worth of wishes; a mutual "must" is worth 19
LEAST = 1e-3  # in sum below one, so that no worth is lost


class SlotSearch:
    """The search over one grid. Matrices are founders × investors."""

    def __init__(self, grid: Grid, chance: Random) -> None:
        instance = grid.instance
        self.grid, self.chance = grid, chance
        self.founders = instance.founders
        self.investors = len(instance.investor_keys)
        self.worth = np.zeros((self.founders, self.investors))
        for (founder, investor), weight in instance.weight.items():
            self.worth[founder, investor - self.founders] = weight
        self.allowed = np.ones((self.founders, self.investors), dtype=bool)
        for founder, investor in instance.barred:
            self.allowed[founder, investor - self.founders] = False
        self.need = np.array(instance.need)
        self.noise = np.random.default_rng(chance.randrange(2**32))

    def run(self, steps: int, target: tuple[int, int]) -> None:
        """Take so many steps; stop early once `rank` reaches `target`. Never ends worse than it began."""
        grid, slots = self.grid, self.grid.instance.slots
        best, meetings = self.rank(), dict(grid.slot_of)
        for step in range(steps):
            if best >= target:
                break
            warmth = 0.0 if step < slots else WARMEST * max(0.0, 1 - step / (0.9 * steps)) ** 2
            slot = step % slots
            self._swap_some(slot)
            self.improve(slot, warmth)
            if (rank := self.rank()) > best:
                best, meetings = rank, dict(grid.slot_of)
        for pair in list(grid.slot_of):
            grid.take(*pair)
        for pair, slot in meetings.items():
            grid.put(*pair, slot)

    def rank(self) -> tuple[int, int]:
        """Minima first, then the worth: the greater the better."""
        return -int(self._lacking().sum()), self.grid.value()

    def improve(self, slot: int, warmth: float = 0.0) -> None:
        """Choose the meetings of the slot anew, given those of all others; `warmth` blurs what they are worth."""
        grid = self.grid
        before = [(f, grid.at[f][slot]) for f in range(self.founders) if grid.at[f][slot] != NOBODY]
        for founder, investor in before:
            grid.take(founder, investor)
        for founder, column in self._best(slot, max(warmth, LEAST)):
            grid.put(founder, column + self.founders, slot)

    def _best(self, slot: int, blur: float) -> list[tuple[int, int]]:
        grid = self.grid
        rows = [f for f in range(self.founders) if grid.open(f) >> slot & 1]
        columns = [i for i in range(self.investors) if grid.open(i + self.founders) >> slot & 1]
        room = grid.instance.room[slot]
        if not rows or not columns or not room:
            return []
        gain = self._gains()[np.ix_(rows, columns)]
        rows_of, columns_of = _assigned(gain + self.noise.random(gain.shape) * (gain > 0) * blur, room)
        return [
            (rows[row], columns[column])
            for row, column in zip(rows_of, columns_of, strict=True)
            if row < len(rows) and column < len(columns) and gain[row, column] > 0
        ]

    def _gains(self) -> NDArray[np.float64]:
        """What each meeting would add: its wishes, and much for a founder below the minimum; 0 where it may not be."""
        gain = self.worth + (self._lacking() > 0)[:, None] * float(self.grid.instance.heaviest)
        gain[~self.allowed] = 0
        if self.grid.slot_of:
            met = np.array(list(self.grid.slot_of))
            gain[met[:, 0], met[:, 1] - self.founders] = 0
        return gain

    def _lacking(self) -> NDArray[np.int64]:
        had = np.array([mask.bit_count() for mask in self.grid.taken[: self.founders]], dtype=np.int64)
        return np.maximum(0, self.need - had)

    def _swap_some(self, slot: int) -> None:
        """Swap a few chains between the slot and others: the same people meet, at other times."""
        grid = self.grid
        for _ in range(SWAPS):
            person = self.chance.randrange(len(grid.taken))
            others = grid.taken[person] if grid.open(person) >> slot & 1 else grid.open(person)
            if not grid.instance.free[person] >> slot & 1 or not others:
                continue
            other = self.chance.choice(list(slots_in(others)))
            here, there = (slot, other) if grid.taken[person] >> slot & 1 else (other, slot)
            people = grid.chain(person, here, there)
            if people is not None:
                grid.flip(people, here, there)


def _assigned(gain: NDArray[np.float64], room: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Assign at most `room` pairs. Rows added beyond the founders take the investors for whom no table is left."""
    surplus = min(gain.shape) - room
    if surplus <= 0:
        return linear_sum_assignment(gain, maximize=True)  # type: ignore[no-any-return]
    if gain.shape[0] < gain.shape[1]:
        columns, rows = _assigned(gain.T, room)
        return rows, columns
    blockers = np.full((surplus, gain.shape[1]), gain.max() * (min(gain.shape) + 1) + 1)
    return linear_sum_assignment(np.vstack([gain, blockers]), maximize=True)  # type: ignore[no-any-return]
