"""When the chosen meetings take place: bipartite edge colouring by Kempe's chains.

A bipartite graph whose degrees are at most the number of slots can be coloured with that many (König 1916); a chain of
two colours is swapped where two people share no open slot. With hours of their own and too few tables some meetings
cannot be placed; they are left to the search slot by slot.
"""

from collections.abc import Iterable

from ecosystem.investors.domain.scheduling.grid import NOBODY, Grid, slots_in
from ecosystem.investors.domain.scheduling.problem import Pair


def place_all(grid: Grid, pairs: Iterable[Pair]) -> list[Pair]:
    """Place the pairs, the hardest and worthiest first; return those for which no slot was found."""
    instance = grid.instance
    wanted = list(pairs)
    load: dict[int, int] = {}
    for pair in wanted:
        for person in pair:
            load[person] = load.get(person, 0) + 1
    slack = {person: instance.free[person].bit_count() - number for person, number in load.items()}

    def order(pair: Pair) -> tuple[int, int, Pair]:
        is_needed = instance.need[pair[0]] > 0
        return (min(slack[pair[0]], slack[pair[1]]) - 2 * is_needed, -instance.weight.get(pair, 0), pair)

    return [pair for pair in sorted(wanted, key=order) if not place(grid, *pair)]


def place(grid: Grid, founder: int, investor: int) -> bool:
    """Find a slot for a pair, by moving others along a chain if need be; tell whether there was one."""
    common = grid.open(founder) & grid.open(investor)
    with_room = [slot for slot in slots_in(common) if grid.has_room(slot)]
    if with_room:
        grid.put(
            founder, investor, max(with_room, key=lambda slot: (grid.instance.room[slot] - grid.used[slot], -slot))
        )
        return True
    for slot in slots_in(common):
        if make_room(grid, slot) and grid.open(founder) & grid.open(investor) >> slot & 1:
            grid.put(founder, investor, slot)
            return True
    return _by_chain(grid, founder, investor)


def make_room(grid: Grid, slot: int) -> bool:
    """Free a table in a full slot by swapping a chain that has one meeting more there than in another slot."""
    spare = [each for each in range(grid.instance.slots) if grid.has_room(each)]
    for other in sorted(spare, key=lambda each: grid.used[each] - grid.instance.room[each]):
        for person, mask in enumerate(grid.taken):
            if mask >> slot & 1 and grid.open(person) >> other & 1:
                people = grid.chain(person, slot, other)
                if people is not None and len(people) % 2 == 0:
                    grid.flip(people, slot, other)
                    return True
    return False


def _by_chain(grid: Grid, founder: int, investor: int) -> bool:
    """Swap two slots along the investor's chain, or the founder's, so that both are open in one of them."""
    for person, other in ((investor, founder), (founder, investor)):
        for target in slots_in(grid.open(other) & grid.instance.free[person]):
            if grid.at[person][target] == NOBODY:
                continue
            for away in slots_in(grid.open(person)):
                if _swap_and_put(grid, person, other, target, away):
                    return True
    return False


def _swap_and_put(grid: Grid, person: int, other: int, target: int, away: int) -> bool:
    """Move the chain of `person` from `target` to `away`, then let both meet in `target`, if tables allow."""
    people = grid.chain(person, target, away)
    if people is None or other in people:
        return False
    frees_a_table = len(people) % 2 == 0
    if not frees_a_table and not grid.has_room(target):
        return False
    grid.flip(people, target, away)
    grid.put(min(person, other), max(person, other), target)
    return True
