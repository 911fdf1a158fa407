"""How fast the engines are, in one process: `python -m benchmarks.engines [scoring]`; `make bench-engines` runs all.

Set OPENBLAS_NUM_THREADS=1, as the worker processes do: on a busy machine threads of the linear algebra cost more than
they bring.
"""

import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from ecosystem.judging.domain.analysis.board import BoardInput, Candidate, SheetScores
from ecosystem.judging.domain.analysis.engine import analyse
from ecosystem.judging.domain.fairness.additive import fit_additive, places
from ecosystem.judging.domain.fairness.forecast import second_readings
from ecosystem.judging.domain.fairness.intervals import rank_intervals
from ecosystem.judging.domain.fairness.mixed import fit_mixed
from ecosystem.judging.domain.fairness.reviews import Review, ReviewTable, tabulate
from ecosystem.judging.domain.results.compact import Board, Tally
from ecosystem.judging.domain.scoring import Aggregation, CriterionRule, RubricRules, Scale

CRITERIA = 5
ROUNDS = 3


def scoring() -> None:
    """Raw and adjusted ranking, intervals, forecast and the whole analysis of a board."""
    row("raw ranking, 100,000 sheets of 5 criteria (33,334 entries)", lambda: raw(33_334, 300), "≤ 2 s")
    for entries, judges in ((1000, 60), (5000, 300)):
        sheets = drawn(entries, judges, 3)
        table = table_of(sheets)
        fit = fit_additive(table)
        size = f"{entries:,} × 3, {judges} judges"
        targets = ("≤ 0.3 s", "≤ 5 s") if entries == 1000 else ("", "")
        row(f"raw and adjusted ranking, {size}", lambda s=sheets, e=entries: both(s, e), targets[0])  # type: ignore[misc]
        row(f"mixed model (REML, BLUP), {size}", lambda t=table: fit_mixed(t))  # type: ignore[misc]
        row(f"1,000 bootstraps, {size}", lambda f=fit: rank_intervals(f, seed=1, places_=100), targets[1])  # type: ignore[misc]
        row(f"second readings for 300 contested, {size}", lambda f=fit: second_readings(f, range(300), cut=70.0))  # type: ignore[misc]
        board = board_of(sheets, entries)
        row(f"whole analysis, 5 criteria, {size}", lambda b=board: analyse(b), rounds=1)  # type: ignore[misc]


def drawn(entries: int, judges: int, per_entry: int) -> list[tuple[int, int, list[int]]]:
    """(entry, judge, marks in ten-thousandths) as the model has it."""
    rng = np.random.default_rng(1)
    quality, severity = rng.normal(14, 1.6, entries), rng.normal(0, 1, judges)
    found = []
    for entry in range(entries):
        for judge in rng.choice(judges, per_entry, replace=False):
            points = np.clip(quality[entry] + severity[judge] + rng.normal(0, 2, CRITERIA), 0, 20)
            found.append((entry, int(judge), [int(round(p * 2) * 5000) for p in points]))
    return found


def rules() -> RubricRules:
    """Five criteria of 20 points."""
    criteria = tuple(CriterionRule(key=f"c{i}", name=f"c{i}", maximum=Decimal(20)) for i in range(CRITERIA))
    return RubricRules(
        criteria=criteria, scale=Scale.MAXIMA, total=Decimal(100), places=2, aggregation=Aggregation.MEAN
    )


def raw(entries: int, judges: int, sheets: list[tuple[int, int, list[int]]] | None = None) -> object:
    """The raw ranking of the product."""
    tallies: dict[int, list[tuple[int | None, ...]]] = {}
    for entry, _, marks in sheets or _many(entries, judges):
        tallies.setdefault(entry, []).append(tuple(marks))
    return Board(rules(), [Tally(entry, marks) for entry, marks in tallies.items()]).ranking()


_MANY: list[tuple[int, int, list[int]]] = []


def _many(entries: int, judges: int) -> list[tuple[int, int, list[int]]]:
    if not _MANY:
        _MANY.extend(drawn(entries, judges, 3))
    return _MANY


def table_of(sheets: list[tuple[int, int, list[int]]]) -> ReviewTable:
    """The table the models take."""
    table = tabulate([Review(entry, judge, sum(marks) / 10_000) for entry, judge, marks in sheets])
    assert isinstance(table, ReviewTable)
    return table


def both(sheets: list[tuple[int, int, list[int]]], entries: int) -> object:
    """Raw and adjusted ranks from sheets."""
    found = raw(entries, 0, sheets)
    return found, places(fit_additive(table_of(sheets)).quality)


def board_of(sheets: list[tuple[int, int, list[int]]], entries: int) -> BoardInput:
    """A board as the product gathers it."""
    scored = tuple(SheetScores(e, j, sum(m) / 10_000, tuple(v / 10_000 for v in m)) for e, j, m in sheets)
    names = tuple(f"c{i}" for i in range(CRITERIA))
    return BoardInput(tuple(Candidate(e, None) for e in range(entries)), scored, names, 100.0, entries // 10)


def row(name: str, work: Callable[[], Any], target: str = "", *, rounds: int = ROUNDS) -> None:
    """Run once unmeasured, then print the median of some runs as a line of a table."""
    if rounds > 1:
        work()
    wall, processor = [], []
    for _ in range(rounds):
        begun, busy = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - begun)
        processor.append(time.process_time() - busy)
    print(f"| {name} | {statistics.median(wall):.3f} | {statistics.median(processor):.3f} | {target} |", flush=True)


ENGINES = {"scoring": scoring}


def main() -> None:
    """Measure the engines named, or all."""
    print("| work | wall s | processor s | target |\n| --- | --- | --- | --- |")
    for name in sys.argv[1:] or ENGINES:
        ENGINES[name]()


if __name__ == "__main__":
    main()
