"""At which table a meeting takes place: an investor keeps one table where that is possible, founders walk."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from ecosystem.investors.domain.scheduling.problem import Placed, Problem


def seat(problem: Problem, meetings: Sequence[Placed]) -> list[Placed]:
    """Return the meetings with tables, beside the locked ones, which keep theirs. Raises ValueError for too few."""
    taken: dict[int, set[int]] = defaultdict(set)  # by slot
    for each in problem.locked:
        taken[each.slot].add(each.table)
    homes = _homes(problem, meetings)
    seated: list[Placed] = []
    by_slot: dict[int, list[Placed]] = defaultdict(list)
    for each in meetings:
        by_slot[each.slot].append(each)
    sat: dict[int, int] = {}
    for slot in sorted(by_slot):
        chosen = _seats_of(problem, by_slot[slot], taken[slot], homes, sat)
        for each in by_slot[slot]:
            sat[each.investor] = chosen[each.investor]
            seated.append(Placed(slot, each.founder, each.investor, chosen[each.investor]))
    return seated


def _homes(problem: Problem, meetings: Sequence[Placed]) -> dict[int, int]:
    """A table for each investor: one they have already, else the one least used in their slots, in the hall's order."""
    slots: dict[int, int] = defaultdict(int)
    for each in meetings:
        slots[each.investor] |= 1 << each.slot
    used = dict.fromkeys(problem.tables, 0)
    had: dict[int, Counter[int]] = defaultdict(Counter)
    for each in problem.locked:
        had[each.investor][each.table] += 1
        if each.table in used:
            used[each.table] |= 1 << each.slot
    homes: dict[int, int] = {}
    for investor in sorted(slots, key=lambda key: (key not in had, -slots[key].bit_count(), key)):
        mask = slots[investor]
        if investor in had:
            home = had[investor].most_common(1)[0][0]
        else:
            home = min(problem.tables, key=lambda table: (used[table] & mask).bit_count())
        homes[investor] = home
        if home in used:
            used[home] |= mask
    return homes


def _seats_of(
    problem: Problem, meetings: Sequence[Placed], taken: set[int], homes: dict[int, int], sat: dict[int, int]
) -> dict[int, int]:
    """Tables by investor in one slot: their home, else where they sat last, else the first free one."""
    free = [table for table in problem.tables if table not in taken]
    if len(meetings) > len(free):
        raise ValueError("more meetings in a slot than tables")
    chosen: dict[int, int] = {}
    for wanted in (homes, sat):
        for each in meetings:
            table = wanted.get(each.investor)
            if each.investor not in chosen and table is not None and table in free:
                chosen[each.investor] = table
                free.remove(table)
    for each in meetings:
        if each.investor not in chosen:
            chosen[each.investor] = free.pop(0)
    return chosen
