"""The adjusted ranking computed again in whole numbers and fractions, by a way of its own.

`x_ij = q_i + b_j + e_ij` by least squares with the judges' deviations summing to 0. The normal equations are brought to
whole numbers and solved without a division that leaves a rest (E. H. Bareiss, “Sylvester's identity and multistep
integer-preserving Gaussian elimination”, Mathematics of Computation 22, 1968): the result is exact.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

Readings = Sequence[tuple[str, str, Fraction]]
"""(entry, judge, points) of every complete sheet."""


def qualities(readings: Readings) -> dict[str, Fraction] | None:
    """Return the adjusted points of each entry, exactly; None where no chain of judges joins them all."""
    read: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for entry, judge, points in readings:
        read[entry][judge] = points
    if not read:
        return {}
    if not _hangs_together(read):
        return None
    judges = sorted({judge for given in read.values() for judge in given})
    deviation = _deviations(read, judges)
    return {
        entry: sum((points - deviation[judge] for judge, points in given.items()), Fraction(0)) / len(given)
        for entry, given in read.items()
    }


def _hangs_together(read: Mapping[str, Mapping[str, Fraction]]) -> bool:
    of_judge: dict[str, list[str]] = defaultdict(list)
    for entry, given in read.items():
        for judge in given:
            of_judge[judge].append(entry)
    reached: set[str] = set()
    waiting = list(read)[:1]
    while waiting:
        entry = waiting.pop()
        if entry not in reached:
            reached.add(entry)
            waiting += [other for judge in read[entry] for other in of_judge.pop(judge, ())]
    return len(reached) == len(read)


def _deviations(read: Mapping[str, Mapping[str, Fraction]], judges: Sequence[str]) -> dict[str, Fraction]:
    points_of = [points for given in read.values() for points in given.values()]
    scale = lcm(1, *map(len, read.values()), *(points.denominator for points in points_of))
    place = {judge: number for number, judge in enumerate(judges)}
    rows = [[0] * (len(judges) + 1) for _ in judges]
    for given in read.values():
        share, mean = scale // len(given), sum(given.values(), Fraction(0)) / len(given)
        for judge, points in given.items():
            row = rows[place[judge]]
            row[place[judge]] += scale
            row[-1] += int((points - mean) * scale * scale)
            for other in given:
                row[place[other]] -= share
    without_last = [[*row[:-2], row[-1]] for row in rows[:-1]]
    found = [value / scale for value in _solved(without_last)] + [Fraction(0)]
    mean = sum(found, Fraction(0)) / len(found)
    return {judge: value - mean for judge, value in zip(judges, found, strict=True)}


def _solved(rows: list[list[int]]) -> list[Fraction]:
    size, before = len(rows), 1
    for step, pivot in enumerate(rows):
        head = pivot[step]
        for row in rows[step + 1 :]:
            factor = row[step]
            row[step:] = [(head * v - factor * p) // before for v, p in zip(row[step:], pivot[step:], strict=True)]
        before = head
    found = [Fraction(0)] * size
    for step in reversed(range(size)):
        row = rows[step]
        known = sum((row[other] * found[other] for other in range(step + 1, size)), Fraction(0))
        found[step] = (row[size] - known) / row[step]
    return found
