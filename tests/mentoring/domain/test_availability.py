"""Hours of a mentor, over changes of the clock in any zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.calendar.domain.intervals import Interval
from ecosystem.mentoring.domain.availability import (
    MINUTES,
    Exceptional,
    Hours,
    bookable,
    free_slots,
    instants_of,
    open_times,
    overlapping,
    week_of,
)

SAIGON = "Asia/Ho_Chi_Minh"
ZONES = (SAIGON, "America/New_York", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Africa/Casablanca")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)

days = st.dates(date(2026, 1, 1), date(2026, 12, 20))
stretches = st.tuples(st.integers(0, 47), st.integers(1, 48)).map(
    lambda pair: (30 * min(pair[0], pair[1] - 1), 30 * max(pair[0] + 1, pair[1]))
)
weeks = st.dictionaries(st.integers(0, 6), st.lists(stretches, max_size=2).map(tuple), max_size=7)


@st.composite
def exceptions(draw: st.DrawFn) -> Exceptional:
    first = draw(days)
    begin, end = draw(stretches)
    return Exceptional(draw(st.booleans()), first, first + timedelta(days=draw(st.integers(0, 9))), begin, end)


all_hours = st.builds(
    Hours,
    timezone=st.sampled_from(ZONES),
    weekly=weeks,
    exceptions=st.lists(exceptions(), max_size=3).map(tuple),
    notice=st.integers(0, 72).map(lambda hours: timedelta(hours=hours)),
    buffer=st.sampled_from([0, 5, 15, 30]).map(lambda minutes: timedelta(minutes=minutes)),
    days_ahead=st.integers(1, 20),
)


def shows_open(hours: Hours, moment: datetime) -> bool:
    """The same asked of the clock on the wall."""
    wall = moment.astimezone(hours.zone)
    minute = wall.hour * 60 + wall.minute
    usual = any(a <= minute < b for a, b in hours.weekly.get(wall.weekday(), ()))

    def by(is_free: bool) -> bool:
        return any(
            each.is_free == is_free
            and each.first <= wall.date() <= each.last
            and each.from_minute <= minute < each.to_minute
            for each in hours.exceptions
        )

    return (usual or by(True)) and not by(False)


@settings(max_examples=200, deadline=None)
@given(all_hours, days, st.integers(0, 12 * 24 * 4))
def test_open_is_what_the_clock_on_the_wall_says(hours: Hours, first: date, quarter: int) -> None:
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    moment = since + timedelta(minutes=15 * quarter)
    found = open_times(hours, since, since + timedelta(days=13))
    assert any(a <= moment < b for a, b in found) == shows_open(hours, moment)


@settings(max_examples=150, deadline=None)
@given(
    all_hours,
    days,
    st.lists(st.tuples(st.integers(0, 480), st.integers(1, 8)), max_size=6),
    st.sampled_from([30, 45, 60, 90]),
)
def test_a_slot_is_open_free_and_in_time(hours: Hours, first: date, busy: list[tuple[int, int]], minutes: int) -> None:
    now = datetime(first.year, first.month, first.day, 8, tzinfo=UTC)
    taken = [(now + timedelta(minutes=30 * a), now + timedelta(minutes=30 * (a + b))) for a, b in busy]
    length = timedelta(minutes=minutes)
    found = free_slots(hours, length=length, now=now, taken=taken)
    window = bookable(hours, now)
    assert found == sorted(set(found))
    for begin in found:
        assert window is not None
        assert window[0] <= begin < window[1]
        assert all(shows_open(hours, begin + timedelta(minutes=5 * step)) for step in range(minutes // 5))
        assert all(begin + length + hours.buffer <= a or begin >= b + hours.buffer for a, b in taken)


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.sampled_from(ZONES))  # noqa: DTZ001 - wall clock
def test_instants_show_the_time_that_was_asked_for(wall: datetime, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    for found in instants_of(wall, zone):
        assert found.astimezone(zone).replace(tzinfo=None) == wall


def weekly(*pairs: tuple[int, int], timezone: str = SAIGON, **more: object) -> Hours:
    return Hours(timezone, dict.fromkeys(range(7), pairs), **more)  # type: ignore[arg-type]


def local(found: list[Interval], zone: str) -> list[str]:
    return [f"{a.astimezone(ZoneInfo(zone)):%H:%M%z}–{b.astimezone(ZoneInfo(zone)):%H:%M%z}" for a, b in found]


def test_the_hour_that_spring_leaves_out_is_not_open() -> None:
    hours = weekly((60, 270), timezone="America/New_York")  # 01:00–04:30
    day = datetime(2026, 3, 8, 5, tzinfo=UTC)
    found = open_times(hours, day, day + timedelta(hours=22))
    assert local(found, "America/New_York") == ["01:00-0500–04:30-0400"]
    assert found[0][1] - found[0][0] == timedelta(hours=2, minutes=30)


def test_the_hour_that_autumn_repeats_is_open_twice() -> None:
    hours = weekly((150, 180), timezone="Europe/Berlin")  # 02:30–03:00
    day = datetime(2026, 10, 24, 22, tzinfo=UTC)
    found = open_times(hours, day, day + timedelta(hours=24))
    assert local(found, "Europe/Berlin") == ["02:30+0200–02:00+0100", "02:30+0100–03:00+0100"]


def test_a_mentor_in_new_york_keeps_their_morning_when_the_clock_changes() -> None:
    hours = weekly((9 * 60, 10 * 60), timezone="America/New_York", days_ahead=7)
    now = datetime(2026, 10, 29, tzinfo=UTC)
    found = free_slots(hours, length=HOUR, now=now, taken=[])
    in_vietnam = {each.astimezone(ZoneInfo(SAIGON)).strftime("%H:%M") for each in found}
    assert in_vietnam == {"20:00", "21:00"}  # before and after 1 November
    assert {each.astimezone(hours.zone).strftime("%H:%M") for each in found} == {"09:00"}


def test_slots_stand_on_the_half_hours_of_the_opened_time() -> None:
    hours = weekly((9 * 60, 12 * 60), days_ahead=1)
    taken = [(MONDAY + timedelta(hours=3), MONDAY + timedelta(hours=3, minutes=20))]  # 10:00–10:20
    found = free_slots(hours, length=HOUR, now=MONDAY, taken=taken)
    told = [each.astimezone(hours.zone).strftime("%H:%M") for each in found]
    assert told == ["09:00", "10:30", "11:00"]
    with_buffer = weekly((9 * 60, 12 * 60), days_ahead=1, buffer=timedelta(minutes=15))
    found = free_slots(with_buffer, length=HOUR, now=MONDAY, taken=taken)
    assert [each.astimezone(hours.zone).strftime("%H:%M") for each in found] == ["11:00"]


def test_holidays_notice_pause_and_full_weeks() -> None:
    hours = weekly(
        (9 * 60, 10 * 60), days_ahead=14, exceptions=(Exceptional(False, date(2026, 11, 24), date(2026, 11, 26)),)
    )
    found = {each.date() for each in free_slots(hours, length=HOUR, now=MONDAY, taken=[])}
    assert date(2026, 11, 23) in found
    assert not found & {date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)}
    later = free_slots(weekly((540, 600), notice=timedelta(days=2)), length=HOUR, now=MONDAY, taken=[])
    assert min(later) >= MONDAY + timedelta(days=2)
    paused = weekly((540, 600), paused_until=MONDAY + timedelta(days=30))
    assert min(free_slots(paused, length=HOUR, now=MONDAY, taken=[])) >= MONDAY + timedelta(days=30)
    assert bookable(weekly((540, 600), paused_until=MONDAY + timedelta(days=90)), MONDAY) is None
    full = {week_of(MONDAY, hours.zone)}
    assert all(
        week_of(each, hours.zone) not in full
        for each in free_slots(hours, length=HOUR, now=MONDAY, taken=[], full_weeks=full)
    )


def test_extra_hours_on_a_day_without_any() -> None:
    day = date(2026, 11, 28)
    hours = Hours(SAIGON, {}, (Exceptional(True, day, day, 14 * 60, 15 * 60),))
    found = free_slots(hours, length=HOUR, now=MONDAY, taken=[])
    assert [f"{each.astimezone(hours.zone):%d/%m %H:%M}" for each in found] == ["28/11 14:00"]


def test_nobody_available_gives_no_slots() -> None:
    assert free_slots(Hours(SAIGON, {}), length=HOUR, now=MONDAY, taken=[]) == []
    whole = weekly((0, MINUTES))
    assert free_slots(whole, length=HOUR, now=MONDAY, taken=[(MONDAY, MONDAY + timedelta(days=99))]) == []


@pytest.mark.parametrize(
    ("pairs", "answer"),
    [([], False), ([(0, 60), (60, 90)], False), ([(0, 61), (60, 90)], True), ([(60, 90), (0, 70)], True)],
)
def test_overlapping_stretches_are_seen(pairs: list[tuple[int, int]], answer: bool) -> None:
    assert overlapping(pairs) is answer


def test_wall_times_that_do_not_exist_or_exist_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert instants_of(datetime(2026, 3, 29, 2, 30), berlin) == []  # noqa: DTZ001 - a wall clock
    assert len(instants_of(datetime(2026, 10, 25, 2, 30), berlin)) == 2  # noqa: DTZ001 - a wall clock
    assert len(instants_of(datetime(2026, 10, 25, 3, 30), berlin)) == 1  # noqa: DTZ001 - a wall clock
