"""A ranking as it is kept: rows in a short form and what stands above them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from ecosystem.judging.domain.results.compact import Figures
from ecosystem.judging.domain.results.figures import Bin
from ecosystem.judging.domain.scoring import GateKind, Missing, TieBreak, TieBreakBy

FORM = 1  # of what is kept; another one makes everything kept before old
PART = 100


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry in the ranking of its board: its index from 0, its figures, what the round's rule makes of it."""

    index: int
    figures: Figures
    goes_on: bool
    is_open: bool
    disagrees: bool


@dataclass(frozen=True)
class Summary:
    """What is said of a board as a whole. `cut` is the index after which the places run out."""

    entries: int = 0
    ranked: int = 0
    going_on: int = 0
    open_ties: int = 0
    places_left: int = 0
    disagreeing: int = 0
    cut: int | None = None
    bins: tuple[Bin, ...] = ()


def input_hash(epoch: int, *settings: object) -> str:
    """Return the hash of everything a kept ranking was made from: the epoch of the round's scores, and the settings."""
    return sha256(repr((FORM, epoch, settings)).encode()).hexdigest()


def in_parts(rows: Sequence[Placed]) -> list[list[Any]]:
    """Return the rows as plain values, in parts of `PART`; one empty part without rows."""
    return [[_plain(row) for row in rows[start : start + PART]] for start in range(0, len(rows), PART)] or [[]]


def _plain(row: Placed) -> list[Any]:
    figures = row.figures
    step = figures.broken_by
    return [
        figures.id,
        figures.score,
        figures.jury,
        list(figures.criteria),
        figures.judges,
        figures.lowest,
        figures.highest,
        [None if part is None else str(part) for part in figures.components],
        [[kind.value, key] for kind, key in figures.failed],
        None if figures.missing is None else figures.missing.value,
        figures.rank,
        figures.is_tied,
        None if step is None else [step.by.value, step.key],
        row.goes_on,
        row.is_open,
        row.disagrees,
    ]


def from_part(number: int, rows: Sequence[Sequence[Any]]) -> list[Placed]:
    """Return the rows of the part `number` (from 1)."""
    first = (number - 1) * PART
    return [_placed(first + offset, row) for offset, row in enumerate(rows)]


def _placed(index: int, row: Sequence[Any]) -> Placed:
    ident, score, jury, criteria, judges, lowest, highest, components, failed, missing, rank, is_tied, step = row[:13]
    figures = Figures(
        id=ident,
        score=score,
        jury=jury,
        criteria=criteria,
        judges=judges,
        lowest=lowest,
        highest=highest,
        components=tuple(None if part is None else Decimal(part) for part in components),
        failed=tuple((GateKind(kind), key) for kind, key in failed),
        missing=None if missing is None else Missing(missing),
        rank=rank,
        is_tied=is_tied,
        broken_by=None if step is None else TieBreak(TieBreakBy(step[0]), step[1]),
    )
    return Placed(index, figures, *row[13:])


def plain_summary(summary: Summary) -> dict[str, Any]:
    """Return the summary as plain values."""
    bins = [[str(each.low), str(each.high), each.count] for each in summary.bins]
    return {**asdict(summary), "bins": bins}


def from_plain_summary(plain: dict[str, Any]) -> Summary:
    """Return the summary that `plain_summary` made plain."""
    bins = tuple(Bin(Decimal(low), Decimal(high), count) for low, high, count in plain["bins"])
    return Summary(**{**plain, "bins": bins})
