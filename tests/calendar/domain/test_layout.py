from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.calendar.domain.layout import View, days_of, lanes, step_from

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(days)
def test_a_month_is_filled_to_whole_weeks(day: date) -> None:
    found = days_of(View.MONTH, day)
    assert len(found) % 7 == 0
    assert found[0].weekday() == 0
    assert {each for each in found if each.month == day.month} >= {day.replace(day=1), day}
    assert found[0] > day.replace(day=1) - timedelta(days=7)


@given(st.sampled_from(list(View)), days)
def test_on_and_back_shows_the_day_again(view: View, day: date) -> None:
    there = step_from(view, step_from(view, day, 1), -1)
    assert day in days_of(view, there)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))), max_size=12))
def test_overlapping_entries_stand_beside_each_other(intervals: list[tuple[int, int]]) -> None:
    ordered = sorted(intervals)
    found = lanes(ordered)
    assert len(found) == len(ordered)
    for number, ((begin, end), (lane, of)) in enumerate(zip(ordered, found, strict=True)):
        assert 0 <= lane < of
        for (other_begin, other_end), (other_lane, _of) in zip(ordered[:number], found[:number], strict=True):
            if other_begin < end and begin < other_end:
                assert lane != other_lane


@pytest.mark.parametrize(
    ("intervals", "expected"), [([], []), ([(0, 4), (2, 6), (4, 8), (9, 10)], [(0, 2), (1, 2), (0, 2), (0, 1)])]
)
def test_examples(intervals: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert lanes(intervals) == expected
