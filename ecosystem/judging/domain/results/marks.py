"""All scores of a sheet in one short text.

A JSON array with one place per criterion of the rubric's version, in its order: ten-thousandths as a whole
number, or null for a score not given. `[75000,null,90000]` is 7.5, nothing yet, 9.
"""

import json
from collections.abc import Sequence
from decimal import Decimal

SCALE = 4
Marks = tuple[int | None, ...]


def pack(values: Sequence[Decimal | None]) -> str:
    """Write scores (in points, at most four decimals) as marks."""
    return json.dumps([None if value is None else int(value.scaleb(SCALE)) for value in values], separators=(",", ":"))


def unpack_all(texts: Sequence[str]) -> list[Marks]:
    """Read many marks at once, in ten-thousandths. An empty text gives an empty tuple."""
    return [tuple(marks) for marks in json.loads("[" + ",".join(text or "[]" for text in texts) + "]")]


def points(mark: int | None) -> Decimal | None:
    """Return one mark in points."""
    return None if mark is None else Decimal(mark).scaleb(-SCALE)
