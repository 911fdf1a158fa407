"""The product's speed beside a bare reference: `make bench`.

    python -m benchmarks.run [--database both] [--entries 1000] [--judges 30] [--seconds 4] [--rounds 3] [--only WORD]

Every round asks the reference and each page for some seconds, at 1 connection and at 16; medians are printed. Times
depend on what else the machine does; "CPU ms", a request's processor time in the workers, depends on it least.
"""

import argparse
import contextlib
import io
import os
import platform
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks import product
from benchmarks.databases import database
from benchmarks.generator import Run, find_wrk, press
from benchmarks.pages import Asked, asked_of
from benchmarks.statements import Cost, cost_of

MANY = 16
HELLO = "reference: bare Flask hello"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--judges", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--only", default="", help="measure pages whose name holds this word")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    find_wrk()
    load = os.getloadavg()[0]
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.platform()}, {os.cpu_count()} cores, load before {load:.1f}"
    )
    for kind in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
        print(f"\n## {kind}: {options.entries:,} entries, 2 workers x {options.threads} threads\n")
        with database(kind) as url, tempfile.TemporaryDirectory() as folder:
            measure(url, Path(folder), options)


def measure(url: str, instance: Path, options: argparse.Namespace) -> None:
    product.load(url, instance, entries=options.entries, judges=options.judges)
    app = product.application(url, instance)
    pages = [(page.name, asked) for page, asked in asked_of(app) if options.only in page.name]
    with contextlib.redirect_stderr(io.StringIO()):  # the application's own log lines
        costs = {name: cost_of(app, asked) for name, asked in pages}
    env = product.environment(url, instance)
    with (
        product.serving("wsgi:app", env, threads=options.threads) as ours,
        product.serving("benchmarks.hello:app", env, threads=options.threads) as hello,
    ):
        idle = ours.memory()
        targets = [(HELLO, hello, [Asked("/")]), *((name, ours, asked) for name, asked in pages)]
        runs, used = press_all(targets, options)
        print(f"\nfirst answer {ours.started_in:.1f} s after the start (two workers at once)")
        print(f"worker memory: {max(idle):.0f} MB at first, {max(ours.memory()):.0f} MB after the run\n")
    table(runs, costs, used)


Target = tuple[str, product.Server, Sequence[Asked]]
Runs = dict[tuple[str, int], list[Run]]


def press_all(targets: Sequence[Target], options: argparse.Namespace) -> tuple[Runs, dict[str, list[float]]]:
    """Ask everything in rounds; return the runs, and a request's processor time in milliseconds at many connections."""
    runs: Runs = {}
    used: dict[str, list[float]] = {}
    for _name, server, asked in targets:
        press(server.url, asked, connections=4, seconds=1)  # every worker has seen the page once
    for _ in range(options.rounds):
        for name, server, asked in targets:
            runs.setdefault((name, 1), []).append(press(server.url, asked, connections=1, seconds=options.seconds))
            before = server.processor_seconds()
            run = press(server.url, asked, connections=MANY, seconds=options.seconds)
            used.setdefault(name, []).append((server.processor_seconds() - before) * 1000 / max(1, run.requests))
            runs.setdefault((name, MANY), []).append(run)
    return runs, used


HEADINGS = (
    "page",
    "statements",
    "KB (gzip)",
    "CPU ms",
    "1: req/s",
    "p50",
    "p95",
    "p99",
    "16: req/s",
    "of h",
    "p50",
    "p95",
    "p99",
    "failed",
)


def table(runs: Runs, costs: dict[str, Cost], used: dict[str, list[float]]) -> None:
    reference = middle(runs[HELLO, MANY], "per_second")
    print("| " + " | ".join(HEADINGS) + " |")
    print("| " + " | ".join("---" for _ in HEADINGS) + " |")
    for name in dict.fromkeys(name for name, _ in runs):
        one, many = runs[name, 1], runs[name, MANY]
        cells = [
            *told_of(name, costs.get(name)),
            f"{median(used[name]):.1f}",
            *(f"{middle(one, field):.1f}" for field in ("per_second", "p50", "p95", "p99")),
            f"{middle(many, 'per_second'):.1f}",
            f"{middle(many, 'per_second') / reference:.2f}",
            *(f"{middle(many, field):.1f}" for field in ("p50", "p95", "p99")),
            str(sum(run.failed for run in [*one, *many])),
        ]
        print("| " + " | ".join(cells) + " |", flush=True)


def told_of(name: str, cost: Cost | None) -> tuple[str, str, str]:
    if cost is None:
        return name, "–", "–"
    shown = name if cost.status < 400 else f"{name} (status {cost.status})"
    return shown, str(cost.statements), f"{cost.plain_bytes / 1024:.0f} ({cost.gzip_bytes / 1024:.0f})"


def middle(runs: Sequence[Run], field: str) -> float:
    return median(getattr(run, field) for run in runs)


if __name__ == "__main__":
    main()
