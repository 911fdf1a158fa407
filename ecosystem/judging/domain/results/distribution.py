"""How the scores of a board are spread, coarse enough that no other entry can be read from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecosystem.judging.domain.results.figures import distribution

LEAST = 5
"""With fewer entries a column would tell the score of a single neighbour."""
BINS = 10


@dataclass(frozen=True)
class Distribution:
    """Columns (label, number of entries) from 0 to full marks; `own` is the label of the reader's column."""

    bins: Sequence[tuple[str, int]]
    own: str
    entries: int


def distribution_of(scores: Sequence[Decimal], own: Decimal, full: Decimal) -> Distribution | None:
    """Return the spread of `scores` from 0 to `full`; None with fewer than LEAST of them, or without full marks."""
    if len(scores) < LEAST or full <= 0:
        return None
    columns = distribution(scores, full, bins=BINS)
    labels = [f"{_whole(column.low)}–{_whole(column.high)}" for column in columns]
    own_column = next(index for index, column in enumerate(distribution([own], full, bins=BINS)) if column.count)
    bins = [(label, column.count) for label, column in zip(labels, columns, strict=True)]
    return Distribution(bins, labels[own_column], len(scores))


def _whole(value: Decimal) -> str:
    return f"{value.normalize():f}"
