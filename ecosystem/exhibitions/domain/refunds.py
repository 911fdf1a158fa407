"""How much of a paid fee is given back when a booth is given up."""

from collections.abc import Iterable, Sequence
from datetime import date


def share_given_back(steps: Iterable[Sequence[int]], *, today: date, first_day: date) -> int:
    """Return the percentage given back on `today`.

    `steps` are (days before the first day, percent): the percent of the largest number of days that is still ahead.
    """
    left = (first_day - today).days
    fitting = [(days, percent) for days, percent in steps if left >= days]
    return max(fitting)[1] if fitting else 0


def refund_of(paid: int, *, percent: int) -> int:
    """Return the part of `paid` đồng given back, rounded down to whole đồng."""
    return paid * percent // 100


def read_steps(text: str) -> list[list[int]]:
    """Read lines such as "30: 100" (days before the first day: percent). Raises ValueError for anything else."""
    steps = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        days, _, percent = line.partition(":")
        step = [int(days), int(percent.strip().rstrip("%"))]
        if not (0 <= step[0] <= 999 and 0 <= step[1] <= 100):
            raise ValueError(line)
        steps.append(step)
    if len({days for days, _ in steps}) < len(steps):
        raise ValueError("a number of days stands twice")
    return sorted(steps, reverse=True)
