"""The timetable of a session: choose the meetings, place them, improve slot by slot, shorten the gaps, seat people.

Only background tasks import this: NumPy, SciPy and OR-tools are loaded by no web process. One seed has one answer, in
whatever order people and wishes are given.
"""

from collections.abc import Callable
from random import Random

from ecosystem.investors.domain.scheduling.exact import linear_bound, program_size, size_of, solve_exactly
from ecosystem.investors.domain.scheduling.flow import Choice, choose
from ecosystem.investors.domain.scheduling.gaps import idle_of, shorten
from ecosystem.investors.domain.scheduling.grid import Grid, Instance, instance_of
from ecosystem.investors.domain.scheduling.placing import place_all
from ecosystem.investors.domain.scheduling.problem import (
    Method,
    Placed,
    Problem,
    Timetable,
    idle_in,
    missing_in,
    value_of,
)
from ecosystem.investors.domain.scheduling.seating import seat
from ecosystem.investors.domain.scheduling.slotwise import SlotSearch

SLOT_STEPS = 300  # for an effort of one
GAP_STEPS, FEW = 60, 600  # a meeting, for an effort of one; fewer meetings count as so many
SMALL = 8_000  # founder × investor × slot up to which the exact answer is worth trying
EXACT_SECONDS = 4.0  # of the solver's deterministic time
LARGEST_PROGRAM = 150_000
Told = Callable[[int, int, str], None]
STEPS = 5


def schedule(problem: Problem, *, seed: int = 1, effort: int = 1, told: Told | None = None) -> Timetable:
    """Return a timetable with its bound. `effort` multiplies the steps of the search; 0 only chooses and places.

    Locked meetings stay as they are. `told(step, of, name)` hears of progress. Raises ValueError where a locked
    meeting lies outside the slots.
    """
    tell = told or (lambda step, of, name: None)
    if any(not 0 <= each.slot < problem.slots for each in problem.locked):
        raise ValueError("a locked meeting lies outside the slots of the session")
    instance, chance = instance_of(problem), Random(seed)  # noqa: S311 - not for secrets
    tell(1, STEPS, "choosing")
    choice, grid = choose(instance), Grid(instance)
    place_all(grid, choice.pairs)
    method = Method.FLOW
    if effort and not _is_best(grid, choice):
        tell(2, STEPS, "improving")
        search = SlotSearch(grid, chance)
        search.run(SLOT_STEPS * effort, (-choice.missing, choice.value))
        method = Method.SLOTWISE
    if effort and not _is_best(grid, choice) and size_of(instance) <= SMALL:
        tell(3, STEPS, "proving")
        better = solve_exactly(instance, grid, seed=seed, limit=EXACT_SECONDS * effort)
        if better is not None and _rank(better) > _rank(grid):
            grid, method = better, Method.EXACT
    bound = _bound(instance, grid, choice, is_quick=not effort)
    tell(4, STEPS, "shortening")
    locked = _locked_masks(problem, instance)
    before = idle_of(grid, locked)
    shorten(grid, locked, chance, GAP_STEPS * effort * max(FEW, len(grid.slot_of)))
    tell(5, STEPS, "seating")
    return _timetable(problem, grid, bound + instance.locked_value, method, before)


def repair(problem: Problem) -> Timetable:
    """Fill what is open beside the locked meetings from the wishes that wait, one matching a slot; nothing moves.

    The slots with most open people come first. The bound is the flow's.
    """
    instance = instance_of(problem)
    grid = Grid(instance)
    search = SlotSearch(grid, Random(1))  # noqa: S311 - not for secrets
    for slot in sorted(range(problem.slots), key=lambda each: -sum(mask >> each & 1 for mask in instance.free)):
        search.improve(slot)
    choice = choose(instance)
    bound = choice.value if _lacking(grid) == choice.missing else choose(instance, with_minimum=False).value
    return _timetable(problem, grid, bound + instance.locked_value, Method.REPAIR, None)


def _lacking(grid: Grid) -> int:
    return sum(max(0, need - grid.taken[founder].bit_count()) for founder, need in enumerate(grid.instance.need))


def _rank(grid: Grid) -> tuple[int, int]:
    """Minima first, then the worth."""
    return -_lacking(grid), grid.value()


def _is_best(grid: Grid, choice: Choice) -> bool:
    return _rank(grid) >= (-choice.missing, choice.value)


def _bound(instance: Instance, grid: Grid, choice: Choice, *, is_quick: bool) -> int:
    """The least of the bounds that hold for timetables which serve as many minima as this one."""
    lacking, value = _lacking(grid), grid.value()
    bound = choice.value if lacking == choice.missing else choose(instance, with_minimum=False).value
    if value < bound and not is_quick and program_size(instance) <= LARGEST_PROGRAM:
        tighter = linear_bound(instance, with_minimum=not lacking)
        bound = bound if tighter is None else min(bound, max(tighter, value))
    return bound


def _locked_masks(problem: Problem, instance: Instance) -> list[int]:
    number = {("f", key): at for at, key in enumerate(instance.founder_keys)}
    number |= {("i", key): at + instance.founders for at, key in enumerate(instance.investor_keys)}
    masks = [0] * len(instance.free)
    for each in problem.locked:
        for who in (("f", each.founder), ("i", each.investor)):
            if who in number:
                masks[number[who]] |= 1 << each.slot
    return masks


def _timetable(problem: Problem, grid: Grid, bound: int, method: Method, idle_before: int | None) -> Timetable:
    fixed = [Placed(e.slot, e.founder, e.investor, e.table, locked=True) for e in problem.locked]
    meetings = tuple(sorted([*fixed, *seat(problem, grid.meetings())]))
    idle = idle_in(meetings)
    before = idle if idle_before is None else idle_before
    return Timetable(meetings, value_of(problem, meetings), bound, method, missing_in(problem, meetings), before, idle)
