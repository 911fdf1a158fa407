"""What overlaps, what touches, what lies inside: held together for any booths."""

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.exhibitions.domain.geometry import (
    convex_parts,
    is_simple,
    lies_inside,
    overlapping_pairs,
    overlaps,
    placed,
    rectangle,
    signed_area,
)

sizes = st.integers(50, 1000)
places = st.integers(-3000, 3000)
angles = st.integers(0, 359)
L_SHAPE = [(0, 0), (600, 0), (600, 300), (300, 300), (300, 600), (0, 600)]


@st.composite
def booths(draw: st.DrawFn) -> list[tuple[float, float]]:
    return placed(rectangle(draw(sizes), draw(sizes)), draw(places), draw(places), draw(angles))


@given(booths(), booths())
def test_overlap_is_mutual(first: list[tuple[float, float]], second: list[tuple[float, float]]) -> None:
    assert overlaps(first, second) == overlaps(second, first)


@given(sizes, sizes, places, places, angles)
def test_a_row_of_touching_booths_overlaps_nowhere_however_it_is_turned(
    width: int, depth: int, x: int, y: int, angle: int
) -> None:
    row = [placed([(px + i * width, py) for px, py in rectangle(width, depth)], x, y, angle) for i in range(4)]
    assert list(overlapping_pairs(row)) == []
    assert overlaps(row[0], row[0])


@given(sizes, sizes, angles, st.integers(2, 40))
def test_pushed_into_its_neighbour_a_booth_overlaps(width: int, depth: int, angle: int, push: int) -> None:
    first = placed(rectangle(width, depth), 0, 0, angle)
    second = placed([(px + width - push, py) for px, py in rectangle(width, depth)], 0, 0, angle)
    assert overlaps(first, second)


@given(st.lists(booths(), max_size=12))
def test_the_sweep_finds_what_comparing_all_finds(polygons: list[list[tuple[float, float]]]) -> None:
    every = {
        (i, j) for i in range(len(polygons)) for j in range(i + 1, len(polygons)) if overlaps(polygons[i], polygons[j])
    }
    assert set(overlapping_pairs(polygons)) == every


def test_a_corner_of_an_l_shape_is_free_for_another_booth() -> None:
    assert not overlaps(L_SHAPE, placed(rectangle(300, 300), 450, 450, 0))
    assert overlaps(L_SHAPE, placed(rectangle(300, 300), 440, 440, 0))
    assert abs(sum(signed_area(part) for part in convex_parts(L_SHAPE)) - signed_area(L_SHAPE)) < 1e-6


def test_inside_a_hall_with_a_notch() -> None:
    assert lies_inside(placed(rectangle(300, 300), 150, 150, 0), L_SHAPE)
    assert lies_inside(placed(rectangle(300, 600), 150, 300, 0), L_SHAPE)
    assert not lies_inside(placed(rectangle(320, 600), 160, 300, 0), L_SHAPE)
    assert not lies_inside(placed(rectangle(300, 300), 450, 450, 0), L_SHAPE)


@given(booths())
def test_a_booth_in_the_middle_of_a_large_hall_is_inside(polygon: list[tuple[float, float]]) -> None:
    hall = [(-9000.0, -9000.0), (9000.0, -9000.0), (9000.0, 9000.0), (-9000.0, 9000.0)]
    assert lies_inside(polygon, hall)
    assert not lies_inside([(x + 13000, y) for x, y in polygon], hall)


def test_crossing_edges_are_no_polygon() -> None:
    assert is_simple(L_SHAPE)
    assert not is_simple([(0, 0), (100, 100), (100, 0), (0, 100)])
    assert not is_simple([(0, 0), (100, 0), (200, 0)])
