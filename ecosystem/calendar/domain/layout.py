"""Laying a calendar out: which days a view shows, and entries of a day beside each other where they overlap."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ROW = 15  # minutes
FIRST_HOUR, LAST_HOUR = 7, 19  # shown at least
AGENDA_DAYS = 30


class View(StrEnum):
    """How a calendar is shown."""

    AGENDA = "agenda"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def days_of(view: View, day: date) -> list[date]:
    """Return the days a view shows around `day`; a week begins on Monday, a month is filled up to whole weeks."""
    if view is View.DAY:
        return [day]
    if view is View.AGENDA:
        return [day + timedelta(days=number) for number in range(AGENDA_DAYS)]
    if view is View.WEEK:
        first = day - timedelta(days=day.weekday())
        return [first + timedelta(days=number) for number in range(7)]
    first_of_month = day.replace(day=1)
    first = first_of_month - timedelta(days=first_of_month.weekday())
    next_month = (first_of_month + timedelta(days=32)).replace(day=1)
    weeks = -(-(next_month - first).days // 7)
    return [first + timedelta(days=number) for number in range(7 * weeks)]


def step_from(view: View, day: date, steps: int) -> date:
    """Return the day to show when somebody goes `steps` views on, or back."""
    if view is View.MONTH:
        month = day.year * 12 + day.month - 1 + steps
        return date(month // 12, month % 12 + 1, 1)
    lengths = {View.DAY: 1, View.WEEK: 7, View.AGENDA: AGENDA_DAYS}
    return day + timedelta(days=lengths[view] * steps)


def edges_of(days: Sequence[date], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the first day begins and the last one ends in a zone."""
    begin = datetime.combine(days[0], time(), zone)
    return begin, datetime.combine(days[-1] + timedelta(days=1), time(), zone)


def lanes(intervals: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return for each interval (sorted by begin) its lane from 0, and how many lanes those around it need.

    Intervals that overlap get lanes of their own; as many as overlap at most stand beside each other.
    """
    result: list[tuple[int, int]] = []
    group: list[int] = []
    ends: list[int] = []
    for begin, end in intervals:
        if ends and begin >= max(ends):
            result[-len(group) :] = [(lane, len(ends)) for lane in group]
            group, ends = [], []
        lane = next((number for number, until in enumerate(ends) if until <= begin), len(ends))
        ends[lane : lane + 1] = [end]
        group.append(lane)
        result.append((lane, 0))
    if group:
        result[-len(group) :] = [(lane, len(ends)) for lane in group]
    return result
