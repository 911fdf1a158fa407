"""Matching rounds: both sides rank, and a run proposes who works with whom.

Two ways on the same market: `flow` leaves nobody out if that is possible and grants good ranks to as many as it can;
`stable` leaves no pair who would both rather have each other. Both keep vetoes, capacities and fixed pairs, do not
depend on the order of the input, and give the same answer for the same seed.
"""

from ecosystem.mentoring.domain.matching.figures import Figures, Left, WhyLeft, blocking_pairs, figures_of
from ecosystem.mentoring.domain.matching.flow import match_by_flow, objective
from ecosystem.mentoring.domain.matching.market import Market, Pair, market
from ecosystem.mentoring.domain.matching.stable import match_stably

__all__ = [
    "Figures",
    "Left",
    "Market",
    "Pair",
    "WhyLeft",
    "blocking_pairs",
    "figures_of",
    "market",
    "match_by_flow",
    "match_stably",
    "objective",
]
