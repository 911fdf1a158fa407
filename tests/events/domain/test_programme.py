from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from ecosystem.core.errors import InvalidTransition
from ecosystem.events.domain.cloning import moved, next_edition, next_title
from ecosystem.events.domain.life_cycle import LIFE, EventPhase, EventState, phase_on
from ecosystem.events.domain.programme import by_days, clashes, days_between

ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Item:
    name: str
    begin: float
    end: float
    room_id: int | None = 1

    @property
    def starts_at(self) -> datetime:
        return datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=self.begin)

    @property
    def ends_at(self) -> datetime:
        return datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=self.end)


def test_days_are_those_of_the_zone() -> None:
    late, early = Item("late", 18, 19), Item("early", 1, 2)  # 18:00 UTC is 01:00 of the next day
    found = by_days([late, early], ZONE)
    assert [(day.day, [item.name for item in day.items]) for day in found] == [
        (date(2026, 11, 20), ["early"]),
        (date(2026, 11, 21), ["late"]),
    ]
    assert by_days([], ZONE) == []


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (Item("a", 1, 2), Item("b", 1.5, 3), True),
        (Item("a", 1, 4), Item("b", 2, 3), True),
        (Item("a", 1, 2), Item("b", 1, 2), True),
        (Item("a", 1, 2), Item("b", 2, 3), False),
        (Item("a", 1, 2), Item("b", 1, 2, room_id=2), False),
        (Item("a", 1, 2, room_id=None), Item("b", 1, 2, room_id=None), False),
    ],
)
def test_one_room_twice_at_a_time(one: Item, other: Item, clash: bool) -> None:
    assert bool(clashes([one, other])) is clash
    assert bool(clashes([other, one])) is clash


def test_a_long_session_clashes_with_each_in_it() -> None:
    long, first, second = Item("long", 1, 9), Item("first", 2, 3), Item("second", 5, 6)
    assert clashes([second, first, long]) == [(long, first), (long, second)]


def test_days_between() -> None:
    assert days_between(date(2026, 11, 30), date(2026, 12, 1)) == [date(2026, 11, 30), date(2026, 12, 1)]
    assert len(days_between(date(2026, 1, 1), date(2030, 1, 1))) == 60


def test_the_next_edition_is_on_the_same_weekday_and_ahead() -> None:
    start = date(2026, 11, 20)
    assert next_edition(start, date(2026, 11, 22)) == date(2027, 11, 19)
    assert next_edition(start, date(2030, 1, 1)).weekday() == start.weekday()
    assert next_edition(start, date(2030, 1, 1)) > date(2030, 1, 1)


def test_moving_keeps_the_time_of_day_over_a_change_of_clocks() -> None:
    noon = datetime(2026, 3, 20, 11, tzinfo=UTC)  # 12:00 in Berlin, winter time
    later = moved(noon, timedelta(days=10), "Europe/Berlin")
    assert later == datetime(2026, 3, 30, 10, tzinfo=UTC)  # 12:00 there, summer time


def test_the_next_title() -> None:
    assert next_title("Techfest Măng Đen 2026", 2026, 2027) == "Techfest Măng Đen 2027"
    assert next_title("Techfest", 2026, 2027) == "Techfest"


@pytest.mark.parametrize("state", list(EventState))
@pytest.mark.parametrize("step", list(LIFE.transitions))
def test_every_step_from_every_state(state: EventState, step: str) -> None:
    possible = {
        ("publish", EventState.DRAFT): EventState.PUBLISHED,
        ("cancel", EventState.PUBLISHED): EventState.CANCELLED,
        ("reinstate", EventState.CANCELLED): EventState.PUBLISHED,
        ("archive", EventState.DRAFT): EventState.ARCHIVED,
        ("archive", EventState.PUBLISHED): EventState.ARCHIVED,
        ("archive", EventState.CANCELLED): EventState.ARCHIVED,
        ("restore", EventState.ARCHIVED): EventState.DRAFT,
    }
    if (step, state) in possible:
        assert LIFE.after(state, step) is possible[step, state]
    else:
        with pytest.raises(InvalidTransition):
            LIFE.after(state, step)


def test_phases() -> None:
    first, last = date(2026, 11, 20), date(2026, 11, 21)
    days = [date(2026, 11, 19), first, last, date(2026, 11, 22)]
    assert [phase_on(day, first, last) for day in days] == [
        EventPhase.UPCOMING,
        EventPhase.RUNNING,
        EventPhase.RUNNING,
        EventPhase.PAST,
    ]
