"""Sets of times as lists of intervals: aware instants, each from its start to its end, the end not included."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

Interval = tuple[datetime, datetime]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same set of times as intervals that neither overlap nor touch, in order; empty ones are left out."""
    result: list[Interval] = []
    for starts_at, ends_at in sorted(each for each in intervals if each[0] < each[1]):
        if result and starts_at <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], ends_at))
        else:
            result.append((starts_at, ends_at))
    return result


def gaps(taken: Iterable[Interval], since: datetime, until: datetime) -> list[Interval]:
    """Return what is left between two instants when the merged intervals `taken` are cut out."""
    return without([(since, until)], taken)


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """Return the times of `intervals` that are not in `taken`, merged and in order."""
    cuts = merged(taken)
    result: list[Interval] = []
    for start, ends_at in merged(intervals):
        begin = start
        for cut_from, cut_to in cuts:
            if cut_to <= begin or cut_from >= ends_at:
                continue
            if begin < cut_from:
                result.append((begin, cut_from))
            begin = max(begin, cut_to)
        if begin < ends_at:
            result.append((begin, ends_at))
    return result


def common(first: Iterable[Interval], second: Iterable[Interval]) -> list[Interval]:
    """Return the times that are in both sets, merged and in order."""
    others = merged(second)
    both = [(max(a, c), min(b, d)) for a, b in merged(first) for c, d in others]
    return merged(both)


def runs_of_days(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return first and last day of each run of days that follow each other; `days` are in order."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] <= timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
