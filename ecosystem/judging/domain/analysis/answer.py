"""A stored analysis, read for a page without any numerical library."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ecosystem.judging.domain.refusals import Reason, Refusal


@dataclass(frozen=True, slots=True)
class FairRow:
    """An entry in the fair ranking. `moved` is how many places up (above 0) from the raw rank."""

    entry: int
    reviews: int
    raw_rank: int | None
    rank: int | None
    adjusted: float
    shrunk: float | None
    shrunk_rank: int | None
    low: int | None
    high: int | None
    chance: float | None
    part: int | None

    @property
    def moved(self) -> int | None:
        """Places gained by taking the judges' strictness out; None where one of the ranks is missing."""
        return None if self.raw_rank is None or self.rank is None else self.raw_rank - self.rank


@dataclass(frozen=True, slots=True)
class Reading:
    """A further reading the forecast proposes, with the risk of a wrong decision before and after."""

    judge: int
    entry: int
    risk: float
    risk_after: float


@dataclass(frozen=True)
class Answer:
    """Reads what `engine.analyse` returned."""

    result: Mapping[str, Any]

    @property
    def refusal(self) -> Refusal | None:
        """Why there is no analysis at all."""
        return refusal_in(self.result.get("refusal"))

    @property
    def is_connected(self) -> bool:
        """Whether all entries can be compared."""
        return not self.result.get("parts")

    @property
    def links(self) -> list[tuple[int, int]]:
        """(judge, entry) that would join the parts."""
        return [(judge, entry) for judge, entry in self.result.get("links", ())]

    @cached_property
    def too_close(self) -> list[int]:
        """Entries whose interval of ranks crosses the cut, nearest first."""
        return list(self.result.get("too_close", ()))

    @property
    def readings(self) -> list[Reading]:
        """Further readings, the most useful first."""
        return [Reading(*row) for row in self.result.get("readings", ())]

    @property
    def no_intervals(self) -> Refusal | None:
        """Why ranks have no intervals."""
        return refusal_in(self.result.get("intervals"))

    def rows(self) -> list[FairRow]:
        """Return the entries by fair rank, ties by raw rank; where parts cannot be compared, part after part."""
        found = list(self._rows())
        return sorted(
            found, key=lambda row: (row.part or 0, row.rank or 0, -row.adjusted, row.raw_rank or 0, row.entry)
        )

    def _rows(self) -> Iterator[FairRow]:
        columns: Mapping[str, Any] = self.result.get("entries", {})
        ids: Sequence[int] = columns.get("id", ())
        names = (
            "reviews",
            "raw_rank",
            "rank",
            "adjusted",
            "shrunk",
            "shrunk_rank",
            "low",
            "high",
            "chance",
            "part",
        )
        nothing = [None] * len(ids)
        for entry, *values in zip(ids, *(columns.get(name) or nothing for name in names), strict=True):
            yield FairRow(entry, *values)


def refusal_in(data: Any) -> Refusal | None:
    """Return the refusal stored in a place, None where there is an answer."""
    if not isinstance(data, Mapping) or "reason" not in data:
        return None
    return Refusal(Reason(data["reason"]), tuple(data.get("about", ())))
