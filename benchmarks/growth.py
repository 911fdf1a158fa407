"""How pages grow with the contest: statements and processor time at 100, 1,000 and 10,000 entries.

    python -m benchmarks.growth [--database sqlite] [--sizes 100,1000,10000] [--times 30]

Asked in this process, so that no load generator takes part. Judges grow with the entries, 100 sheets each.
"""

import argparse
import contextlib
import io
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks import product
from benchmarks.databases import database
from benchmarks.pages import Asked, asked_of
from benchmarks.statements import ask, cost_of

SHEETS_OF_A_JUDGE = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    print(f"{options.database}, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    found = {size: measure(options.database, size, options.times) for size in sizes}
    print("\n| page | " + " | ".join(f"{size:,}: statements | CPU ms" for size in sizes) + " | last ÷ first |")
    print("| --- | " + " | ".join("--- | ---" for _ in sizes) + " | --- |")
    for name in found[sizes[0]]:
        cells = [f"{found[size][name][0]} | {found[size][name][1]:.1f}" for size in sizes]
        print(f"| {name} | {' | '.join(cells)} | {found[sizes[-1]][name][1] / found[sizes[0]][name][1]:.1f} |")


def measure(kind: str, entries: int, times: int) -> dict[str, tuple[int, float]]:
    """Return statements and the median processor time in milliseconds of each page."""
    with database(kind) as url, tempfile.TemporaryDirectory() as folder:
        judges = max(3, entries * 3 // SHEETS_OF_A_JUDGE)
        with contextlib.redirect_stderr(io.StringIO()):
            product.load(url, Path(folder), entries=entries, judges=judges)
        app = product.application(url, Path(folder))
        pages = [(page.name, asked) for page, asked in asked_of(app) if not page.name.endswith(", all")]
        return {name: (cost_of(app, asked).statements, took(app, asked, times)) for name, asked in pages}


def took(app, asked: Sequence[Asked], times: int) -> float:
    spent = []
    for number in range(times):
        began = time.process_time()
        ask(app, asked[number % len(asked)], 1000 + number)
        spent.append((time.process_time() - began) * 1000)
    return median(spent)


if __name__ == "__main__":
    main()
