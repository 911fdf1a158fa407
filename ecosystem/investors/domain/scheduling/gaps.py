"""Fewer idle slots between people's meetings; who meets whom stays.

Chains are swapped at random; a swap that makes people wait less is kept, one that makes them wait more with a chance
that sinks to nothing (simulated annealing, Kirkpatrick, Gelatt, Vecchi 1983). Only the two ends of a chain change their
slots, so that a swap is judged by two masks. The best state seen is the answer, never worse than the start.
"""

from math import exp
from random import Random

from ecosystem.investors.domain.scheduling.grid import Grid, idle_slots, slots_in

WARMEST = 1.2


def idle_of(grid: Grid, locked: list[int]) -> int:
    """Return the idle slots of everybody, with what they meet in locked slots."""
    return sum(idle_slots(mask | fixed) for mask, fixed in zip(grid.taken, locked, strict=True))


def shorten(grid: Grid, locked: list[int], chance: Random, steps: int) -> int:
    """Swap chains so that people wait less; return the idle slots that are left.

    `locked` holds by person the mask of the slots in which they meet somebody whatever happens.
    """
    idle = idle_of(grid, locked)
    best, undo = idle, _Undo(grid)
    people = [person for person, mask in enumerate(grid.taken) if mask]
    for step in range(steps if people else 0):
        if not best:
            break
        move = _random_move(grid, people, chance)
        if move is None:
            continue
        chain, first, second = move
        change = _change(grid, locked, chain, first, second)
        warmth = WARMEST * (1 - step / steps)
        if change <= 0 or (warmth > 0.01 and chance.random() < exp(-change / warmth)):
            undo.flip(chain, first, second)
            idle += change
            if idle < best:
                best = idle
                undo.keep()
    undo.back()
    return best


def _random_move(grid: Grid, people: list[int], chance: Random) -> tuple[list[int], int, int] | None:
    """A chain from a person's first or last meeting, or any, into a slot they are open in."""
    person = people[int(chance.random() * len(people))]
    mask, possible = grid.taken[person], grid.open(person)
    if not possible or not mask:
        return None
    draw = chance.random()
    if draw < 0.4:
        first = mask.bit_length() - 1
    elif draw < 0.8:
        first = (mask & -mask).bit_length() - 1
    else:
        first = _any(mask, chance)
    second = _any(possible, chance)
    chain = grid.chain(person, first, second)
    return None if chain is None else (chain, first, second)


def _any(mask: int, chance: Random) -> int:
    number = int(chance.random() * mask.bit_count())
    for position, slot in enumerate(slots_in(mask)):
        if position == number:
            return slot
    raise ValueError("an empty mask has no slot")


def _change(grid: Grid, locked: list[int], chain: list[int], first: int, second: int) -> int:
    both = 1 << first | 1 << second
    change = 0
    for person in (chain[0], chain[-1]):
        mask = grid.taken[person] | locked[person]
        change += idle_slots(mask ^ both) - idle_slots(mask)
    return change


class _Undo:
    """The swaps since the best state, to go back to it."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.done: list[tuple[list[int], int, int]] = []

    def flip(self, chain: list[int], first: int, second: int) -> None:
        self.grid.flip(chain, first, second)
        self.done.append((chain, first, second))

    def keep(self) -> None:
        self.done.clear()

    def back(self) -> None:
        """A flipped chain starts in the slot it went to: flip it from there."""
        while self.done:
            chain, first, second = self.done.pop()
            self.grid.flip(chain, second, first)
