"""Where a page's time goes: the page asked many times in this process under the profiler.

python -m benchmarks.where_time_goes WORD [--database sqlite] [--entries 1000] [--times 100]
"""

import argparse
import contextlib
import cProfile
import io
import pstats
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import product
from benchmarks.databases import database
from benchmarks.pages import Asked, asked_of
from benchmarks.statements import ask
from tests.support.statements import count_statements


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", help="pages whose name holds this word")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--sort", default="tottime")
    options = parser.parse_args()
    with database(options.database) as url, tempfile.TemporaryDirectory() as folder:
        product.load(url, Path(folder), entries=options.entries, judges=30)
        app = product.application(url, Path(folder))
        for page, asked in asked_of(app):
            if options.word in page.name:
                look_into(app, page.name, asked, options)


def look_into(app, name: str, asked: list[Asked], options: argparse.Namespace) -> None:
    with contextlib.redirect_stderr(io.StringIO()):
        for number in range(10):
            ask(app, asked[number % len(asked)], number)
        times = []
        for number in range(options.times):
            began = time.process_time()
            ask(app, asked[number % len(asked)], 1000 + number)
            times.append((time.process_time() - began) * 1000)
        profile = cProfile.Profile(time.process_time)
        with count_statements() as statements:
            profile.enable()
            for number in range(options.times):
                ask(app, asked[number % len(asked)], 10_000 + number)
            profile.disable()
    print(f"\n## {name}: median {median(times):.2f} ms, least {min(times):.2f} ms of processor time")
    for number, statement in enumerate(statements.seen[: len(statements) // options.times], 1):
        print(f"{number:2}. {statement[:260]}")
    told = io.StringIO()
    pstats.Stats(profile, stream=told).sort_stats(options.sort).print_stats(options.lines)
    print("\n".join(line for line in told.getvalue().splitlines() if line.strip()))


if __name__ == "__main__":
    main()
