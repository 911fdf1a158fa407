"""The optimal assignment: greatest affinity, proven; on request the worst-off entry lifted, the judges linked.

Heavy: NumPy, SciPy and OR-tools. Imported by background work only, never at the start of a web process.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from ecosystem.judging.domain.assignment.flow import solve, worth_of
from ecosystem.judging.domain.assignment.lifting import lift, sums, watched_entries
from ecosystem.judging.domain.assignment.linking import link, links_of
from ecosystem.judging.domain.assignment.maximin import maximin_bound
from ecosystem.judging.domain.assignment.problem import Problem, Proposal, Quality, proposal
from ecosystem.judging.domain.assignment.remedies import remedies
from ecosystem.judging.domain.assignment.table import Mask, Table, table_of


class Step(StrEnum):
    """Where a run is."""

    WEIGHING = "weighing"
    SOLVING = "solving"
    LIFTING = "lifting"
    LINKING = "linking"


Told: TypeAlias = Callable[[Step], None]


def solve_optimal(
    problem: Problem, *, fair: bool = False, linked: bool = True, told: Told = lambda _: None
) -> Proposal:
    """Return the proposal of greatest affinity among those that miss the fewest charges.

    `fair` then lifts the worst-off entry, `linked` links the judges; what both cost stands in `quality`. `told` hears
    each step as it begins. The same problem has the same answer, in whatever order judges and entries are given.
    """
    told(Step.WEIGHING)
    table = table_of(problem)
    told(Step.SOLVING)
    flow = solve(table, worth_of(table))
    chosen = flow.chosen
    bound = None
    if fair:
        told(Step.LIFTING)
        bound = maximin_bound(table, chosen)
        chosen = lift(table, chosen, bound=bound) if bound is not None else chosen
    if linked:
        told(Step.LINKING)
        chosen = link(table, chosen)
    return proposal(
        problem,
        table.pairs(chosen) | problem.fixed,
        method="fair" if fair else "optimal",
        quality=_quality(table, flow.chosen, chosen, bound),
        help=remedies(problem, table, flow),
    )


def _quality(table: Table, best: Mask, chosen: Mask, bound: int | None) -> Quality:
    links = links_of(table, chosen)
    watched = watched_entries(table, chosen)
    reached = sums(table, chosen)
    below = np.nonzero(chosen.sum(axis=0) < table.lower)[0]
    return Quality(
        total=int(reached.sum()),
        best=int(sums(table, best).sum()),
        worst=int(reached[watched].min()) if watched.any() else None,
        worst_bound=bound,
        parts=links.parts,
        overlap=links.overlap,
        unlinked=links.unlinked,
        under=tuple(table.judges[below].tolist()),
    )
