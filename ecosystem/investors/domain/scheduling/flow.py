"""Which meetings take place, regardless of when: a flow of least cost.

Founders hand on to investors, each pair once; nobody more than they have free slots; all together no more than there
are tables over the slots. Meetings up to a founder's minimum go over an arc of their own, which is worth more than any
exchange of wishes. The matrix is totally unimodular, so the flow is the optimum of the linear program, and since every
timetable is such a flow, its worth bounds them all. Only the engine imports this: OR-tools is loaded by no web process.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from ecosystem.investors.domain.scheduling.grid import Instance
from ecosystem.investors.domain.scheduling.problem import Pair


@dataclass(frozen=True)
class Choice:
    """The chosen pairs (by number), what they are worth, and how many meetings the minima still lack."""

    pairs: tuple[Pair, ...]
    value: int
    missing: int


def choose(instance: Instance, *, with_minimum: bool = True) -> Choice:
    """Return the worthiest set of meetings that nobody's hours and no lack of tables forbid by number alone."""
    founders, people = instance.founders, len(instance.free)
    total = min(sum(instance.room), sum(mask.bit_count() for mask in instance.free[:founders]))
    pairs, worth = _pairs(instance, with_minimum)
    if not total or not len(pairs):
        return Choice((), 0, sum(instance.need) if with_minimum else 0)
    source, sink = people, people + 1
    arcs = _Arcs()
    for founder in range(founders):
        hours = instance.free[founder].bit_count()
        needed = min(instance.need[founder], hours) if with_minimum else 0
        arcs.add(source, founder, needed, -instance.heaviest)
        arcs.add(source, founder, hours - needed, 0)
    for investor in range(founders, people):
        arcs.add(investor, sink, instance.free[investor].bit_count(), 0)
    arcs.add(source, sink, total, 0)
    graph = SimpleMinCostFlow()
    graph.add_arcs_with_capacity_and_unit_cost(*arcs.arrays())
    middle = graph.add_arcs_with_capacity_and_unit_cost(
        pairs[:, 0], pairs[:, 1], np.ones(len(pairs), dtype=np.int64), -worth
    )
    graph.set_node_supply(source, total)
    graph.set_node_supply(sink, -total)
    status = graph.solve()
    if status != graph.OPTIMAL:
        raise RuntimeError(f"the flow of a session ended with status {status}")
    chosen = graph.flows(middle) > 0
    picked = tuple((int(f), int(i)) for f, i in pairs[chosen])
    return Choice(picked, int(worth[chosen].sum()), _missing(instance, picked) if with_minimum else 0)


class _Arcs:
    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int, int]] = []

    def add(self, tail: int, head: int, capacity: int, cost: int) -> None:
        self.rows.append((tail, head, capacity, cost))

    def arrays(self) -> tuple[np.ndarray, ...]:
        table = np.array(self.rows, dtype=np.int64)
        return tuple(np.ascontiguousarray(table[:, column]) for column in range(4))


def _pairs(instance: Instance, with_minimum: bool) -> tuple[np.ndarray, np.ndarray]:
    """Pairs with a common free slot, wished for or (where a minimum is lacking) not barred, and their worth."""
    wished = instance.weight
    candidates = set(wished)
    if with_minimum:
        investors = range(instance.founders, len(instance.free))
        for founder, needed in enumerate(instance.need):
            if needed:
                candidates.update((founder, each) for each in investors if (founder, each) not in instance.barred)
    common = sorted(pair for pair in candidates if instance.free[pair[0]] & instance.free[pair[1]])
    worth = np.array([wished.get(pair, 0) for pair in common], dtype=np.int64)
    return np.array(common, dtype=np.int64).reshape(-1, 2), worth


def _missing(instance: Instance, picked: tuple[Pair, ...]) -> int:
    had = [0] * instance.founders
    for founder, _investor in picked:
        had[founder] += 1
    return sum(max(0, needed - number) for needed, number in zip(instance.need, had, strict=True))
