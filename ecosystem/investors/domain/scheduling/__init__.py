"""Who meets whom, when and where. The problem as values is light; `engine` is for background tasks only."""

from ecosystem.investors.domain.scheduling.problem import (
    MEET,
    MUST,
    Guest,
    Method,
    Pair,
    Placed,
    Problem,
    Timetable,
    broken_rules,
    idle_in,
    missing_in,
    value_of,
    weight_of,
)

__all__ = [
    "MEET",
    "MUST",
    "Guest",
    "Method",
    "Pair",
    "Placed",
    "Problem",
    "Timetable",
    "broken_rules",
    "idle_in",
    "missing_in",
    "value_of",
    "weight_of",
]
