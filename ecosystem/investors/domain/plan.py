"""What an organiser decides about a session, as a value."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from ecosystem.investors.domain.slots import Hours, Slot, cut


@dataclass(frozen=True)
class SessionPlan:
    """The settings of a session; names as the columns of its table. `join_rule` is the value of a JoinRule."""

    title: str
    held_on: date
    title_en: str = ""
    description: str = ""
    place: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    starts_minute: int = 480
    ends_minute: int = 690
    slot_minutes: int = 20
    gap_minutes: int = 0
    breaks: tuple[tuple[int, int], ...] = ()
    tables: int = 10
    spare_tables: int = 1
    is_online: bool = False
    founder_minimum: int = 1
    join_rule: str = "approved"
    wishes_close_at: datetime | None = None

    def slots(self) -> list[Slot]:
        """Return the day cut into slots. Raises ValueError as `cut` does."""
        return cut(self.held_on, self.timezone, self.hours)

    @property
    def hours(self) -> Hours:
        """The hours as `cut` takes them."""
        return Hours(self.starts_minute, self.ends_minute, self.slot_minutes, self.gap_minutes, self.breaks)

    def on(self, day: date, zone: str) -> "SessionPlan":
        """Return the same hours on another day or in another zone."""
        return replace(self, held_on=day, timezone=zone)

    def away_since(self, before: "SessionPlan", away: Collection[int]) -> list[int]:
        """Return the positions of slots that share time, by the clock on the wall, with slots `away` of `before`."""
        gone = [before._wall(slot) for position, slot in enumerate(before.slots(), 1) if position in away]
        return [
            position
            for position, slot in enumerate(self.slots(), 1)
            if not slot.is_break
            and any(begin < self._wall(slot)[1] and end > self._wall(slot)[0] for begin, end in gone)
        ]

    def _wall(self, slot: Slot) -> tuple[timedelta, timedelta]:
        midnight = datetime.combine(self.held_on, time())
        return slot.starts_at.replace(tzinfo=None) - midnight, slot.ends_at.replace(tzinfo=None) - midnight

    def without_deadline(self) -> "SessionPlan":
        """Return the plan for another year, whose wishes have no end yet."""
        return replace(self, wishes_close_at=None)


SHAPE = frozenset({
    "held_on", "timezone", "starts_minute", "ends_minute", "slot_minutes", "gap_minutes", "breaks",
    "tables", "spare_tables", "is_online",
})  # fmt: skip
"""What slots and tables follow from; fixed once a timetable is published, but for the day and the zone."""
