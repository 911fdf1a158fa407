"""Scores adjusted for the strictness of the judges, to the same digit on every machine, by Python alone.

The additive model `x_ij = q_i + b_j + e_ij` by least squares, the judges' deviations summing to 0 (R. S. MacKay,
R. Kenna, R. J. Low, S. Parker, “Calibration with confidence”, Royal Society Open Science 4:160760, 2017), as
`domain/fairness/additive` fits it in binary numbers for the analysis. The entries are eliminated; what remains, one
equation a judge, is solved in decimals of `DIGITS` digits and settled at `SETTLED` decimals, far beyond any rounding of
a rubric. Whoever solves it exactly, as the check of published files does, gets the same score.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any, TypeAlias

DIGITS = 60
SETTLED = 20
Key: TypeAlias = Any  # sortable among its kind
Rows: TypeAlias = list[list[Decimal]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The points of one complete sheet. A judge reads an entry once at most."""

    entry: Key
    judge: Key
    points: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """Entries and judges joined by chains of readings."""

    entries: tuple[Key, ...]
    judges: tuple[Key, ...]


def adjusted_points(readings: Sequence[Reading]) -> dict[Key, Fraction] | None:
    """Return the quality of each entry in points, None where no chain of judges joins them all.

    The order of the readings changes nothing.
    """
    parts = parts_of(readings)
    if len(parts) != 1:
        return None if parts else {}
    ordered = sorted(readings, key=lambda each: (each.entry, each.judge))
    of_entry: dict[Key, list[Reading]] = defaultdict(list)
    for each in ordered:
        of_entry[each.entry].append(each)
    with localcontext(Context(prec=DIGITS)):
        leniency = _leniency(of_entry)
        return {entry: _settled(own, leniency) for entry, own in of_entry.items()}


def parts_of(readings: Iterable[Reading]) -> list[Part]:
    """Return the parts into which the readings fall, that with most entries first."""
    above: dict[tuple[str, Key], tuple[str, Key]] = {}

    def root(node: tuple[str, Key]) -> tuple[str, Key]:
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for each in readings:
        above[root(("judge", each.judge))] = root(("entry", each.entry))
    members: dict[Hashable, dict[str, list[Key]]] = defaultdict(lambda: {"entry": [], "judge": []})
    for node in list(above):
        members[root(node)][node[0]].append(node[1])
    parts = [Part(tuple(sorted(own["entry"])), tuple(sorted(own["judge"]))) for own in members.values()]
    return sorted(parts, key=lambda part: (-len(part.entries), part.entries))


def missing_link(parts: Sequence[Part], barred: AbstractSet[tuple[Key, Key]] = frozenset()) -> tuple[Key, Key] | None:
    """Return a (judge, entry) whose reading would join two of the parts, the first to another where that is possible.

    `barred` holds those that must not meet. None when nobody may read across.
    """
    for position, part in enumerate(parts):
        for other in parts[position + 1 :]:
            ways = [(judge, entry) for judge in part.judges for entry in other.entries]
            ways += [(judge, entry) for judge in other.judges for entry in part.entries]
            found = next((way for way in ways if way not in barred), None)
            if found is not None:
                return found
    return None


def _leniency(of_entry: Mapping[Key, Sequence[Reading]]) -> dict[Key, Decimal]:
    """How many points each judge gives more than the others, on the whole 0."""
    judges = sorted({each.judge for own in of_entry.values() for each in own})
    place = {judge: number for number, judge in enumerate(judges)}
    rows: Rows = [[Decimal(0)] * (len(judges) + 1) for _ in judges]
    for own in of_entry.values():
        _add_entry(rows, [(place[each.judge], _decimal(each.points)) for each in own])
    found = [*_solved([[*row[:-2], row[-1]] for row in rows[:-1]]), Decimal(0)]  # the last judge is held at 0
    mean = sum(found, Decimal(0)) / len(found)
    return {judge: value - mean for judge, value in zip(judges, found, strict=True)}


def _add_entry(rows: Rows, given: Sequence[tuple[int, Decimal]]) -> None:
    share = Decimal(1) / len(given)
    mean = sum((points for _, points in given), Decimal(0)) / len(given)
    for judge, points in given:
        row = rows[judge]
        row[judge] += 1
        row[-1] += points - mean
        for other, _ in given:
            row[other] -= share


def _solved(rows: Rows) -> list[Decimal]:
    """Solve by elimination. The matrix is one of a connected graph without a node: no pivot is 0, none is sought."""
    size = len(rows)
    for step, pivot in enumerate(rows):
        for row in rows[step + 1 :]:
            if row[step]:
                factor = row[step] / pivot[step]
                row[step:] = [value - factor * above for value, above in zip(row[step:], pivot[step:], strict=True)]
    found = [Decimal(0)] * size
    for step in reversed(range(size)):
        row = rows[step]
        known = sum((row[other] * found[other] for other in range(step + 1, size)), Decimal(0))
        found[step] = (row[size] - known) / row[step]
    return found


def _settled(own: Sequence[Reading], leniency: Mapping[Key, Decimal]) -> Fraction:
    without = sum((_decimal(each.points) - leniency[each.judge] for each in own), Decimal(0)) / len(own)
    return Fraction(round(without.scaleb(SETTLED)), 10**SETTLED)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
