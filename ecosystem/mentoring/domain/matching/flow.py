"""Matching by one minimum-cost flow: as many startups as possible get a mentor, at the smallest sum of penalties.

The penalty of a rank is its square, so that two third choices are better than a first and a sixth: nobody pays for
all. The optimum is exact, because the matrix of the flow is totally unimodular (Ahuja, Magnanti, Orlin 1993, ch. 9).
"""

from collections.abc import Iterable

from ecosystem.mentoring.domain.matching.market import Market, Pair

FURTHEST = 10  # a startup's ranks from here on count alike, and so does not having ranked a mentor
FURTHEST_OF_MENTORS = 4  # mentors see many and rank few: what they did not rank is no objection
_STARTUP_WEIGHT = 2  # the startups' ranks weigh twice: they come for one mentor, a mentor takes several
_STEP = 20  # one unit of rank penalty, against which affinity breaks ties
_AFFINITY = 19


def match_by_flow(given: Market) -> frozenset[Pair]:
    """Return the optimal pairs, the fixed ones among them. Loads OR-tools and numpy; for background work only."""
    pairs = sorted(given.candidates())
    if not pairs:
        return given.fixed
    import numpy as np
    from ortools.graph.python import min_cost_flow

    mentor_seats, startup_seats = given.free_seats()
    first, further = rewards(given)
    source, sink = 0, 1
    startup_node = {each: 2 + number for number, each in enumerate(sorted(given.startups))}
    mentor_node = {each: 2 + len(startup_node) + number for number, each in enumerate(sorted(given.mentors))}
    arcs: list[tuple[int, int, int, int]] = [
        (startup_node[s], mentor_node[m], 1, penalty(given, (m, s))) for m, s in pairs
    ]
    placed = {startup for _, startup in given.fixed}
    for startup, seats in sorted(startup_seats.items()):
        alone = 0 if startup in placed else min(seats, 1)
        arcs.append((source, startup_node[startup], alone, -first))
        arcs.append((source, startup_node[startup], seats - alone, -further))
    arcs.extend((mentor_node[m], sink, seats, 0) for m, seats in sorted(mentor_seats.items()))
    supply = sum(startup_seats.values())
    arcs.append((source, sink, supply, 0))  # who stays without
    table = np.array(arcs, dtype=np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
    solver.set_nodes_supplies(np.array([source, sink]), np.array([supply, -supply]))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow was not solved: {status}")
    taken = solver.flows(np.arange(len(pairs)))
    return given.fixed | {pair for pair, flow in zip(pairs, taken.tolist(), strict=True) if flow}


def penalty(given: Market, pair: Pair) -> int:
    """Return what a pair costs: the squares of both ranks (from 0), and less than one unit for poor affinity.

    Whoever did not rank the other side pays as for its furthest rank.
    """
    by_startup = min(given.rank_by_startup.get(pair, FURTHEST), FURTHEST)
    by_mentor = min(given.rank_by_mentor.get(pair, FURTHEST_OF_MENTORS), FURTHEST_OF_MENTORS)
    ranks = _STARTUP_WEIGHT * by_startup**2 + by_mentor**2
    return _STEP * ranks + _AFFINITY - _AFFINITY * given.points.get(pair, 0) // 1000


def rewards(given: Market) -> tuple[int, int]:
    """Return what the first mentor of a startup is worth, and a further one.

    A further one outweighs all penalties together, a first one all further ones: numbers before ranks.
    """
    worst = _STEP * (_STARTUP_WEIGHT * FURTHEST**2 + FURTHEST_OF_MENTORS**2) + _AFFINITY + 1
    seats = min(sum(given.startups.values()), sum(given.mentors.values())) + 1
    further = worst * seats
    if all(number <= 1 for number in given.startups.values()):
        return further, further
    return further * seats, further


def objective(given: Market, pairs: Iterable[Pair]) -> int:
    """Return what the flow maximises, for any matching of the market; fixed pairs count for their seats only."""
    first, further = rewards(given)
    held: dict[int, int] = {}
    total = 0
    for mentor, startup in pairs:
        held[startup] = held.get(startup, 0) + 1
        if (mentor, startup) not in given.fixed:
            total -= penalty(given, (mentor, startup))
    return total + sum(_worth(number, first, further) for number in held.values())


def _worth(number: int, first: int, further: int) -> int:
    return first + (number - 1) * further
