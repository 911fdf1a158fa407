"""Everybody on a board scores all of its entries: small juries, pitch days."""

from collections import Counter

from ecosystem.judging.domain.assignment.problem import Pair, Problem, Proposal, proposal


def solve_by_board(problem: Problem) -> Proposal:
    """Give every judge every entry of the judge's boards, as far as conflicts and the largest load allow."""
    pairs = set(problem.fixed)
    loads = Counter(pair.judge for pair in pairs)
    for entry in problem.entries:
        for judge in problem.judges:
            pair = Pair(judge.id, entry.id)
            has_room = judge.max_load is None or loads[judge.id] < judge.max_load
            if pair not in pairs and has_room and problem.allows(pair):
                pairs.add(pair)
                loads[judge.id] += 1
    return proposal(problem, frozenset(pairs), method="by_board")
