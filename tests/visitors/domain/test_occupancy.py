"""Who is inside, hour by hour."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.visitors.domain.occupancy import Presence, by_hour

ZONE = "Asia/Ho_Chi_Minh"
SEVEN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # seven in the morning there


def hour(number: int, minutes: int = 0) -> datetime:
    return SEVEN + timedelta(hours=number, minutes=minutes)


def test_people_come_and_go() -> None:
    rows = by_hour([Presence(hour(0, 30), hour(2, 10)), Presence(hour(0, 45)), Presence(hour(3, 5))], ZONE)
    assert [(at.hour, came, inside) for at, came, inside in rows] == [(7, 2, 2), (8, 0, 2), (9, 0, 1), (10, 1, 2)]


def test_a_new_day_begins_empty() -> None:
    rows = by_hour([Presence(hour(1)), Presence(hour(25))], ZONE)
    assert [(at.day, came, inside) for at, came, inside in rows] == [(23, 1, 1), (24, 1, 1)]


def test_nobody_came() -> None:
    assert by_hour([], ZONE) == []


stays = st.tuples(st.integers(0, 3000), st.none() | st.integers(0, 600)).map(
    lambda pair: Presence(
        SEVEN + timedelta(minutes=pair[0]),
        None if pair[1] is None else SEVEN + timedelta(minutes=pair[0] + pair[1]),
    )
)


@given(st.lists(stays, max_size=40))
def test_everybody_is_counted_once_and_nobody_twice(presences: list[Presence]) -> None:
    rows = by_hour(presences, ZONE)
    assert sum(came for _at, came, _inside in rows) == len(presences)
    assert all(0 <= inside <= len(presences) for _at, _came, inside in rows)
    assert [at for at, *_rest in rows] == sorted({at for at, *_rest in rows})
