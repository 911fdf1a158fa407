import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.calendar.domain.intervals import Interval, common, gaps, merged, runs_of_days, without

START = datetime(2026, 11, 23, tzinfo=UTC)
HOURS = 24


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


intervals = st.lists(
    st.tuples(st.integers(0, HOURS), st.integers(0, HOURS)).map(lambda pair: (at(min(pair)), at(max(pair)))), max_size=8
)


def hours(found: list[Interval]) -> set[int]:
    """The hours an independent reading of the intervals covers."""
    return {hour for hour in range(HOURS) if any(a <= at(hour) and at(hour + 1) <= b for a, b in found)}


def covered(found: list[Interval]) -> set[int]:
    return {hour for hour in range(HOURS) for a, b in found if a <= at(hour) < b}


@given(intervals, intervals)
def test_sets_of_times_behave_as_sets_of_hours(first: list[Interval], second: list[Interval]) -> None:
    assert hours(merged(first)) == covered(first)
    assert hours(without(first, second)) == covered(first) - covered(second)
    assert hours(common(first, second)) == covered(first) & covered(second)
    assert hours(gaps(first, at(0), at(HOURS))) == set(range(HOURS)) - covered(first)


@given(intervals)
def test_merged_intervals_neither_overlap_nor_touch(found: list[Interval]) -> None:
    result = merged(found)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(result))
    assert all(starts < ends for starts, ends in result)


@given(st.sets(st.dates(min_value=date(2026, 11, 1), max_value=date(2026, 12, 1))))
def test_runs_of_days_hold_the_days_and_do_not_touch(days: set[date]) -> None:
    runs = runs_of_days(sorted(days))
    held = [first + timedelta(days=number) for first, last in runs for number in range((last - first).days + 1)]
    assert held == sorted(days)
    assert all(after[0] - before[1] > timedelta(days=1) for before, after in itertools.pairwise(runs))
