"""Rubrics to start from are sound and name where they come from."""

import pytest

from ecosystem.judging.domain.scoring import rubric_problems
from ecosystem.judging.domain.starting_points import STARTING_POINTS, StartingPoint, starting_point


@pytest.mark.parametrize("point", STARTING_POINTS, ids=lambda point: point.key)
def test_they_are_sound(point: StartingPoint) -> None:
    assert rubric_problems(point.rules) == []
    assert all(rule.name_en for rule in point.rules.criteria)


def test_they_are_found_by_key() -> None:
    assert len({point.key for point in STARTING_POINTS}) == len(STARTING_POINTS)
    found = starting_point("thai_nguyen_2025")
    assert found is not None
    assert (found.rules.total, found.rules.full_marks) == (80, 100)
    assert starting_point("no") is None
