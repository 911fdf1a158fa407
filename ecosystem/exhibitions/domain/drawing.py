"""A plan as SVG: written clean, and read with suspicion.

One unit of a drawing is a centimetre. Reading takes rectangles and polygons with an id as their number and refuses
whatever a drawing of booths does not need: document types and entities (with them "billion laughs"), scripts, event
attributes, foreign objects, links out, deep or huge files.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.exhibitions.domain.geometry import box_of
from ecosystem.exhibitions.domain.numbering import is_number
from ecosystem.exhibitions.domain.plan import MOST_BOOTHS, DrawnBooth, HallShape, PlanError

LARGEST_FILE = 1024 * 1024
DEEPEST, MOST_ELEMENTS = 40, 20_000
FORBIDDEN = {"script", "foreignobject", "iframe", "object", "embed", "handler", "animate", "set", "use", "image"}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,2})?", re.IGNORECASE)
_TRANSFORM = re.compile(r"(translate|rotate|matrix)\(([^()]*)\)")
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class ReadShape:
    """A shape of a drawing: its id, its corners, its angle if it is a rectangle."""

    number: str
    corners: tuple[tuple[float, float], ...]
    angle: float | None

    def scaled(self, factor: float) -> "ReadShape":
        """Return the shape with every length times `factor`."""
        corners = tuple((x * factor, y * factor) for x, y in self.corners)
        return ReadShape(self.number, corners, self.angle)


def read_svg(content: bytes) -> list[ReadShape]:
    """Return the rectangles and polygons of a drawing. Raises PlanError saying why a file is refused."""
    if len(content) > LARGEST_FILE:
        raise PlanError([_l("The drawing is larger than 1 MB.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError([_l("The drawing is not in UTF-8.")]) from error
    reader = _SvgReader()
    try:
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise PlanError([_l("The drawing is no valid SVG (line %(line)s).", line=error.lineno)]) from error
    if not reader.shapes:
        raise PlanError([_l("The drawing holds no rectangle and no polygon with an id.")])
    return reader.shapes


class _SvgReader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.EntityDeclHandler = self.refuse_doctype
        self.parser.ProcessingInstructionHandler = self.refuse_instruction
        self.matrices: list[Matrix] = [SAME]
        self.elements = 0
        self.shapes: list[ReadShape] = []

    def refuse_doctype(self, *_arguments: Any) -> NoReturn:
        raise PlanError([_l("The drawing declares a document type or entities; save it as plain SVG.")])

    def refuse_instruction(self, *_arguments: Any) -> NoReturn:
        raise PlanError([_l("The drawing holds instructions for programs; save it as plain SVG.")])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS or len(self.matrices) > DEEPEST:
            raise PlanError([_l("The drawing has too many or too deeply nested elements.")])
        tag = name.rpartition(" ")[2].lower()
        _ensure_harmless(tag, attributes)
        if self.elements == 1 and tag != "svg":
            raise PlanError([_l("The file is no SVG drawing.")])
        matrix = _times(self.matrices[-1], _matrix(attributes.get("transform", "")))
        self.matrices.append(matrix)
        corners = _corners(tag, attributes) if tag in ("rect", "polygon") else None
        number = attributes.get("id", "").strip()
        if corners and is_number(number):
            self.shapes.append(_shape(tag, number, corners, matrix))
        if len(self.shapes) > MOST_BOOTHS:
            raise PlanError([_l("A hall holds at most %(most)s booths.", most=MOST_BOOTHS)])

    def end(self, _name: str) -> None:
        self.matrices.pop()


def _ensure_harmless(tag: str, attributes: Mapping[str, str]) -> None:
    if tag in FORBIDDEN:
        raise PlanError([_l("The drawing holds “%(tag)s”, which a floor plan does not need.", tag=tag)])
    for name, value in attributes.items():
        local = name.rpartition(" ")[2].lower()
        leads_out = local == "href" and not value.strip().startswith("#")
        if local.startswith("on") or leads_out or "javascript:" in value.lower() or "url(http" in value.lower():
            raise PlanError([_l("The drawing holds a script or a link out (%(name)s).", name=local)])


def _corners(tag: str, attributes: Mapping[str, str]) -> list[tuple[float, float]]:
    if tag == "polygon":
        values = _numbers(attributes.get("points", ""))
        corners = list(zip(values[::2], values[1::2], strict=False))
        return corners if 3 <= len(corners) <= 40 else []
    x, y, width, depth = (_length(attributes.get(name, "0")) for name in ("x", "y", "width", "height"))
    if width <= 0 or depth <= 0:
        return []
    return [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]


def _shape(tag: str, number: str, corners: Iterable[tuple[float, float]], matrix: Matrix) -> ReadShape:
    a, b, c, d, e, f = matrix
    moved = tuple((a * x + c * y + e, b * x + d * y + f) for x, y in corners)
    turned = abs(a - d) < 1e-6 and abs(b + c) < 1e-6  # turned and scaled alike: a rectangle stays one
    angle = degrees(atan2(b, a)) % 360 if tag == "rect" and turned else None
    return ReadShape(number, moved, angle)


def _numbers(text: str) -> list[float]:
    return [float(each) for each in _NUMBER.findall(text[:20_000])]


def _length(text: str) -> float:
    match = re.fullmatch(r"\s*(" + _NUMBER.pattern + r")(cm|px)?\s*", text, re.IGNORECASE)
    if match is None:
        raise PlanError([_l("“%(text)s” is no length in a unit that can be read.", text=text[:30])])
    return float(match[1])


def _matrix(text: str) -> Matrix:
    if not text.strip():
        return SAME
    if _TRANSFORM.sub("", text).strip(" ,\t\n"):
        raise PlanError(
            [_l("The transformation “%(text)s” cannot be read; flatten the drawing first.", text=text[:40])]
        )
    matrix = SAME
    for kind, arguments in _TRANSFORM.findall(text):
        matrix = _times(matrix, _one(kind, _numbers(arguments)))
    return matrix


def _one(kind: str, values: list[float]) -> Matrix:
    if kind == "translate" and values:
        return (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0)
    if kind == "matrix" and len(values) == 6:
        return (values[0], values[1], values[2], values[3], values[4], values[5])
    if kind == "rotate" and len(values) in (1, 3):
        turn = radians(values[0])
        x, y = values[1:3] if len(values) == 3 else (0.0, 0.0)
        spin: Matrix = (cos(turn), sin(turn), -sin(turn), cos(turn), 0, 0)
        return _times(_times((1, 0, 0, 1, x, y), spin), (1, 0, 0, 1, -x, -y))
    raise PlanError([_l("The transformation “%(text)s” cannot be read; flatten the drawing first.", text=kind)])


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


def as_rows(shapes: Iterable[ReadShape], *, ids: Iterator[str], known: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return shapes as rows that `plan.read_drawing` reads; `known` maps numbers to the ids of booths there already."""
    return [_row(shape, known.get(shape.number) or next(ids)) for shape in shapes]


def _row(shape: ReadShape, ident: str) -> dict[str, Any]:
    row: dict[str, Any] = {"id": ident, "number": shape.number}
    if shape.angle is not None:
        (ax, ay), (bx, by), (cx, cy), _last = shape.corners
        size = {"width": hypot(bx - ax, by - ay), "depth": hypot(cx - bx, cy - by)}
        return row | size | {"x": (ax + cx) / 2, "y": (ay + cy) / 2, "angle": shape.angle}
    left, top, right, bottom = box_of(shape.corners)
    x, y = (left + right) / 2, (top + bottom) / 2
    around = [[px - x, py - y] for px, py in shape.corners]
    return row | {"x": x, "y": y, "width": right - left, "depth": bottom - top, "angle": 0, "points": around}


def as_svg(title: str, hall: HallShape, booths: Iterable[DrawnBooth], names: Mapping[str, Text]) -> str:
    """Write a plan as an SVG of its own: hall, booths with their numbers as ids, numbers and `names` as text."""
    outline = " ".join(f"{x:g},{y:g}" for x, y in hall.corners)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {hall.width} {hall.depth}"'
        f' width="{hall.width / 100:g}cm" height="{hall.depth / 100:g}cm">',
        f"<title>{escape(title)}</title>",
        f'<polygon points="{outline}" fill="#fff" stroke="#333" stroke-width="10"/>',
        '<g fill="#e8f3ec" stroke="#2f6f4f" stroke-width="4">',
        *(_drawn(booth) for booth in booths),
        "</g>",
        '<g font-family="sans-serif" text-anchor="middle" fill="#111">',
        *(_label(booth, str(names.get(booth.id, ""))) for booth in booths),
        "</g></svg>",
    ]
    return "\n".join(parts)


def _drawn(booth: DrawnBooth) -> str:
    if booth.points:
        corners = " ".join(f"{round(x, 2):g},{round(y, 2):g}" for x, y in booth.corners)
        return f'<polygon id={quoteattr(booth.number)} points="{corners}"/>'
    turn = f' transform="rotate({booth.angle} {booth.x} {booth.y})"' if booth.angle else ""
    return (
        f'<rect id={quoteattr(booth.number)} x="{booth.x - booth.width / 2:g}" y="{booth.y - booth.depth / 2:g}"'
        f' width="{booth.width}" height="{booth.depth}"{turn}/>'
    )


def _label(booth: DrawnBooth, name: str) -> str:
    size = max(24, min(60, min(booth.width, booth.depth) // 5))
    lines = f'<text x="{booth.x}" y="{booth.y}" font-size="{size}">{escape(booth.number)}</text>'
    if name:
        small = size * 0.6
        lines += f'<text x="{booth.x}" y="{booth.y + size}" font-size="{small:g}">{escape(name[:40])}</text>'
    return lines
