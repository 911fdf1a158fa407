"""How good and how fast the timetable engine is: `python -m benchmarks.timetable [--sizes 40x15x12,…]`.

Founders × investors × slots; tables for four fifths of the investors. Half of the people come late or leave early, and
are away now and then. Investors differ in how much they are sought after (a few are by nearly all), founders too.
Beside the engine stand first come first served and greedy. "Share" is of the bound, which the linear program proves;
"missing" are meetings founders lack to the minimum. Repair: one person in twenty drops out after publishing.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from ecosystem.investors.domain.scheduling import MEET, MUST, Guest, Placed, Problem, Timetable, idle_in, weight_of
from ecosystem.investors.domain.scheduling.problem import missing_in, value_of

SIZES = {(40, 15, 12): 2, (100, 40, 16): 3, (300, 100, 24): 4}  # with the minimum of meetings a founder


def problem(
    founders: int, investors: int, slots: int, *, minimum: int, seed: int = 1, tables: int = 0, all_day: bool = False
) -> Problem:
    """Return a made-up session; the same numbers give the same one."""
    chance = Random(seed)  # noqa: S311 - made-up data

    def guest(key: int) -> Guest:
        """Half come all the time; the others late, or leave early, and are away now and then."""
        if chance.random() < 0.5 or all_day:
            return Guest(key, frozenset(range(slots)))
        quarter, late = slots // 4, chance.random() < 0.5
        hours = range(quarter, slots) if late else range(slots - quarter)
        return Guest(key, frozenset(slot for slot in hours if chance.random() < 0.8))

    sought = [1.0 / (1 + rank) ** 0.6 for rank in range(investors)]
    liked = [1.0 / (1 + rank) ** 0.4 for rank in range(founders)]
    wish: dict[tuple[int, int], list[int]] = {}
    for founder in range(founders):
        for investor in _some(chance, sought, max(4, slots // 3)):
            wish.setdefault((founder, investor), [0, 0])[0] = MUST if chance.random() < 0.3 else MEET
    for investor in range(investors):
        for founder in _some(chance, liked, slots * 2 // 3):
            wish.setdefault((founder, investor), [0, 0])[1] = MUST if chance.random() < 0.3 else MEET
    vetoes = frozenset((f, 10_000 + i) for f, i in wish if chance.random() < 0.02)
    return Problem(
        slots,
        tuple(range(1, (tables or investors * 4 // 5) + 1)),
        tuple(guest(key) for key in range(founders)),
        tuple(guest(10_000 + key) for key in range(investors)),
        {(f, 10_000 + i): weight_of(*each) for (f, i), each in wish.items() if (f, 10_000 + i) not in vetoes},
        vetoes,
        minimum,
    )


def _some(chance: Random, weights: list[float], number: int) -> list[int]:
    """Draw different indices, the weighty ones sooner (Efraimidis and Spirakis 2006)."""
    keys = sorted(range(len(weights)), key=lambda each: -(chance.random() ** (1 / weights[each])))
    return keys[: min(number, len(keys))]


def by_hand(given: Problem, fill: Callable[[Any], None]) -> tuple[Timetable | None, list[Placed], float]:
    """Plan as people do; return the meetings and the seconds."""
    from ecosystem.investors.domain.scheduling.grid import Grid, instance_of

    began = time.perf_counter()
    grid = Grid(instance_of(given))
    fill(grid)
    return None, grid.meetings(), time.perf_counter() - began


def lines(
    founders: int, investors: int, slots: int, minimum: int, *, efforts: list[int], tables: int, all_day: bool
) -> None:
    """Print one size."""
    from ecosystem.investors.domain.scheduling.engine import schedule
    from ecosystem.investors.domain.scheduling.references import first_come, greedy

    given = problem(founders, investors, slots, minimum=minimum, tables=tables, all_day=all_day)
    print(
        f"\n{founders} founders × {investors} investors × {slots} slots, {len(given.tables)} tables, "
        f"minimum {minimum}, {len(given.weights)} pairs with a wish"
    )
    schedule(problem(4, 3, 3, minimum=0))  # libraries are loaded once
    found = []
    for effort in efforts:
        began = time.perf_counter()
        found.append((effort, schedule(given, effort=effort), time.perf_counter() - began))
    bound = min(answer.bound for _effort, answer, _seconds in found if answer.missing == found[-1][1].missing)
    print(f"{'method':<28}{'seconds':>9}{'worth':>8}{'share %':>9}{'missing':>9}{'idle':>7}")
    for name, fill in (("first come, first served", lambda grid: first_come(grid, 1)), ("greedy by weight", greedy)):
        _none, meetings, seconds = by_hand(given, fill)
        worth = value_of(given, meetings)
        missing = sum(missing_in(given, meetings).values())
        print(f"{name:<28}{seconds:>9.2f}{worth:>8}{100 * worth / bound:>9.2f}{missing:>9}{idle_in(meetings):>7}")
    for effort, answer, seconds in found:
        name = f"engine, effort {effort} ({answer.method})"
        missing = sum(answer.missing.values())
        print(
            f"{name:<28}{seconds:>9.2f}{answer.value:>8}{answer.share:>9.2f}{missing:>9}"
            f"{answer.idle:>7}  of {answer.idle_before} before shortening; bound {answer.bound}"
        )
    _repair(given, found[-1][1])


def _repair(given: Problem, before: Timetable) -> None:
    from ecosystem.investors.domain.scheduling.engine import repair

    gone = {guest.key for people in (given.founders, given.investors) for guest in people[::20]}
    staying = tuple(m for m in before.meetings if m.founder not in gone and m.investor not in gone)
    lost = len(before.meetings) - len(staying)
    spare = tuple(range(1001, 1001 + max(1, len(given.tables) // 8)))
    hole = replace(
        given,
        founders=tuple(g for g in given.founders if g.key not in gone),
        investors=tuple(g for g in given.investors if g.key not in gone),
        tables=given.tables + spare,
        locked=staying,
    )
    began = time.perf_counter()
    after = repair(hole)
    seconds = time.perf_counter() - began
    new = len(after.meetings) - len(staying)
    kept = {(m.slot, m.founder, m.investor, m.table) for m in staying} <= {
        (m.slot, m.founder, m.investor, m.table) for m in after.meetings
    }
    print(
        f"repair: {len(gone)} drop out, {lost} meetings lost, {new} new ({100 * new / max(1, lost):.0f} %) in "
        f"{1000 * seconds:.0f} ms; published meetings {'stay' if kept else 'MOVED'}"
    )


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join("x".join(map(str, size)) for size in SIZES))
    parser.add_argument("--efforts", default="0,1,4")
    parser.add_argument("--tables", type=int, default=0, help="fewer tables than investors")
    parser.add_argument("--all-day", action="store_true", help="everybody comes in all slots")
    told = parser.parse_args()
    efforts = [int(each) for each in told.efforts.split(",")]
    for text in told.sizes.split(","):
        founders, investors, slots = (int(number) for number in text.split("x"))
        minimum = SIZES.get((founders, investors, slots), 2)
        lines(founders, investors, slots, minimum, efforts=efforts, tables=told.tables, all_day=told.all_day)


if __name__ == "__main__":
    main()
