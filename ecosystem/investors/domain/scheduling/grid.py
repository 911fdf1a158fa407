"""The state the engine works on: who meets whom in which slot, as bit masks, with alternating chains.

People are numbers: founders from 0, investors after them, both in the order of their keys, so that the order in which
the caller lists them changes nothing. What is locked is taken out beforehand: its people are not free in its slot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ecosystem.investors.domain.scheduling.problem import Pair, Placed, Problem

NOBODY = -1


@dataclass(frozen=True)
class Instance:
    """A problem with numbers for keys, and the locked meetings taken out.

    `free` are masks of slots, `room` the tables left in each slot, `need` what founders lack to the minimum,
    `weight` by (founder, investor) of pairs that may meet and are wished for, `barred` pairs that may not.
    """

    slots: int
    founder_keys: tuple[int, ...]
    investor_keys: tuple[int, ...]
    free: tuple[int, ...]
    room: tuple[int, ...]
    need: tuple[int, ...]
    weight: dict[Pair, int]
    barred: frozenset[Pair]
    locked_value: int

    @property
    def founders(self) -> int:
        """How many founders there are; investors are numbered from here on."""
        return len(self.founder_keys)

    @property
    def heaviest(self) -> int:
        """More than any exchange of meetings is worth: what a founder's meeting below the minimum counts on top."""
        people = min(self.founders, len(self.investor_keys)) + 1
        return (max(self.weight.values(), default=0) + 1) * people


def instance_of(problem: Problem) -> Instance:
    """Number the people, and take out what is locked."""
    founder_keys = tuple(sorted(guest.key for guest in problem.founders))
    investor_keys = tuple(sorted(guest.key for guest in problem.investors))
    founder_at = {key: number for number, key in enumerate(founder_keys)}
    investor_at = {key: len(founder_keys) + number for number, key in enumerate(investor_keys)}
    everything = (1 << problem.slots) - 1
    free = [0] * (len(founder_keys) + len(investor_keys))
    for guests, numbers in ((problem.founders, founder_at), (problem.investors, investor_at)):
        for guest in guests:
            free[numbers[guest.key]] = sum(1 << slot for slot in guest.free) & everything
    had, room = [0] * len(founder_keys), [set(problem.tables) for _ in range(problem.slots)]
    for each in problem.locked:
        room[each.slot].discard(each.table)
        for number in (founder_at.get(each.founder), investor_at.get(each.investor)):
            if number is not None:
                free[number] &= ~(1 << each.slot)
        if each.founder in founder_at:
            had[founder_at[each.founder]] += 1
    taken = {(each.founder, each.investor) for each in problem.locked}
    barred = problem.vetoes | taken
    return Instance(
        problem.slots,
        founder_keys,
        investor_keys,
        tuple(free),
        tuple(len(tables) for tables in room),
        tuple(max(0, problem.minimum - number) for number in had),
        {
            (founder_at[pair[0]], investor_at[pair[1]]): worth
            for pair, worth in sorted(problem.weights.items())
            if worth > 0 and pair not in barred and pair[0] in founder_at and pair[1] in investor_at
        },
        frozenset(
            (founder_at[founder], investor_at[investor])
            for founder, investor in barred
            if founder in founder_at and investor in investor_at
        ),
        sum(problem.weight((each.founder, each.investor)) for each in problem.locked),
    )


class Grid:
    """A timetable in the making. `at[person][slot]` is whom they meet, `taken[person]` the mask of their slots."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        people = len(instance.free)
        self.at = [[NOBODY] * instance.slots for _ in range(people)]
        self.taken = [0] * people
        self.used = [0] * instance.slots
        self.slot_of: dict[Pair, int] = {}

    def open(self, person: int) -> int:
        """Return the mask of slots in which the person is free and meets nobody."""
        return self.instance.free[person] & ~self.taken[person]

    def has_room(self, slot: int) -> bool:
        """Tell whether a table is left in the slot."""
        return self.used[slot] < self.instance.room[slot]

    def put(self, founder: int, investor: int, slot: int) -> None:
        """Let two people meet in a slot in which both are open."""
        self._set(founder, investor, slot)
        self.used[slot] += 1
        self.slot_of[founder, investor] = slot

    def take(self, founder: int, investor: int) -> int:
        """Take a meeting out and return its slot."""
        slot = self.slot_of.pop((founder, investor))
        self._clear(founder, investor, slot)
        self.used[slot] -= 1
        return slot

    def value(self) -> int:
        """The worth of all meetings."""
        weight = self.instance.weight
        return sum(weight.get(pair, 0) for pair in self.slot_of)

    def chain(self, person: int, first: int, second: int) -> list[int] | None:
        """Return the people along the chain of meetings that alternate between two slots, from `person` on.

        `person` meets somebody in `first` and is open in `second` (Kempe's chain in a bipartite graph is a path).
        None when its other end is away in the slot it would change to, or no table is left there.
        """
        at, people, slot = self.at, [person], first
        while (following := at[people[-1]][slot]) != NOBODY:
            people.append(following)
            slot = second if slot == first else first
        if not self.open(people[-1]) >> slot & 1:
            return None
        is_odd = len(people) % 2 == 0  # so many people, one meeting less
        return None if is_odd and not self.has_room(second) else people

    def flip(self, people: list[int], first: int, second: int) -> None:
        """Let every meeting along a chain change to the other of the two slots."""
        slot, links = first, []
        for left, right in pairwise(people):
            pair = (left, right) if left < right else (right, left)
            links.append((pair, slot))
            self._clear(*pair, slot)
            slot = second if slot == first else first
        for pair, before in links:
            after = second if before == first else first
            self._set(*pair, after)
            self.slot_of[pair] = after
        if len(links) % 2:
            self.used[first] -= 1
            self.used[second] += 1

    def meetings(self) -> list[Placed]:
        """Return the meetings with their keys, without tables."""
        keys = self.instance.founder_keys + self.instance.investor_keys
        return sorted(Placed(slot, keys[f], keys[i], 0) for (f, i), slot in self.slot_of.items())

    def _set(self, founder: int, investor: int, slot: int) -> None:
        self.at[founder][slot], self.at[investor][slot] = investor, founder
        self.taken[founder] |= 1 << slot
        self.taken[investor] |= 1 << slot

    def _clear(self, founder: int, investor: int, slot: int) -> None:
        self.at[founder][slot] = self.at[investor][slot] = NOBODY
        self.taken[founder] &= ~(1 << slot)
        self.taken[investor] &= ~(1 << slot)


def slots_in(mask: int) -> Iterator[int]:
    """Yield the slots of a mask, the earliest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def idle_slots(mask: int) -> int:
    """Return how many slots of a mask are empty between its first and last."""
    if not mask:
        return 0
    return mask.bit_length() - (mask & -mask).bit_length() + 1 - mask.bit_count()
