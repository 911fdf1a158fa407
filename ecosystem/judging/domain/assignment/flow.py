"""The exact engine: one minimum-cost flow from entries over judges to a sink.

    entry --(1, -worth)--> judge --(lower, -L) (upper - lower, 0) (limit - upper, +O)--> sink
    entry --(1, +S) (1, +S+D) ...--> sink                                      what the entry goes short of

A lowest load is an arc of its own beside the rest of the load, so that bounds need no second pass; what cannot be
served overflows straight to the sink, which names the entry and the shortage. Costs stand so far apart that first the
fewest charges are missing, then the lack is spread, then nobody goes beyond the upper load without need, then lowest
loads are met, then what stands is kept, then affinity is greatest: improving any of them can change the later ones by
no more than one cycle through the network carries, and a cycle passes the sink once and every judge once.

Cost-scaling push-relabel of OR-tools: A. V. Goldberg, "An efficient implementation of a scaling minimum-cost flow
algorithm", J. Algorithms 22 (1997). The result is optimal and the same for the same input.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from ecosystem.judging.domain.assignment.table import Ints, Mask, Table

LOTS = 16  # a draw decides between assignments of equal affinity
LONGEST_COUNTED = 64  # moves in a cycle up to which keeping what stands outweighs any gain of affinity


@dataclass(frozen=True)
class Flow:
    """The new charges (entries × judges) and how many each entry goes short of."""

    chosen: Mask
    missing: Ints


def worth_of(table: Table) -> Ints:
    """Return what each pair is worth: affinity, before it what stands already, after it a draw by seed and ids.

    The draw is so small that it never outweighs a single point in any cycle of exchanges.
    """
    cycle = 2 * min(table.affinity.shape) + 2
    worth: Ints = table.affinity * (cycle * LOTS) + draw(table.judges, table.entries, table.seed) % LOTS
    if table.kept.any():
        worth = worth + table.kept * ((int(worth.max(initial=0)) + 1) * min(cycle, LONGEST_COUNTED))
    return worth


def draw(judges: Ints, entries: Ints, seed: int) -> Ints:
    """Return a number from 0 to 2^31 for every pair, which depends on the seed and the two ids alone."""
    mixed = _mix(
        _mix(entries.astype(np.uint64) + np.uint64(seed) * np.uint64(0x9E3779B9))[:, None] ^ judges.astype(np.uint64)
    )
    return (mixed >> np.uint64(33)).astype(np.int64)


def _mix(values: np.ndarray[tuple[int, ...], np.dtype[np.uint64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint64]]:
    """The finaliser of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def solve(table: Table, worth: Ints, usable: Mask | None = None) -> Flow:
    """Return the assignment of greatest worth within `table.allowed` (and `usable`).

    `worth` are whole numbers from 0. Raises ArithmeticError when they are too large to tell the costs apart.
    """
    entries, judges = table.affinity.shape
    allowed = table.allowed if usable is None else table.allowed & usable
    rows, columns = np.nonzero(allowed & (table.need > 0)[:, None])
    network = SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        rows.astype(np.int32),
        (columns + entries).astype(np.int32),
        np.ones(len(rows), dtype=np.int64),
        -worth[rows, columns],
    )
    _add_sink(network, table, reach=(2 * min(entries, judges) + 2) * (int(worth.max(initial=0)) + 1))
    supplies = np.concatenate([table.need, np.zeros(judges, dtype=np.int64), [-int(table.need.sum())]])
    network.set_nodes_supplies(np.arange(entries + judges + 1, dtype=np.int32), supplies)
    status = network.solve()
    if status != network.OPTIMAL:
        raise ArithmeticError(f"no optimal flow: {status.name}")
    used = network.flows(arcs).astype(np.bool_) if len(rows) else np.zeros(0, dtype=np.bool_)
    chosen = np.zeros((entries, judges), dtype=np.bool_)
    chosen[rows[used], columns[used]] = True
    return Flow(chosen, table.need - chosen.sum(axis=1))


def _add_sink(network: SimpleMinCostFlow, table: Table, *, reach: int) -> None:
    """Add the arcs to the sink; `reach` is more than any cycle among the pairs can gain."""
    entries, judges = table.affinity.shape
    low, over = reach, 3 * reach
    step = 5 * reach
    tails = [np.arange(entries, entries + judges)] * 3
    capacities = [table.lower, table.upper - table.lower, table.limit - table.upper]
    costs = [np.full(judges, cost, dtype=np.int64) for cost in (-low, 0, over)]
    for nth in range(int(table.need.max(initial=0))):
        short = np.nonzero(table.need > nth)[0]
        tails.append(short)
        capacities.append(np.ones(len(short), dtype=np.int64))
        costs.append(np.full(len(short), step * (nth + 1), dtype=np.int64))
    tail = np.concatenate(tails).astype(np.int32)
    sink = np.full(len(tail), entries + judges, dtype=np.int32)
    network.add_arcs_with_capacity_and_unit_cost(tail, sink, np.concatenate(capacities), np.concatenate(costs))
