"""Parts of pages kept ready in this process.

A fragment is kept under a key that holds everything it was made from (the record's id and its last change, the
language …), so a change makes a new key and nothing needs to be emptied. It also ends at an instant: what other
records have to say on it (a jury, a count) is at most that old. Nothing personal and no token belongs into one.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock

from markupsafe import Markup

LONGEST = timedelta(seconds=30)


class Fragments:
    """The most recently used fragments, at most `most` of them."""

    def __init__(self, most: int = 128) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[datetime, Markup]] = OrderedDict()
        self._lock = Lock()

    def get(
        self, key: Hashable, now: datetime, make: Callable[[], Markup], *, changes_at: datetime | None = None
    ) -> Markup:
        """Return the fragment kept under `key`; make it when there is none or its time is over.

        `changes_at` is when it would read differently anyway (a deadline passes).
        """
        kept = self.peek(key, now)
        if kept is not None:
            return kept
        made = make()
        ends = now + LONGEST if changes_at is None else min(now + LONGEST, changes_at)
        with self._lock:
            self._kept[key] = (ends, made)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def peek(self, key: Hashable, now: datetime) -> Markup | None:
        """Return the fragment kept under `key`, None when there is none or its time is over."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or now >= kept[0]:
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def clear(self) -> None:
        """Forget everything; for tests."""
        with self._lock:
            self._kept.clear()
