"""The way through the halls: favourites in the order in which one passes them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_PIECES = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Stop:
    """A booth on the way. `hall` is None for an exhibitor without a place (online only); `thing` waits there."""

    hall: int | None
    number: str
    thing: Any


def natural_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which booth numbers sort as people count: A2 before A10, and B1 after both."""
    pieces = (piece for piece in _PIECES.split(number.casefold()) if piece)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def in_walking_order(stops: Iterable[Stop]) -> list[Stop]:
    """Return the stops hall by hall, in each hall by booth number; those without a place come last."""
    return sorted(stops, key=lambda stop: (stop.hall is None, stop.hall or 0, natural_key(stop.number)))


def halls_of(stops: Sequence[Stop]) -> list[tuple[int | None, list[Stop]]]:
    """Return the stops in walking order, grouped by hall."""
    grouped: dict[int | None, list[Stop]] = {}
    for stop in in_walking_order(stops):
        grouped.setdefault(stop.hall, []).append(stop)
    return list(grouped.items())
