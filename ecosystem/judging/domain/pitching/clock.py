"""The clock of the stage: it runs, is held, and starts anew for each part of a pitch."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class PitchPhase(StrEnum):
    """What the clock counts."""

    WAITING = "waiting"  # nobody is on yet
    PITCH = "pitch"
    QUESTIONS = "questions"
    BREAK = "break"
    OVER = "over"  # the programme is at its end


class SlotState(StrEnum):
    """A place in the programme: waiting → on → done; absent ones are passed over and may come back."""

    WAITING = "waiting"
    ON = "on"
    DONE = "done"
    ABSENT = "absent"


@dataclass(frozen=True)
class Clock:
    """Seconds counted before the last hold, and since when it runs again; None while held."""

    elapsed: int = 0
    running_since: datetime | None = None

    def counted(self, now: datetime) -> int:
        """Return the whole seconds counted until `now`."""
        since = self.running_since
        return self.elapsed + (max(0, int((now - since).total_seconds())) if since is not None else 0)

    def started(self, now: datetime) -> "Clock":
        """Return it running; one that runs already runs on."""
        return self if self.running_since is not None else replace(self, running_since=now)

    def held(self, now: datetime) -> "Clock":
        """Return it held, with what it counted until `now`."""
        return Clock(self.counted(now))
