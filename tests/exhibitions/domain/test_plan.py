"""Reading, checking, numbering and drawing plans."""

import json
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecosystem.exhibitions.domain.drawing import as_rows, as_svg, read_svg
from ecosystem.exhibitions.domain.numbering import letters, natural_key, numbers_by_rows
from ecosystem.exhibitions.domain.plan import DrawnBooth, HallShape, PlanError, read_drawing, snapped
from ecosystem.exhibitions.domain.problems import MOST_OVERLAPS, problems_of

HALL = HallShape(3000, 2000)


def row(number: str = "A01", **values: Any) -> dict[str, Any]:
    given = {"id": f"booth{number.lower()}", "number": number, "x": 300, "y": 300, "width": 300, "depth": 300}
    return given | values


def booth(number: str, x: int, y: int, **values: Any) -> DrawnBooth:
    return DrawnBooth(f"booth{number.lower()}", number, x, y, 300, 300, **values)


def test_a_plan_is_read_as_it_was_written() -> None:
    drawing = read_drawing({"booths": [row(price=5_000_000, zone="zone11", angle=-90)]}, zones=["zone11"])
    read = drawing.booths[0]
    assert (read.number, read.price, read.zone, read.angle) == ("A01", 5_000_000, "zone11", 270)


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": -1},
        {"price": "5 triệu"},
        {"price": float("nan")},
        {"width": 0},
        {"x": None},
        {"kind": "castle"},
        {"zone": "elsewhere"},
        {"number": ""},
        {"number": "<b>"},
        {"id": "../etc"},
        {"points": [[0, 0], [100, 100], [100, 0], [0, 100]]},
        {"points": [[0, 0], [1, 1]]},
        {"note": "x" * 301},
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(PlanError) as refused:
        read_drawing({"booths": [row(**wrong)]}, zones=[])
    assert refused.value.sentences


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)
FIELDS = ("id", "number", "x", "width", "angle", "points", "kind", "zone", "price", "blocked", "note", "text")


@given(st.sampled_from(FIELDS), ANY_JSON)
@example("kind", [])
@example("zone", ["zone11"])
@example("kind", {})
def test_one_wrong_value_in_a_good_plan_is_refused_in_words_or_harmless(name: str, value: Any) -> None:
    data = {"booths": [row() | {name: value}], "background": [row(kind="wall") | {name: value}], "hall": {name: value}}
    with suppress(PlanError):  # anything else that is raised fails the test
        found = read_drawing(data, zones=["zone11"])
        assert all(isinstance(each.zone, str) and each.price >= 0 for each in found.booths)


@given(ANY_JSON)
def test_any_other_json_is_refused_in_words(data: Any) -> None:
    with pytest.raises(PlanError) as refused:
        read_drawing({"booths": [data], "background": [data], "hall": data, "removed": data}, zones=[])
    assert refused.value.sentences


def test_problems_are_named() -> None:
    booths = [booth("A01", 150, 150), booth("A02", 449, 150), booth("A03", 2900, 150), booth("A01", 1500, 1500)]
    assert [(each.kind, each.numbers) for each in problems_of(HALL, booths)] == [
        ("overlap", ("A01", "A02")),
        ("outside", ("A03",)),
        ("number", ("A01",)),
    ]
    assert problems_of(HALL, [booth("A01", 150, 150), booth("A02", 450, 150)]) == []


def test_numbers_go_by_rows_and_skip_what_is_taken() -> None:
    middles = [(900, 310), (300, 300), (600, 295), (300, 800), (600, 800)]
    assert numbers_by_rows(middles) == ["A03", "A01", "A02", "B01", "B02"]
    assert numbers_by_rows(middles, taken=["a02"]) == ["A04", "A01", "A03", "B01", "B02"]


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), max_size=60))
def test_no_number_stands_twice(middles: list[tuple[float, float]]) -> None:
    numbers = numbers_by_rows(middles)
    assert len(set(numbers)) == len(numbers)
    assert all(numbers)


def test_people_sort_numbers_so() -> None:
    assert sorted(["A10", "B1", "a2", "A1"], key=natural_key) == ["A1", "a2", "A10", "B1"]
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.integers(-10_000, 10_000), st.integers(1, 500))
def test_snapping_moves_by_half_a_grid_at_most(value: int, grid: int) -> None:
    assert abs(snapped(value, grid) - value) <= grid / 2
    assert snapped(value, grid) % grid == 0


@given(st.integers(0, 359), st.integers(0, 3000), st.integers(0, 2000))
def test_a_drawing_comes_back_as_it_was_written(angle: int, x: int, y: int) -> None:
    written = as_svg("Hội trường A", HALL, [booth("A01", x, y, angle=angle)], {"bootha01": "Cà phê & <tiêu>"})
    ids = (f"fresh{n:04}" for n in count())
    rows = as_rows(read_svg(written.encode()), ids=ids, known={"A01": "bootha01"})
    read = read_drawing({"booths": json.loads(json.dumps(rows))}, zones=[]).booths[0]
    assert (read.id, read.width, read.depth, read.x, read.y) == ("bootha01", 300, 300, x, y)
    assert (read.angle - angle) % 360 in (0, 1, 359)


def test_groups_and_polygons_are_read() -> None:
    content = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(100 50)">'
        '<polygon id="B1" points="0,0 600,0 600,300 300,300 300,600 0,600"/></g></svg>'
    )
    shape = read_svg(content.encode())[0]
    assert shape.corners[0] == (100, 50)
    drawn = read_drawing({"booths": as_rows([shape], ids=iter(["fresh001"]), known={})}, zones=[]).booths[0]
    assert drawn.points is not None
    assert min(drawn.corners) == (100, 50)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;">]>'
    '<svg xmlns="http://www.w3.org/2000/svg"><text>&lol2;</text></svg>'
)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


@pytest.mark.parametrize(
    "hostile",
    [
        LAUGHS.encode(),
        LAUGHS.encode("utf-16"),
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        f"{HEAD}<script>alert(1)</script></svg>".encode(),
        f'{HEAD}<rect id="A1" width="1" height="1" onload="x()"/></svg>'.encode(),
        f'{HEAD}<a xlink:href="https://evil.example"><rect id="A1" width="1" height="1"/></a></svg>'.encode(),
        f"{HEAD}<foreignObject/></svg>".encode(),
        f"{HEAD}{'<g>' * 100}{'</g>' * 100}</svg>".encode(),
        f"{HEAD}{'<rect/>' * 20_001}</svg>".encode(),
        b"<svg" + b" " * (1024 * 1024),
        b"<html></html>",
        b"not xml",
        b"",
        f'{HEAD}<g transform="skewX(10)"><rect id="A1" width="300" height="300"/></g></svg>'.encode(),
        f"{HEAD}</svg>".encode(),
    ],
)
def test_hostile_drawings_are_refused_in_words(hostile: bytes) -> None:
    with pytest.raises(PlanError) as refused:
        read_svg(hostile)
    assert refused.value.sentences


def test_a_drawing_as_large_as_the_universe_is_refused_in_words() -> None:
    content = f'{HEAD}<g transform="matrix(1e99 0 0 1e99 0 0)"><rect id="A1" width="1e99" height="1e99"/></g></svg>'
    rows = as_rows([shape.scaled(1000) for shape in read_svg(content.encode())], ids=iter(["fresh001"]), known={})
    with pytest.raises(PlanError):
        read_drawing({"booths": rows}, zones=[])


def test_a_plan_drawn_over_itself_is_told_without_telling_every_pair() -> None:
    booths = [booth(f"A{number:03}", 1000, 1000) for number in range(400)]
    assert len(problems_of(HALL, booths)) == MOST_OVERLAPS
