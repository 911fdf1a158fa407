"""How fast and how good both ways of matching mentors are: `make bench-mentors`.

    python -m benchmarks.mentor_matching [--sizes 1000x400,5000x1500]

Startups × mentors. Startups rank eight mentors and mentors ten of those who ranked them, popular ones more often (a
Zipf-like draw); three seats a mentor, one a startup; ten suggestions by affinity stand in for those without a rank;
one pair in a hundred is vetoed. Beside each other: seconds of putting the market together and of matching, placed
startups, the share with one of their top three, blocking pairs, and the objective as a share of the flow's, which is
the optimum (equal to a linear program's in `tests/mentoring/domain`). `greedy` gives each startup in turn the best
mentor that is still free, as is done on paper.
"""

import argparse
import os
import platform
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from ecosystem.mentoring.domain.matching import Market, Pair, figures_of, market, match_by_flow, match_stably, objective


def made_up(startups: int, mentors: int, seed: int = 1) -> Market:
    """Return a made-up market; the same numbers give the same one."""
    chance = Random(seed)  # noqa: S311 - made-up data
    weights = [1 / (number + 20) for number in range(mentors)]
    everybody = range(mentors)
    by_startup = {s: list(dict.fromkeys(chance.choices(everybody, weights, k=10)))[:8] for s in range(startups)}
    admirers: dict[int, list[int]] = {m: [] for m in everybody}
    for startup, wishes in by_startup.items():
        for mentor in wishes:
            admirers[mentor].append(startup)
    by_mentor = {m: chance.sample(own, min(10, len(own))) for m, own in admirers.items()}
    points = {
        (chance.randrange(mentors), startup): chance.randint(100, 900) for startup in range(startups) for _ in range(10)
    }
    vetoes = {pair for pair in points if chance.random() < 0.01}
    return market(
        mentors=dict.fromkeys(everybody, 3),
        startups=dict.fromkeys(range(startups), 1),
        startup_rankings=by_startup,
        mentor_rankings=by_mentor,
        points=points,
        vetoes=vetoes,
        seed=seed,
    )


def greedily(given: Market) -> frozenset[Pair]:
    """Serve startups first come, first served: the reference."""
    seats, _ = given.free_seats()
    made = set()
    for startup, wishes in given.wanted.items():
        mentor = next((each for each in wishes if seats[each] > 0), None)
        if mentor is not None:
            seats[mentor] -= 1
            made.add((mentor, startup))
    return frozenset(made)


WAYS: dict[str, Callable[[Market], frozenset[Pair]]] = {
    "flow": match_by_flow,
    "stable": match_stably,
    "greedy": greedily,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000x400,5000x1500")
    options = parser.parse_args()
    match_by_flow(made_up(20, 10))  # loads the libraries
    load = os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.platform()}, {os.cpu_count()} cores, load {load:.1f}\n")
    print("| startups × mentors | way | seconds | processor s | placed | top 3 | blocking pairs | of the optimum |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in options.sizes.split(","):
        startups, mentors = map(int, size.split("x"))
        begun = time.process_time()
        given = made_up(startups, mentors)
        print(f"| {size} | (data and market) | | {time.process_time() - begun:.3f} | | | | |")
        best = 0
        for name, way in WAYS.items():
            runs = []
            for _ in range(3):
                wall, processor = time.perf_counter(), time.process_time()
                pairs = way(given)
                runs.append((time.perf_counter() - wall, time.process_time() - processor))
            found, reached = figures_of(given, pairs), objective(given, pairs)
            best = best or reached
            wall, processor = sorted(runs)[1]
            print(
                f"| {size} | {name} | {wall:.3f} | {processor:.3f} | {found.placed} of {found.startups} "
                f"| {found.top or 0:.1%} | {found.blocking} | {reached / best:.2%} |"
            )
    print(f"\nPeak of memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
