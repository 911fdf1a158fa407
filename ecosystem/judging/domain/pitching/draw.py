"""The order of a pitch day: drawn by a seed that is shown, so that anybody can draw it again and compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256


def drawn_order(seed: str, codes: Sequence[str]) -> list[str]:
    """Return `codes` in the order of the SHA-256 of "seed:code", which no order of `codes` changes.

    Codes differ; the same seed and codes give the same order on any machine.
    """
    return sorted(codes, key=lambda code: (sha256(f"{seed}:{code}".encode()).hexdigest(), code))


@dataclass(frozen=True)
class Length:
    """How long a place in the programme takes, in seconds, and the change to the next one."""

    seconds: int
    gap: int = 0


def planned_starts(begin: datetime | None, lengths: Sequence[Length]) -> list[datetime | None]:
    """Return when each place begins, one after the other from `begin`; all None without one."""
    starts: list[datetime | None] = []
    at = begin
    for length in lengths:
        starts.append(at)
        at = at + timedelta(seconds=length.seconds + length.gap) if at is not None else None
    return starts
