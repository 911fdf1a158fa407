"""What a check found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with a file of published results."""

    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    UNKNOWN_FORMAT = "unknown_format"
    OLD_FORMAT = "old_format"
    NOT_CANONICAL = "not_canonical"
    SEAL = "seal"
    PUBLISHED_HASH = "published_hash"
    MALFORMED = "malformed"
    UNKNOWN_METHOD = "unknown_method"
    FIGURE = "figure"
    LINK = "link"
    HEAD = "head"
    SHEET_BINDING = "sheet_binding"
    SHEET_UNKNOWN = "sheet_unknown"
    SHEET_MISSING = "sheet_missing"
    SHEET_OPEN = "sheet_open"
    SCORE_NOT_ON_RECORD = "score_not_on_record"
    LEFT_OUT = "left_out"
    VOTES = "votes"


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit: where, what the file says, what it should say (where that is known)."""

    problem: Problem
    where: str = ""
    stated: str = ""
    expected: str = ""


@dataclass(frozen=True)
class BoardSummary:
    """A board as it was recomputed."""

    name: str
    method: str
    entries: int
    ranked: int
    sheets: int


@dataclass(frozen=True)
class Report:
    """The outcome. `findings` empty means that everything fits; `file_hash` is the SHA-256 of the file as it is.

    `was_compared` tells whether the published hash was given. Without it a file forged as a whole cannot be told from
    the real one. `left_out` counts sheets handed in that did not count, by the reason given.
    """

    file_hash: str
    findings: Sequence[Finding]
    was_compared: bool = False
    contest: str = ""
    round: str = ""
    published_at: str = ""
    boards: Sequence[BoardSummary] = ()
    events: int = 0
    head: str = ""
    left_out: Sequence[tuple[str, int]] = ()

    @property
    def is_sound(self) -> bool:
        """Whether everything fits."""
        return not self.findings
