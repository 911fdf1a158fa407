"""What an analysis is made from, and its hash: the same input has the same answer, wherever it is computed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ENGINE = "3"  # raised whenever the same input would give another answer
DRAWS = 1000
READINGS = 12


@dataclass(frozen=True, slots=True)
class SheetScores:
    """A complete sheet handed in. `total` in points; `marks` one a criterion, None where it was not scored; `order`
    any number that grows in the order in which the judge scored."""

    entry: int
    judge: int
    total: float
    marks: tuple[float | None, ...]
    order: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry: its rank by the plain means (None without a result), points outside the jury, whether it passes."""

    id: int
    raw_rank: int | None
    added: float = 0.0
    passes: bool = True


@dataclass(frozen=True)
class BoardInput:
    """A board in one round. `criteria` are the keys in the order of the marks, `places` how many go on.

    `barred` are (judge, entry) that must not meet or are assigned already, `room` how many more entries a judge takes.
    """

    candidates: tuple[Candidate, ...]
    sheets: tuple[SheetScores, ...]
    criteria: tuple[str, ...]
    full_marks: float
    places: int | None = None
    seed: int = 1
    barred: frozenset[tuple[int, int]] = frozenset()
    room: Mapping[int, int] = field(default_factory=dict)

    def hash(self) -> str:
        """Return the SHA-256 of everything the answer depends on, the order of rows excluded."""
        content: list[Any] = [
            ENGINE,
            DRAWS,
            READINGS,
            self.seed,
            self.places,
            self.full_marks,
            self.criteria,
            sorted(((c.id, c.raw_rank, c.added, c.passes) for c in self.candidates), key=lambda row: row[0]),
            [[s.entry, s.judge, s.total, list(s.marks), s.order] for s in _by_pair(self.sheets)],
            sorted(self.barred),
            sorted(self.room.items()),
        ]
        return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def _by_pair(sheets: tuple[SheetScores, ...]) -> list[SheetScores]:
    return sorted(sheets, key=lambda sheet: (sheet.entry, sheet.judge))
