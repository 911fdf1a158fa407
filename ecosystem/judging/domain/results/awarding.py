"""Prizes proposed from a ranking, best first, until they run out; ties at an edge are left to the committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ecosystem.judging.domain.results.selection import Standing


@dataclass(frozen=True)
class PrizeSlots:
    """A ranked prize and how often it is given."""

    prize: int
    rank: int
    quantity: int


@dataclass(frozen=True)
class Proposal:
    """`given` pairs a prize with an entry. `open_ties` could not be split: the first prize of the tuple, who shares
    the rank. What lies below an open tie is not proposed, since it depends on it."""

    given: tuple[tuple[int, int], ...] = ()
    open_tie: tuple[int, tuple[int, ...]] | None = None


def propose(prizes: Sequence[PrizeSlots], standings: Sequence[Standing]) -> Proposal:
    """Give the prizes of one board to its standings. Entries without a result or failing a gate get none."""
    slots = [p.prize for p in sorted(prizes, key=lambda p: (p.rank, p.prize)) for _ in range(p.quantity)]
    fit = sorted((s for s in standings if s.rank is not None and s.passes), key=lambda s: (s.rank or 0, s.entry))
    given: list[tuple[int, int]] = []
    for _rank, group in groupby(fit, key=lambda s: s.rank):
        equals = [s.entry for s in group]
        wanted = slots[len(given) : len(given) + len(equals)]
        if not wanted:
            break
        if len(wanted) < len(equals) or len(set(wanted)) > 1:
            return Proposal(tuple(given), (wanted[0], tuple(equals)))
        given.extend(zip(wanted, equals, strict=True))
    return Proposal(tuple(given))
