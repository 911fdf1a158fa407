"""Shapes on a floor plan, in centimetres: where corners lie, what overlaps, what lies inside a hall.

Two shapes overlap when they share more than `SLACK` of depth: edges that touch, or differ by rounding of a turned
corner, do not. Convex parts are told apart by the separating axis theorem (Gottschalk et al., 1996); other polygons
are cut into triangles by clipping ears (Meisters, 1975) first.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import cos, hypot, radians, sin

Point = tuple[float, float]
Polygon = list[Point]

SLACK = 0.6  # cm


def rectangle(width: float, depth: float) -> Polygon:
    """Return the corners of a rectangle around (0, 0), clockwise on the screen."""
    return [(-width / 2, -depth / 2), (width / 2, -depth / 2), (width / 2, depth / 2), (-width / 2, depth / 2)]


def placed(points: Sequence[Sequence[float]], x: float, y: float, angle: float) -> Polygon:
    """Return `points` turned clockwise by `angle` degrees around (0, 0) and moved to (x, y)."""
    turn = radians(angle)
    across, down = cos(turn), sin(turn)
    return [(x + px * across - py * down, y + px * down + py * across) for px, py in points]


def box_of(polygon: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom)."""
    xs, ys = [point[0] for point in polygon], [point[1] for point in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def signed_area(polygon: Sequence[Point]) -> float:
    """Return the area in square centimetres, positive for corners in clockwise order on the screen."""
    total = 0.0
    for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        total += ax * by - bx * ay
    return total / 2


def is_simple(polygon: Sequence[Point]) -> bool:
    """Tell whether no two edges that are not neighbours meet, and the polygon has an area."""
    edges = list(zip(polygon, [*polygon[1:], polygon[0]], strict=True))
    last = len(edges) - 1
    for (i, first), (j, second) in combinations(enumerate(edges), 2):
        if j - i > 1 and not (i == 0 and j == last) and _meet(*first, *second):
            return False
    return len(polygon) >= 3 and abs(signed_area(polygon)) > SLACK


def overlaps(first: Sequence[Point], second: Sequence[Point]) -> bool:
    """Tell whether two simple polygons share an area; shared edges are none."""
    a, b = box_of(first), box_of(second)
    if a[2] - b[0] <= SLACK or b[2] - a[0] <= SLACK or a[3] - b[1] <= SLACK or b[3] - a[1] <= SLACK:
        return False
    return any(_convex_overlap(p, q) for p in convex_parts(first) for q in convex_parts(second))


def overlapping_pairs(polygons: Sequence[Sequence[Point]]) -> Iterator[tuple[int, int]]:
    """Yield the index pairs of polygons that overlap, each once; sweeps from left to right."""
    boxes = sorted((box_of(polygon), index) for index, polygon in enumerate(polygons))
    active: list[tuple[float, int]] = []
    for box, index in boxes:
        active = [(right, other) for right, other in active if right - box[0] > SLACK]
        for _right, other in active:
            if overlaps(polygons[index], polygons[other]):
                yield min(index, other), max(index, other)
        active.append((box[2], index))


def lies_inside(polygon: Sequence[Point], outline: Sequence[Point]) -> bool:
    """Tell whether no part of `polygon` reaches out of the simple polygon `outline`; touching it is inside."""
    if not all(_holds(outline, point) for point in polygon):
        return False
    # All corners inside: only a notch of the outline can still cut in.
    dent = [point for point in outline if _deep_inside(polygon, point)]
    middles = [
        ((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    ]
    return not dent and all(_holds(outline, middle) for middle in middles)


def convex_parts(polygon: Sequence[Point]) -> list[Polygon]:
    """Return the polygon itself if it is convex, else triangles that make it up."""
    corners = list(polygon) if signed_area(polygon) > 0 else list(reversed(polygon))
    if all(_turn(*corner) >= -1e-9 for corner in _corners(corners)):
        return [corners]
    triangles = []
    while len(corners) > 3:
        ear = next((i for i in range(len(corners)) if _is_ear(corners, i)), 0)
        triangles.append([corners[ear - 1], corners[ear], corners[(ear + 1) % len(corners)]])
        del corners[ear]
    return [*triangles, corners]


def _corners(polygon: Sequence[Point]) -> Iterator[tuple[Point, Point, Point]]:
    for index, point in enumerate(polygon):
        yield polygon[index - 1], point, polygon[(index + 1) % len(polygon)]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _is_ear(polygon: Sequence[Point], index: int) -> bool:
    before, tip, after = polygon[index - 1], polygon[index], polygon[(index + 1) % len(polygon)]
    if _turn(before, tip, after) <= 0:
        return False
    triangle = [before, tip, after]
    return not any(point not in triangle and _in_triangle(triangle, point) for point in polygon)


def _in_triangle(triangle: Sequence[Point], point: Point) -> bool:
    return all(_turn(triangle[i - 1], triangle[i], point) >= 0 for i in range(3))


def _convex_overlap(first: Sequence[Point], second: Sequence[Point]) -> bool:
    for polygon in (first, second):
        for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
            length = hypot(bx - ax, by - ay)
            if length < 1e-9:
                continue
            normal = ((by - ay) / length, (ax - bx) / length)
            low, high = _shadow(first, normal)
            other_low, other_high = _shadow(second, normal)
            if min(high, other_high) - max(low, other_low) <= SLACK:
                return False
    return True


def _shadow(polygon: Sequence[Point], axis: Point) -> tuple[float, float]:
    along = [x * axis[0] + y * axis[1] for x, y in polygon]
    return min(along), max(along)


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    if any(max(a[i], b[i]) < min(c[i], d[i]) - SLACK or max(c[i], d[i]) < min(a[i], b[i]) - SLACK for i in (0, 1)):
        return False  # far apart, as most edges are
    first, second = _turn(a, b, c) * _turn(a, b, d), _turn(c, d, a) * _turn(c, d, b)
    if first < 0 and second < 0:
        return True
    return any(
        _distance_to_edge(point, *edge) < 1e-6 for point, edge in ((c, (a, b)), (d, (a, b)), (a, (c, d)), (b, (c, d)))
    )


def _distance_to_edge(point: Point, a: Point, b: Point) -> float:
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    if length == 0:
        return hypot(point[0] - a[0], point[1] - a[1])
    share = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length
    share = min(1.0, max(0.0, share))
    return hypot(point[0] - a[0] - share * (b[0] - a[0]), point[1] - a[1] - share * (b[1] - a[1]))


def _edge_distance(polygon: Sequence[Point], point: Point) -> float:
    edges = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return min(_distance_to_edge(point, a, b) for a, b in edges)


def _holds(polygon: Sequence[Point], point: Point) -> bool:
    return _surrounds(polygon, point) or _edge_distance(polygon, point) <= SLACK


def _deep_inside(polygon: Sequence[Point], point: Point) -> bool:
    return _surrounds(polygon, point) and _edge_distance(polygon, point) > SLACK


def _surrounds(polygon: Sequence[Point], point: Point) -> bool:
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
