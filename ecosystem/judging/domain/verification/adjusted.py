"""The adjusted ranking computed again, by ways of its own.

`x_ij = q_i + b_j + e_ij` by least squares with the judges' deviations summing to 0. The normal equations are brought
to whole numbers and solved without a division that leaves a rest (E. H. Bareiss, “Sylvester's identity and multistep
integer-preserving Gaussian elimination”, Mathematics of Computation 22, 1968): the result is exact. For more judges
than `EXACT` that takes too long; there conjugate gradients run in decimals of `DIGITS` digits until nothing is left
over, and the result is settled at `SETTLED` decimals, far beyond any rounding of a rubric. A file made up to keep the
check busy is refused after `MOST_WORK` products.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import lcm

from ecosystem.judging.domain.verification.document import Malformed

EXACT = 80
DIGITS = 80
SETTLED = 20
NOTHING = Decimal("1e-90")  # of squared points
MOST_BITS = 1_000  # of what brings everything to whole numbers
MOST_WORK = 6_000_000

Readings = Sequence[tuple[str, str, Fraction]]
"""(entry, judge, points) of every complete sheet."""


def qualities(readings: Readings) -> dict[str, Fraction] | None:
    """Return the adjusted points of each entry; None where no chain of judges joins them all.

    Raises Malformed for a board that no jury makes and that would take too long.
    """
    read: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for entry, judge, points in readings:
        read[entry][judge] = points
    if not read:
        return {}
    if not _hangs_together(read):
        return None
    judges = sorted({judge for given in read.values() for judge in given})
    scale = _scale(read)
    is_exact = len(judges) <= EXACT and scale.bit_length() <= MOST_BITS
    deviation = _deviations(read, judges, scale) if is_exact else _approached(read, judges)
    found = {
        entry: sum((points - deviation[judge] for judge, points in given.items()), Fraction(0)) / len(given)
        for entry, given in read.items()
    }
    return found if is_exact else {entry: Fraction(round(q * 10**SETTLED), 10**SETTLED) for entry, q in found.items()}


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


def _scale(read: Mapping[str, Mapping[str, Fraction]]) -> int:
    points_of = [points for given in read.values() for points in given.values()]
    return lcm(1, *map(len, read.values()), *{points.denominator for points in points_of})


def _deviations(read: Mapping[str, Mapping[str, Fraction]], judges: Sequence[str], scale: int) -> dict[str, Fraction]:
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


def _approached(read: Mapping[str, Mapping[str, Fraction]], judges: Sequence[str]) -> dict[str, Fraction]:
    """The deviations by conjugate gradients (M. R. Hestenes, E. Stiefel, 1952), from 0 on."""
    place = {judge: number for number, judge in enumerate(judges)}
    readers = [[place[judge] for judge in given] for given in read.values()]
    most_steps = MOST_WORK // sum(map(len, readers))
    with localcontext(Context(prec=DIGITS)):
        found, rest = [Decimal(0)] * len(judges), _left_over(read, place)
        way, size = rest, _product(rest, rest)
        for _ in range(most_steps):
            if size < NOTHING:
                mean = sum(found, Decimal(0)) / len(found)
                return {judge: Fraction(found[number] - mean) for judge, number in place.items()}
            image = _applied(readers, way)
            length = size / _product(way, image)
            found = [value + length * step for value, step in zip(found, way, strict=True)]
            rest = [value - length * step for value, step in zip(rest, image, strict=True)]
            before, size = size, _product(rest, rest)
            way = [value + size / before * step for value, step in zip(rest, way, strict=True)]
    raise Malformed("boards")


def _left_over(read: Mapping[str, Mapping[str, Fraction]], place: Mapping[str, int]) -> list[Decimal]:
    sums = [Decimal(0)] * len(place)
    for given in read.values():
        mean = sum(given.values(), Fraction(0)) / len(given)
        for judge, points in given.items():
            apart = points - mean
            sums[place[judge]] += Decimal(apart.numerator) / apart.denominator
    return sums


def _applied(readers: Sequence[Sequence[int]], vector: Sequence[Decimal]) -> list[Decimal]:
    """The normal equations applied to one value a judge."""
    image = [Decimal(0)] * len(vector)
    for own in readers:
        mean = sum((vector[judge] for judge in own), Decimal(0)) / len(own)
        for judge in own:
            image[judge] += vector[judge] - mean
    return image


def _product(one: Sequence[Decimal], other: Sequence[Decimal]) -> Decimal:
    return sum((a * b for a, b in zip(one, other, strict=True)), Decimal(0))
