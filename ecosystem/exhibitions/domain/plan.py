"""The plan of a hall as values: read from JSON with clear errors, checked, compared with what is stored.

Lengths are whole centimetres; a booth's `x`, `y` are its middle, its polygon `points` lie around that middle before it
is turned clockwise by `angle` degrees.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.exhibitions.domain.booths import BoothKind
from ecosystem.exhibitions.domain.geometry import (
    Polygon,
    is_simple,
    placed,
    rectangle,
)
from ecosystem.exhibitions.domain.numbering import is_number

SMALLEST, LARGEST = 20, 20_000  # cm
MOST_BOOTHS = 2_000
MOST_OBJECTS = 500
MOST_CORNERS = 40
HIGHEST_PRICE = 10**12
BACKGROUND_KINDS = ("wall", "door", "stage", "pillar", "label", "area")
_ID = re.compile(r"[a-z0-9]{6,16}")


class PlanError(ValueError):
    """A plan that cannot be read; `sentences` say what is wrong and where."""

    def __init__(self, sentences: Sequence[Text]) -> None:
        super().__init__(" ".join(str(each) for each in sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True)
class DrawnBooth:
    """A booth as it is drawn."""

    id: str
    number: str
    x: int
    y: int
    width: int
    depth: int
    angle: int = 0
    points: tuple[tuple[int, int], ...] | None = None
    kind: BoothKind = BoothKind.SHELL
    zone: str = ""
    price: int = 0
    is_blocked: bool = False
    note: str = ""

    @property
    def corners(self) -> Polygon:
        """Its corners in the hall."""
        return placed(self.points or rectangle(self.width, self.depth), self.x, self.y, self.angle)


@dataclass(frozen=True)
class HallShape:
    """The floor: a rectangle, or a polygon of its own."""

    width: int
    depth: int
    outline: tuple[tuple[int, int], ...] = ()

    @property
    def corners(self) -> Polygon:
        """Its corners, the top left one of the rectangle at (0, 0)."""
        if self.outline:
            return [(float(x), float(y)) for x, y in self.outline]
        return [(0, 0), (self.width, 0), (self.width, self.depth), (0, self.depth)]


@dataclass(frozen=True)
class Drawing:
    """What is read from JSON: booths to store, ids to take off the plan, and the background if it is sent."""

    booths: tuple[DrawnBooth, ...]
    removed: tuple[str, ...] = ()
    background: tuple[Mapping[str, Any], ...] | None = None
    hall: Mapping[str, Any] | None = None


@dataclass
class _Reader:
    """Collects what is wrong while values are read."""

    sentences: list[Text] = field(default_factory=list)

    def whole(self, where: str, value: Any, low: int, high: int) -> int:
        """Read a whole number in a range; a float is rounded."""
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 10**15:
            self.sentences.append(_l("%(where)s: a number is expected.", where=where))
            return low
        number = round(value)
        if not low <= number <= high:
            self.sentences.append(
                _l(
                    "%(where)s: %(number)s is not between %(low)s and %(high)s.",
                    where=where,
                    number=number,
                    low=low,
                    high=high,
                )
            )
        return min(max(number, low), high)

    def text(self, where: str, value: Any, longest: int) -> str:
        """Read a line of text."""
        if not isinstance(value, str) or len(value) > longest:
            self.sentences.append(
                _l("%(where)s: a text of at most %(longest)s characters is expected.", where=where, longest=longest)
            )
            return ""
        return " ".join("".join(c for c in value if c.isprintable()).split())

    def corners(self, where: str, value: Any) -> tuple[tuple[int, int], ...]:
        """Read the corners of a simple polygon."""
        fits = isinstance(value, list) and 3 <= len(value) <= MOST_CORNERS
        if not fits or not all(isinstance(each, list) and len(each) == 2 for each in value):
            self.sentences.append(
                _l("%(where)s: 3 to %(most)s corners [x, y] are expected.", where=where, most=MOST_CORNERS)
            )
            return ()
        found = tuple(
            (self.whole(where, x, -LARGEST * 5, LARGEST * 5), self.whole(where, y, -LARGEST * 5, LARGEST * 5))
            for x, y in value
        )
        if not is_simple(found):
            self.sentences.append(_l("%(where)s: the edges of the polygon cross each other.", where=where))
        return found


def read_drawing(data: Any, *, zones: Iterable[str]) -> Drawing:
    """Read what the editor sends or a file holds. Raises PlanError with every mistake found."""
    reader = _Reader()
    if not isinstance(data, dict) or not isinstance(data.get("booths", []), list):
        raise PlanError([_l("This is no floor plan: an object with a list “booths” is expected.")])
    rows = data.get("booths", [])
    if len(rows) > MOST_BOOTHS:
        raise PlanError([_l("A hall holds at most %(most)s booths.", most=MOST_BOOTHS)])
    known = set(zones)
    booths = tuple(_booth(reader, row, index, known) for index, row in enumerate(rows, 1))
    removed = data.get("removed", [])
    if not isinstance(removed, list) or not all(isinstance(each, str) and _ID.fullmatch(each) for each in removed):
        reader.sentences.append(_l("“removed” must list ids of booths."))
        removed = []
    drawing = Drawing(
        booths, tuple(removed), _background(reader, data.get("background")), _hall(reader, data.get("hall"))
    )
    if len({booth.id for booth in booths}) < len(booths):
        reader.sentences.append(_l("Two booths have the same id."))
    if reader.sentences:
        raise PlanError(reader.sentences[:12])
    return drawing


def _booth(reader: _Reader, row: Any, index: int, zones: set[str]) -> DrawnBooth:
    where = str(_l("Booth %(index)s", index=index))
    if not isinstance(row, dict):
        reader.sentences.append(_l("%(where)s: an object is expected.", where=where))
        row = {}
    number = reader.text(f"{where}, number", row.get("number"), 20)
    if not is_number(number):
        reader.sentences.append(_l("%(where)s: “%(number)s” is no number of a booth.", where=where, number=number))
    where = number or where
    ident = row.get("id")
    if not isinstance(ident, str) or not _ID.fullmatch(ident):
        reader.sentences.append(_l("%(where)s: the id is missing or malformed.", where=where))
        ident = ""
    points = reader.corners(f"{where}, points", row["points"]) if row.get("points") else None
    return DrawnBooth(
        id=ident,
        number=number,
        x=reader.whole(f"{where}, x", row.get("x"), -LARGEST, LARGEST * 5),
        y=reader.whole(f"{where}, y", row.get("y"), -LARGEST, LARGEST * 5),
        width=reader.whole(f"{where}, width", row.get("width"), SMALLEST, LARGEST),
        depth=reader.whole(f"{where}, depth", row.get("depth"), SMALLEST, LARGEST),
        angle=reader.whole(f"{where}, angle", row.get("angle", 0), -360, 720) % 360,
        points=points or None,
        kind=_kind(reader, where, row.get("kind", "shell")),
        zone=_zone(reader, where, row.get("zone") or "", zones),
        price=reader.whole(f"{where}, price", row.get("price", 0), 0, HIGHEST_PRICE),
        is_blocked=row.get("blocked", False) is True,
        note=reader.text(f"{where}, note", row.get("note") or "", 300),
    )


def _kind(reader: _Reader, where: str, value: Any) -> BoothKind:
    if value not in [kind.value for kind in BoothKind if kind is not BoothKind.ONLINE]:  # may be a list: no set
        reader.sentences.append(_l("%(where)s: “%(kind)s” is no kind of booth.", where=where, kind=str(value)[:30]))
        return BoothKind.SHELL
    return BoothKind(value)


def _zone(reader: _Reader, where: str, value: Any, zones: set[str]) -> str:
    if value and (not isinstance(value, str) or value not in zones):
        reader.sentences.append(_l("%(where)s: there is no such zone in this exhibition.", where=where))
        return ""
    return str(value)


def _background(reader: _Reader, rows: Any) -> tuple[Mapping[str, Any], ...] | None:
    if rows is None:
        return None
    if not isinstance(rows, list) or len(rows) > MOST_OBJECTS or not all(isinstance(row, dict) for row in rows):
        reader.sentences.append(_l("“background” must list at most %(most)s objects.", most=MOST_OBJECTS))
        return ()
    return tuple(_object(reader, row, index) for index, row in enumerate(rows, 1))


def _object(reader: _Reader, row: Mapping[str, Any], index: int) -> Mapping[str, Any]:
    where = str(_l("Object %(index)s", index=index))
    if row.get("kind") not in BACKGROUND_KINDS:
        reader.sentences.append(
            _l("%(where)s: “%(kind)s” is no kind of object.", where=where, kind=str(row.get("kind"))[:30])
        )
    ident = row.get("id")
    if not isinstance(ident, str) or not _ID.fullmatch(ident):
        reader.sentences.append(_l("%(where)s: the id is missing or malformed.", where=where))
    return {
        "id": ident,
        "kind": row.get("kind"),
        "x": reader.whole(where, row.get("x"), -LARGEST, LARGEST * 5),
        "y": reader.whole(where, row.get("y"), -LARGEST, LARGEST * 5),
        "width": reader.whole(where, row.get("width"), 5, LARGEST * 5),
        "depth": reader.whole(where, row.get("depth"), 5, LARGEST * 5),
        "angle": reader.whole(where, row.get("angle", 0), -360, 720) % 360,
        "text": reader.text(where, row.get("text") or "", 120),
    }


def _hall(reader: _Reader, row: Any) -> Mapping[str, Any] | None:
    if not isinstance(row, dict):
        return None
    where = str(_l("Hall"))
    outline = reader.corners(where, row["outline"]) if row.get("outline") else ()
    return {
        "width": reader.whole(where, row.get("width"), 100, 100_000),
        "depth": reader.whole(where, row.get("depth"), 100, 100_000),
        "grid": reader.whole(where, row.get("grid", 50), 5, 500),
        "outline": [list(point) for point in outline],
    }


def snapped(value: float, grid: int) -> int:
    """Return the nearest multiple of `grid` centimetres; without a grid the nearest centimetre."""
    return round(value / grid) * grid if grid > 1 else round(value)
