"""How well a judge suits an entry: whole points from 0 to 100, each with a reason that can be told.

Sectors count most, then the language of the entry, then what the judge scored before, then a board the judge was
named for. What is not known neither helps nor harms much: a judge who told no languages is taken to read some.
"""

from dataclasses import dataclass
from enum import StrEnum

from ecosystem.judging.domain.assignment.problem import Entry, Judge

MOST = 100


class Reason(StrEnum):
    """Why a judge suits an entry, or why less."""

    KNOWS_SECTOR = "knows_sector"
    KNOWS_SECTORS = "knows_sectors"
    READS_LANGUAGE = "reads_language"
    LANGUAGE_UNKNOWN = "language_unknown"
    FOREIGN_LANGUAGE = "foreign_language"
    PRACTISED = "practised"
    NAMED_FOR_BOARD = "named_for_board"


POINTS: dict[Reason, int] = {
    Reason.KNOWS_SECTOR: 40,
    Reason.KNOWS_SECTORS: 50,  # two or more of the entry's sectors
    Reason.READS_LANGUAGE: 20,
    Reason.LANGUAGE_UNKNOWN: 10,
    Reason.FOREIGN_LANGUAGE: 0,
    Reason.PRACTISED: 20,
    Reason.NAMED_FOR_BOARD: 10,
}


@dataclass(frozen=True)
class Affinity:
    """Points out of 100, and the reasons they come from."""

    points: int
    reasons: tuple[Reason, ...]


def affinity_of(judge: Judge, entry: Entry) -> Affinity:
    """Return how well the judge suits the entry; whether a conflict bars the pair is no question of affinity."""
    reasons = tuple(
        reason
        for reason in (
            _about_sectors(judge, entry),
            _about_language(judge, entry),
            None if judge.practised.isdisjoint(entry.sectors) else Reason.PRACTISED,
            Reason.NAMED_FOR_BOARD if entry.board in judge.boards else None,
        )
        if reason is not None
    )
    return Affinity(sum(POINTS[reason] for reason in reasons), reasons)


def _about_sectors(judge: Judge, entry: Entry) -> Reason | None:
    shared = len(judge.sectors & entry.sectors)
    if not shared:
        return None
    return Reason.KNOWS_SECTORS if shared > 1 else Reason.KNOWS_SECTOR


def _about_language(judge: Judge, entry: Entry) -> Reason:
    if not judge.languages or not entry.language:
        return Reason.LANGUAGE_UNKNOWN
    return Reason.READS_LANGUAGE if entry.language in judge.languages else Reason.FOREIGN_LANGUAGE
