"""A clock that the test holds: the process sees the time the test says, the live server's threads included."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

ZONE = "Asia/Ho_Chi_Minh"


class HeldClock:
    """Runs as usual until it is set; from then on it stands still."""

    def __init__(self) -> None:
        self._journey: time_machine.travel | None = None

    def set(self, instant: datetime | str, zone: str = ZONE) -> datetime:
        """Stand at `instant`: aware, or a wall-clock time like "2026-11-20 17:00" in `zone`. Returns it in UTC."""
        moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        moment = moment.astimezone(UTC)
        self.release()
        self._journey = time_machine.travel(moment, tick=False)
        self._journey.start()
        return moment

    def advance(self, **span: float) -> datetime:
        """Move on by a span given as to timedelta: `advance(hours=2)`. Returns the new instant in UTC."""
        return self.set(datetime.now(UTC) + timedelta(**span))

    def release(self) -> None:
        """Let the time run again."""
        if self._journey is not None:
            self._journey.stop()
            self._journey = None


@pytest.fixture
def held_clock() -> Iterator[HeldClock]:
    clock = HeldClock()
    yield clock
    clock.release()
