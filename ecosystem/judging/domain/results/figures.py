"""Figures drawn beside a ranking: how scores are distributed, where judges disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

DISAGREEMENT_SHARE = Decimal("0.2")
"""Judges disagree when their totals lie at least this share of the maximum apart (a gap of 20 points in 100)."""


@dataclass(frozen=True)
class Bin:
    """Scores from `low` up to, not including, `high` (the last bin includes it), in points."""

    low: Decimal
    high: Decimal
    count: int


def distribution(scores: Sequence[Decimal], maximum: Decimal, *, bins: int = 20) -> list[Bin]:
    """Count scores in equal bins from 0 to `maximum`; a score beyond it falls into the last bin."""
    if maximum <= 0:
        return []
    counts = [0] * bins
    for score in scores:
        counts[min(bins - 1, max(0, int(score * bins // maximum)))] += 1
    width = maximum / bins
    return [Bin(width * index, width * (index + 1), count) for index, count in enumerate(counts)]


def disagree(lowest: Decimal | int, highest: Decimal | int, maximum: Decimal) -> bool:
    """Tell whether the totals of an entry's judges lie far apart. It is a hint for the chair, never a correction."""
    return maximum > 0 and highest - lowest >= DISAGREEMENT_SHARE * maximum
