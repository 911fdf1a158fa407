"""What calendars ask the features above."""

from dataclasses import dataclass
from datetime import datetime

from ecosystem.core import clock


@dataclass(frozen=True)
class CalendarAsked:
    """Question: what does this person have to do or attend between two instants, besides engagements?

    Answer with `CalendarItem`s that touch the time from `since` to `until`.
    """

    account_id: int
    since: datetime
    until: datetime


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
