"""The day of a session in slots: breaks are kept free, everything lies on the five-minute grid."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.investors.domain.slots import Hours, cut, read_breaks, read_minute, write_breaks

DAY, ZONE = date(2026, 11, 30), "Asia/Ho_Chi_Minh"
FIVES = st.integers(0, 24 * 12).map(lambda number: number * 5)


@given(
    FIVES,
    FIVES,
    st.integers(1, 24).map(lambda n: n * 5),
    st.integers(0, 3).map(lambda n: n * 5),
    st.tuples(FIVES, FIVES),
)
def test_slots_fit_into_the_hours_and_overlap_nothing(
    starts: int, ends: int, length: int, gap: int, pause: tuple[int, int]
) -> None:
    try:
        slots = cut(DAY, ZONE, Hours(starts, ends, length, gap, (pause,)))
    except ValueError:
        return
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(slots))
    assert {slot.ends_at - slot.starts_at for slot in slots if not slot.is_break} == {timedelta(minutes=length)}
    assert [slot.is_break for slot in slots].count(True) == 1
    assert all(slot.starts_at.minute % 5 == 0 for slot in slots)
    assert slots[-1].ends_at - slots[0].starts_at <= timedelta(minutes=ends - starts)


def test_a_day_without_breaks_and_one_to_midnight() -> None:
    assert len(cut(DAY, ZONE, Hours(480, 600, 30))) == 4
    assert cut(DAY, ZONE, Hours(23 * 60, 24 * 60, 30))[-1].ends_at.isoformat() == "2026-12-01T00:00:00+07:00"


@pytest.mark.parametrize(
    "hours",
    [
        Hours(480, 490, 20),
        Hours(481, 600, 20),
        Hours(480, 600, 7),
        Hours(480, 600, 20, 0, ((470, 490),)),
        Hours(480, 600, 20, 0, ((500, 540), (520, 560))),
        Hours(0, 1440, 5),
    ],
)
def test_hours_that_make_no_slots_are_refused(hours: Hours) -> None:
    with pytest.raises(ValueError, match=r"slot|five|break"):
        cut(DAY, ZONE, hours)


def test_breaks_are_read_as_people_write_them() -> None:
    assert read_breaks("9:30-9:45, 11h00 – 11h15;") == ((570, 585), (660, 675))
    assert write_breaks(((570, 585), (660, 675))) == "09:30-09:45, 11:00-11:15"
    assert read_minute("9") == 540
    for wrong in ("25:00", "9:75", "x", "9:30-9:45-10:00"):
        with pytest.raises(ValueError, match=r"."):
            read_breaks(wrong if "-" in wrong else f"{wrong}-10:00")
