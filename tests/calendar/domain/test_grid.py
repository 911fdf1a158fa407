from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.calendar.domain.grid import fits_grid, holders, rounded_up, steps_between, time_of

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def test_an_hour_has_twelve_steps_and_its_end_is_free() -> None:
    first = steps_between(NOON, NOON + timedelta(hours=1))
    second = steps_between(NOON + timedelta(hours=1), NOON + timedelta(hours=2))
    assert len(first) == 12
    assert not set(first) & set(second)
    assert time_of(first[0]) == NOON


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (NOON, NOON),
        (NOON, NOON - timedelta(minutes=5)),
        (NOON + timedelta(minutes=1), NOON + timedelta(minutes=30)),
        (NOON, NOON + timedelta(minutes=30, seconds=1)),
        (NOON, NOON + timedelta(days=3)),
    ],
)
def test_what_is_no_interval_on_the_grid_is_refused(starts: datetime, ends: datetime) -> None:
    with pytest.raises(ValueError):
        steps_between(starts, ends)


def test_an_hour_that_exists_twice_takes_other_steps_the_second_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=1)
    one = steps_between(first.astimezone(UTC), first.astimezone(UTC) + timedelta(minutes=30))
    two = steps_between(second.astimezone(UTC), second.astimezone(UTC) + timedelta(minutes=30))
    assert not set(one) & set(two)


@given(st.floats(0, 4e9))
def test_rounding_up_gives_the_next_instant_on_the_grid(seconds: float) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    rounded = rounded_up(moment)
    assert fits_grid(rounded)
    assert timedelta(0) <= rounded - moment < timedelta(minutes=5)


def test_holders_are_named_once_and_in_one_order() -> None:
    assert holders([7, 3, 7], ["t2", "t1"]) == ["person:3", "person:7", "place:t1", "place:t2"]
