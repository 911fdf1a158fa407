"""Why a pair does not meet, and why a founder has too few meetings, as codes that the pages put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ecosystem.investors.domain.scheduling.problem import Placed, Problem


class Why(StrEnum):
    """What keeps a pair from meeting."""

    MEETS = "meets"
    ABSENT = "absent"
    VETO = "veto"
    FOUNDER_AWAY = "founder_away"
    INVESTOR_AWAY = "investor_away"
    NO_COMMON_SLOT = "no_common_slot"
    FOUNDER_FULL = "founder_full"
    INVESTOR_FULL = "investor_full"
    NEVER_OPEN_TOGETHER = "never_open_together"
    NO_TABLE = "no_table"
    NO_WISH = "no_wish"
    POSSIBLE = "possible"


class Lack(StrEnum):
    """What keeps a founder below the minimum."""

    AWAY = "away"
    FEW_PARTNERS = "few_partners"
    FEW_SEATS = "few_seats"
    CROWDED = "crowded"


@dataclass(frozen=True)
class Reason:
    """A code, the slots it speaks of, and those in which founder and investor meet others."""

    why: Why
    slots: tuple[int, ...] = ()


def why_not(problem: Problem, meetings: Sequence[Placed], founder: int, investor: int) -> Reason:
    """Return the first thing that keeps the pair apart; POSSIBLE with the slots in which nothing does."""
    met = [each.slot for each in meetings if (each.founder, each.investor) == (founder, investor)]
    if met:
        return Reason(Why.MEETS, tuple(met))
    founders = {guest.key: guest.free for guest in problem.founders}
    investors = {guest.key: guest.free for guest in problem.investors}
    if founder not in founders or investor not in investors:
        return Reason(Why.ABSENT)
    if (founder, investor) in problem.vetoes:
        return Reason(Why.VETO)
    return _by_hours(problem, meetings, (founder, founders[founder]), (investor, investors[investor]))


def _by_hours(
    problem: Problem,
    meetings: Sequence[Placed],
    founder: tuple[int, frozenset[int]],
    investor: tuple[int, frozenset[int]],
) -> Reason:
    for (_key, free), why in ((founder, Why.FOUNDER_AWAY), (investor, Why.INVESTOR_AWAY)):
        if not free:
            return Reason(why)
    common = founder[1] & investor[1]
    if not common:
        return Reason(Why.NO_COMMON_SLOT)
    busy_founder = {each.slot for each in meetings if each.founder == founder[0]}
    busy_investor = {each.slot for each in meetings if each.investor == investor[0]}
    if common <= busy_founder:
        return Reason(Why.FOUNDER_FULL, tuple(sorted(common)))
    if common <= busy_investor:
        return Reason(Why.INVESTOR_FULL, tuple(sorted(common)))
    both = common - busy_founder - busy_investor
    if not both:
        return Reason(Why.NEVER_OPEN_TOGETHER, tuple(sorted(common)))
    return _by_tables(problem, meetings, both, (founder[0], investor[0]))


def _by_tables(problem: Problem, meetings: Sequence[Placed], both: frozenset[int], pair: tuple[int, int]) -> Reason:
    taken = {(each.slot, each.table) for each in meetings}
    with_table = tuple(slot for slot in sorted(both) if any((slot, table) not in taken for table in problem.tables))
    if not with_table:
        return Reason(Why.NO_TABLE, tuple(sorted(both)))
    if not problem.weight(pair):
        return Reason(Why.NO_WISH, with_table)
    return Reason(Why.POSSIBLE, with_table)


def why_below(problem: Problem, founder: int) -> Lack:
    """Return what keeps a founder below the minimum, looked for from the founder outwards."""
    free = next((guest.free for guest in problem.founders if guest.key == founder), frozenset[int]())
    if len(free) < problem.minimum:
        return Lack.AWAY
    partners = [g for g in problem.investors if g.free & free and (founder, g.key) not in problem.vetoes]
    if len(partners) < problem.minimum:
        return Lack.FEW_PARTNERS
    seats = sum(
        min(len(problem.tables), sum(slot in guest.free for guest in problem.investors))
        for slot in range(problem.slots)
    )
    return Lack.FEW_SEATS if seats < problem.minimum * len(problem.founders) else Lack.CROWDED
