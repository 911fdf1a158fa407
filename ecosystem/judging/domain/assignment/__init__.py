"""Who scores what: the problem as values, and the ways to solve it."""

from ecosystem.judging.domain.assignment.balanced import solve_balanced
from ecosystem.judging.domain.assignment.by_board import solve_by_board
from ecosystem.judging.domain.assignment.problem import (
    Entry,
    Judge,
    Pair,
    Problem,
    Proposal,
    Shortage,
    Solver,
    proposal,
)

__all__ = [
    "Entry",
    "Judge",
    "Pair",
    "Problem",
    "Proposal",
    "Shortage",
    "Solver",
    "proposal",
    "solve_balanced",
    "solve_by_board",
]
