"""Conflicts of interest that data show, as pure decisions."""

from ecosystem.judging.domain.conflicts.rules import (
    EntryFacts,
    Facts,
    Found,
    FoundBy,
    JudgeFacts,
    StartupFacts,
    TieFact,
    find_bars,
    find_conflicts,
)

__all__ = [
    "EntryFacts",
    "Facts",
    "Found",
    "FoundBy",
    "JudgeFacts",
    "StartupFacts",
    "TieFact",
    "find_bars",
    "find_conflicts",
]
