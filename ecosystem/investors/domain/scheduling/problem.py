"""The timetable of a session as values: who comes when, who wants to meet whom, what is fixed already.

Keys are whole numbers of the caller's choosing (primary keys); slots are counted from 0, breaks left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]  # keys of a founder and an investor

FOUNDER_FACTOR, INVESTOR_FACTOR, MUTUAL_BONUS = 2, 3, 4
MUST, MEET = 3, 2


class Method(StrEnum):
    """How a timetable came about."""

    FLOW = "flow"
    SLOTWISE = "slotwise"
    EXACT = "exact"
    GREEDY = "greedy"
    FIRST_COME = "first_come"
    REPAIR = "repair"


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part: `free` holds the slots in which they can come."""

    key: int
    free: frozenset[int]


@dataclass(frozen=True, order=True)
class Placed:
    """A meeting with its slot and table. Locked ones were given, and stay whatever else is true of them."""

    slot: int
    founder: int
    investor: int
    table: int
    locked: bool = False


@dataclass(frozen=True)
class Problem:
    """A session to be planned.

    `weights` of pairs that somebody wishes for (positive); `vetoes` never meet; a pair that is in neither may meet
    only to lift a founder to `minimum` meetings. `tables` are the keys of those to be used, in the order of the
    hall. The order of `founders`, `investors` and mappings has no meaning; that of `tables` has.
    """

    slots: int
    tables: tuple[int, ...]
    founders: tuple[Guest, ...]
    investors: tuple[Guest, ...]
    weights: Mapping[Pair, int]
    vetoes: frozenset[Pair] = frozenset()
    minimum: int = 0
    locked: tuple[Placed, ...] = field(default=())

    def weight(self, pair: Pair) -> int:
        """What a meeting of the pair is worth; 0 where nobody wishes for it."""
        return self.weights.get(pair, 0)


@dataclass(frozen=True)
class Timetable:
    """An answer. `value` is at most `bound`, which no timetable of the problem exceeds that serves as many minima.

    `missing` says how many meetings founders lack to the minimum; `idle_before` and `idle` count the empty slots
    between a person's first and last meeting, before and after shortening.
    """

    meetings: tuple[Placed, ...]
    value: int
    bound: int
    method: Method
    missing: Mapping[int, int]
    idle_before: int
    idle: int

    @property
    def share(self) -> float:
        """The value in hundredths of the bound; 100 where nothing can be had."""
        return 100.0 * self.value / self.bound if self.bound else 100.0


def weight_of(by_founder: int, by_investor: int) -> int:
    """Return the worth of a meeting from both wishes (MUST, MEET or 0 for none)."""
    mutual = MUTUAL_BONUS if by_founder and by_investor else 0
    return FOUNDER_FACTOR * by_founder + INVESTOR_FACTOR * by_investor + mutual


def value_of(problem: Problem, meetings: Iterable[Placed]) -> int:
    """Return the worth of these meetings together."""
    return sum(problem.weight((each.founder, each.investor)) for each in meetings)


def missing_in(problem: Problem, meetings: Iterable[Placed]) -> dict[int, int]:
    """Return by founder how many meetings are lacking to the minimum; founders with enough are left out."""
    had = {guest.key: 0 for guest in problem.founders}
    for each in meetings:
        if each.founder in had:
            had[each.founder] += 1
    return {key: problem.minimum - number for key, number in sorted(had.items()) if number < problem.minimum}


def idle_in(meetings: Iterable[Placed]) -> int:
    """Return how many slots people wait between their first and last meeting, over all people."""
    slots: dict[tuple[str, int], list[int]] = {}
    for each in meetings:
        slots.setdefault(("f", each.founder), []).append(each.slot)
        slots.setdefault(("i", each.investor), []).append(each.slot)
    return sum(max(taken) - min(taken) + 1 - len(taken) for taken in slots.values())


def broken_rules(problem: Problem, meetings: Iterable[Placed]) -> list[tuple[str, Placed]]:
    """Return what no timetable may do, as (rule, meeting): for checks and for what an organiser moves by hand.

    Rules: "founder_twice", "investor_twice", "table_twice", "pair_twice", "founder_away", "investor_away", "veto".
    """
    free = {("f", g.key): g.free for g in problem.founders} | {("i", g.key): g.free for g in problem.investors}
    seen: set[tuple[str, int, int]] = set()
    found: list[tuple[str, Placed]] = []
    for each in meetings:
        claims = (
            ("founder_twice", ("f", each.founder, each.slot)),
            ("investor_twice", ("i", each.investor, each.slot)),
            ("table_twice", ("t", each.table, each.slot)),
            ("pair_twice", ("p", each.founder, each.investor)),
        )
        found += [(rule, each) for rule, claim in claims if claim in seen]
        seen.update(claim for _rule, claim in claims)
        if each.slot not in free.get(("f", each.founder), frozenset()):
            found.append(("founder_away", each))
        if each.slot not in free.get(("i", each.investor), frozenset()):
            found.append(("investor_away", each))
        if (each.founder, each.investor) in problem.vetoes:
            found.append(("veto", each))
    return found
