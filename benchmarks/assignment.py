"""How fast and how good the assignment engine is: `make bench-assignment`.

    python -m benchmarks.assignment [--sizes 200x20x3,1000x60x3,5000x300x3] [--lp-up-to 60000]

Every run is a process of its own, so that its peak of memory is its own. Judges know one to three of seventeen
sectors and read Vietnamese or both languages, entries have one to three sectors; two pairs in a hundred are barred.
Beside the affinity reached stands what a linear program (HiGHS) proves to be the most, up to `--lp-up-to` pairs.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from random import Random
from typing import Any

from ecosystem.judging.domain.assignment import Entry, Judge, Pair, Problem

SECTORS = [f"s{number}" for number in range(17)]


def problem(entries: int, judges: int, per_entry: int, seed: int = 1) -> Problem:
    """Return a made-up round; the same numbers give the same round."""
    chance = Random(seed)  # noqa: S311 - made-up data

    def some() -> frozenset[str]:
        return frozenset(chance.sample(SECTORS, chance.randint(1, 3)))

    return Problem(
        tuple(
            Judge(number, sectors=some(), languages=frozenset(["vi"] if chance.random() < 0.7 else ["vi", "en"]))
            for number in range(1, judges + 1)
        ),
        tuple(Entry(10_000 + number, 1, some(), "vi" if chance.random() < 0.85 else "en") for number in range(entries)),
        per_entry,
        frozenset(
            Pair(chance.randint(1, judges), 10_000 + chance.randrange(entries)) for _ in range(entries * judges // 50)
        ),
    )


def measure(entries: int, judges: int, per_entry: int, what: str) -> dict[str, Any]:
    """Solve one problem in this process and tell time, memory and quality."""
    from ecosystem.judging.domain.assignment.optimal import solve_optimal

    given = problem(entries, judges, per_entry)
    wall, processor = time.perf_counter(), time.process_time()
    if what == "flow":
        from ecosystem.judging.domain.assignment.flow import solve, worth_of
        from ecosystem.judging.domain.assignment.table import table_of

        table = table_of(given)
        wall, processor = time.perf_counter(), time.process_time()
        chosen = solve(table, worth_of(table)).chosen
        quality = {"total": int((table.affinity * chosen).sum()), "pairs": int(chosen.sum())}
    elif what.startswith("bound"):
        quality = bounds(given, fair=what == "bound of fairness")
    else:
        made = solve_optimal(given, fair=what == "fair", linked=what != "optimal, not linked")
        assert made.quality is not None
        quality = {**vars(made.quality), "pairs": len(made.pairs), "short": len(made.shortages)}
    return {
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "quality": quality,
    }


def bounds(given: Problem, *, fair: bool) -> dict[str, Any]:
    """What linear programs prove: the greatest affinity, or the most the worst-off entry can have."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, vstack

    from ecosystem.judging.domain.assignment.flow import solve, worth_of
    from ecosystem.judging.domain.assignment.maximin import maximin_by_program
    from ecosystem.judging.domain.assignment.table import table_of

    table = table_of(given)
    if fair:
        return {"worst": maximin_by_program(table, solve(table, worth_of(table)).chosen)}
    rows, columns = np.nonzero(table.allowed)
    ones, every = np.ones(len(rows)), np.arange(len(rows))
    on_entry = csr_matrix((ones, (rows, every)), shape=(len(table.entries), len(rows)))
    of_judge = csr_matrix((ones, (columns, every)), shape=(len(table.judges), len(rows)))
    answer = linprog(
        -table.affinity[rows, columns].astype(float),
        A_ub=vstack([of_judge, -of_judge]).tocsr(),
        b_ub=np.concatenate([table.upper, -table.lower]),
        A_eq=on_entry,
        b_eq=table.need,
        bounds=(0, 1),
        method="highs",
    )
    return {"total": -float(answer.fun)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="200x20x3,1000x60x3,5000x300x3")
    parser.add_argument("--lp-up-to", type=int, default=60_000)
    parser.add_argument("--one", help="measure one thing in this process and print it as JSON")
    options = parser.parse_args()
    if options.one:
        size, what = options.one.split(":")
        entries, judges, per_entry = map(int, size.split("x"))
        print(json.dumps(measure(entries, judges, per_entry, what)))
        return
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.platform()}, {os.cpu_count()} cores, load {load:.1f}\n")
    print("| entries × judges × each | what | seconds | processor s | MB | affinity | worst entry | parts | unlinked |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in options.sizes.split(","):
        entries, judges, _ = map(int, size.split("x"))
        programs = ("bound of affinity", "bound of fairness") if entries * judges <= options.lp_up_to else ()
        for what in ("flow", "optimal, not linked", "optimal", "fair", *programs):
            row(size, what)


def row(size: str, what: str) -> None:
    command = [sys.executable, "-m", "benchmarks.assignment", "--one", f"{size}:{what}"]
    got = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    quality = got["quality"]
    cells = [quality.get(name, "–") for name in ("total", "worst", "parts", "unlinked")]
    shown = [
        f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else cell for cell in cells
    ]
    figures = f"{got['wall']:.2f} | {got['processor']:.2f} | {got['megabytes']:.0f}"
    print(f"| {size.replace('x', ' × ')} | {what} | {figures} | {' | '.join(shown)} |", flush=True)


if __name__ == "__main__":
    main()
