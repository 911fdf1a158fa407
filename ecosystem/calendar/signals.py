"""What calendars ask the features above."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ecosystem.calendar.domain.intervals import runs_of_days
from ecosystem.core import clock


@dataclass(frozen=True)
class CalendarAsked:
    """Question: what does this person have to do or attend between two instants, besides engagements?

    Answer with `CalendarItem`s that touch the time from `since` to `until`.
    """

    account_id: int
    since: datetime
    until: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day anywhere on Earth that touch the time asked for; look for days between them."""
        first, last = self.since.date().toordinal() - 1, self.until.date().toordinal() + 1
        return date.fromordinal(max(first, 1)), date.fromordinal(min(last, date.max.toordinal()))

    def stretches(self, days: Iterable[date], timezone: str) -> Iterator[tuple[datetime, datetime]]:
        """Yield runs of `days` (in order, of `timezone`) that touch the time asked for, as `all_day` items have them.

        These are noon of the first day and noon of the last.
        """
        for first, last in runs_of_days(days):
            begins, ends = clock.local(datetime.combine(first, time()), timezone), last + timedelta(days=1)
            if begins < self.until and clock.local(datetime.combine(ends, time()), timezone) > self.since:
                noon, last_noon = (clock.local(datetime.combine(day, time(12)), timezone) for day in (first, last))
                yield noon, last_noon


@dataclass(frozen=True)
class CalendarItem:
    """Answer: something that takes nobody's time, such as a deadline (`ends_at` = `starts_at`) or a scoring window.

    `kind` is registered in `kinds`; `uid` never changes and is unique ("programme-k3f9…"); `sequence` rises when the
    record changes. `all_day` means the days from `starts_at` to `ends_at` (an instant on the last day) in `timezone`.
    """

    kind: str
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    where: str = ""
    link: str = ""
    address: str = ""
    timezone: str = clock.DEFAULT_ZONE
    all_day: bool = False
    is_cancelled: bool = False
    sequence: int = 0
    changed_at: datetime | None = None
