"""What the engine is measured against: planning as it is done by hand. Used by the benchmark and the tests only."""

from random import Random

from ecosystem.investors.domain.scheduling.grid import Grid, slots_in
from ecosystem.investors.domain.scheduling.problem import Pair


def first_come(grid: Grid, seed: int) -> None:
    """Founders queue and book, wish by wish in the order they wrote them, the earliest slot that is open."""
    chance = Random(seed)  # noqa: S311 - a made-up queue
    queue = list(range(grid.instance.founders))
    chance.shuffle(queue)
    wishes: dict[int, list[Pair]] = {founder: [] for founder in queue}
    for pair in grid.instance.weight:
        wishes[pair[0]].append(pair)
    for founder in queue:
        chance.shuffle(wishes[founder])
        for pair in wishes[founder]:
            _book(grid, pair)


def greedy(grid: Grid) -> None:
    """The worthiest pair first, in the earliest slot in which both are open; nobody is moved."""
    for pair in sorted(grid.instance.weight, key=lambda each: (-grid.instance.weight[each], each)):
        _book(grid, pair)


def _book(grid: Grid, pair: Pair) -> None:
    for slot in slots_in(grid.open(pair[0]) & grid.open(pair[1])):
        if grid.has_room(slot):
            grid.put(*pair, slot)
            return
