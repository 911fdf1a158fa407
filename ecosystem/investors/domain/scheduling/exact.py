"""The exact answer for small sessions, and a bound that knows about hours: over founder × investor × slot.

The bound is the linear program's (HiGHS); the answer CP-SAT's, with one thread and a limit in its own deterministic
time, so that one seed has one answer.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np

from ecosystem.investors.domain.scheduling.grid import Grid, Instance, slots_in

Cell = tuple[int, int, int]  # founder, investor, slot


@dataclass(frozen=True)
class Rows:
    """Which cells exclude each other: (cells, most of them); and what each founder needs."""

    cells: tuple[Cell, ...]
    limits: tuple[tuple[tuple[int, ...], int], ...]
    of_founder: dict[int, list[int]]


def size_of(instance: Instance) -> int:
    """Return how many cells there would be, for whether it is worth trying."""
    if any(instance.need):
        pairs = instance.founders * len(instance.investor_keys) - len(instance.barred)
    else:
        pairs = len(instance.weight)
    return pairs * instance.slots


def rows_of(instance: Instance) -> Rows:
    """Lay out the cells and the limits of persons, pairs and tables."""
    investors = range(instance.founders, len(instance.free))
    cells = tuple(
        (founder, investor, slot)
        for founder in range(instance.founders)
        for investor in investors
        if (founder, investor) not in instance.barred
        and ((founder, investor) in instance.weight or instance.need[founder])
        for slot in slots_in(instance.free[founder] & instance.free[investor])
    )
    groups: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    of_founder: dict[int, list[int]] = defaultdict(list)
    for number, (founder, investor, slot) in enumerate(cells):
        persons = (("person", founder, slot), ("person", investor, slot))
        for key in (*persons, ("pair", founder, investor), ("slot", slot, 0)):
            groups[key].append(number)
        of_founder[founder].append(number)
    limits = tuple(
        (tuple(members), instance.room[key[1]] if key[0] == "slot" else 1) for key, members in groups.items()
    )
    return Rows(cells, limits, of_founder)


def program_size(instance: Instance) -> int:
    """Return about how many variables the linear program has."""
    return (len(instance.weight) + instance.founders) * instance.slots


def linear_bound(instance: Instance, *, with_minimum: bool) -> int | None:
    """Return what no timetable exceeds (of those that serve all minima, `with_minimum`); None if there is no such.

    Meetings nobody wished for stand for a founder and a slot only, whoever the investor: a relaxation, and far smaller.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    cells, limits = _program(instance, with_minimum)
    if not cells:
        return 0 if not (with_minimum and any(instance.need)) else None
    sizes = [len(members) for members, _sign, _most in limits]
    index = np.concatenate([np.asarray(members, dtype=np.int64) for members, _sign, _most in limits])
    sign = np.repeat([sign for _members, sign, _most in limits], sizes).astype(float)
    matrix = csr_matrix((sign, (np.repeat(np.arange(len(limits)), sizes), index)), shape=(len(limits), len(cells)))
    worth = np.array([instance.weight.get((f, i), 0) for f, i, _slot in cells], dtype=float)
    most = np.array([most for _members, _sign, most in limits], dtype=float)
    answer = linprog(-worth, A_ub=matrix, b_ub=most, bounds=(0, 1), method="highs")
    return floor(-answer.fun + 1e-6) if answer.status == 0 else None


ANYBODY = -1


def _program(instance: Instance, with_minimum: bool) -> tuple[list[Cell], list[tuple[list[int], int, int]]]:
    """Cells, and rows as (cells, sign, most): sign × sum ≤ most."""
    free = instance.free
    cells = [(f, i, slot) for f, i in instance.weight for slot in slots_in(free[f] & free[i])]
    if with_minimum:
        cells += [(f, ANYBODY, s) for f, need in enumerate(instance.need) if need for s in slots_in(free[f])]
    groups: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    of_founder: dict[int, list[int]] = defaultdict(list)
    for number, (founder, investor, slot) in enumerate(cells):
        groups["person", founder, slot].append(number)
        groups["slot", slot, 0].append(number)
        of_founder[founder].append(number)
        if investor != ANYBODY:
            groups["person", investor, slot].append(number)
            groups["pair", founder, investor].append(number)
    room = [
        min(tables, sum(mask >> slot & 1 for mask in free[instance.founders :]))
        for slot, tables in enumerate(instance.room)
    ]
    limits = [(members, 1, room[key[1]] if key[0] == "slot" else 1) for key, members in groups.items()]
    if with_minimum:
        limits += [(of_founder.get(f, []), -1, -need) for f, need in enumerate(instance.need) if need]
    return cells, limits


def solve_exactly(instance: Instance, hint: Grid, *, seed: int, limit: float) -> Grid | None:
    """Return the best timetable CP-SAT finds within `limit` of its deterministic seconds; None when it finds none."""
    from ortools.sat.python import cp_model

    rows = rows_of(instance)
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _cell in rows.cells]
    for members, most in rows.limits:
        if len(members) > most:
            model.add(sum(chosen[each] for each in members) <= most)
    for number, (founder, investor, slot) in enumerate(rows.cells):
        model.add_hint(chosen[number], hint.slot_of.get((founder, investor)) == slot)
    model.maximize(sum(_goal(instance, rows, model, chosen)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = limit
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    grid = Grid(instance)
    for cell in (cell for number, cell in enumerate(rows.cells) if solver.value(chosen[number])):
        grid.put(*cell)
    return grid


def _goal(instance: Instance, rows: Rows, model: Any, chosen: list[Any]) -> list[Any]:
    """The worth of all meetings, less what each meeting below a founder's minimum counts."""
    goal = [instance.weight.get((f, i), 0) * chosen[number] for number, (f, i, _slot) in enumerate(rows.cells)]
    for founder, need in enumerate(instance.need):
        if need:
            lacking = model.new_int_var(0, need, "")
            model.add(sum(chosen[each] for each in rows.of_founder.get(founder, [])) + lacking >= need)
            goal.append(-instance.heaviest * lacking)
    return goal
