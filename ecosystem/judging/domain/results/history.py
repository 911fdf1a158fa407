"""Score history as a chain: each event's hash covers the event and the hash before it on the sheet."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256


@dataclass(frozen=True)
class Change:
    """One event of a sheet's history. `kind` is score, comment, note, or a step such as hand_in."""

    sheet_id: int
    at: datetime
    account_id: int | None
    kind: str
    criterion_id: int | None = None
    before: str = ""
    after: str = ""
    note: str = ""


def chained(previous: str, change: Change) -> str:
    """Return the SHA-256 of `change` linked to the hash `previous` ("" at the beginning)."""
    fields = asdict(change) | {"at": change.at.astimezone(UTC).isoformat(), "previous": previous}
    return sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken(changes: Iterable[tuple[Change, str]]) -> int | None:
    """Return the index of the first (change, stored hash) that does not fit the chain, None when all fit."""
    previous = ""
    for index, (change, stored) in enumerate(changes):
        if chained(previous, change) != stored:
            return index
        previous = stored
    return None
