"""Writers of an SQLite file wait in a queue instead of racing for its one write lock.

SQLite has no queue of its own: whoever finds the file locked sleeps and tries again, and with many writers some sleep
through every chance (measured: seconds, where a fair turn takes a tenth). So before BEGIN IMMEDIATE a use case queues:

- among the threads of its process, first come, first served;
- then, one thread a process, at a turnstile between processes: only who holds it may wait for the write lock,
  so the process that has just written cannot take it again before the one that waits. Both are locks on bytes of a
  file beside the database, which the kernel frees when a process dies.
"""

import fcntl
import os
import threading
import time
from collections import deque

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Unavailable

PATIENCE = 10.0
TURNSTILE, WRITING = 0, 1
SHORT_NAP, LONG_NAP, SHORT_NAPS = 0.0002, 0.002, 100


class ThreadQueue:
    """First come, first served: the place is handed from one thread to the next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def enter(self, patience: float) -> bool:
        """Wait for the place, at most `patience` seconds; tell whether it was given."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        if ticket.acquire(timeout=max(patience, 0)):
            return True
        with self._guard:
            if ticket not in self._waiting:
                return True  # it was handed over in the last moment
            self._waiting.remove(ticket)
            return False

    def leave(self) -> None:
        """Hand the place to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class WriteQueue:
    """The queue of the writers of one database file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = ThreadQueue()
        self._file: int | None = None

    def enter(self, patience: float = PATIENCE) -> None:
        """Wait until it is this thread's turn to write. Raises Unavailable after `patience` seconds."""
        deadline = time.monotonic() + patience
        if not self._threads.enter(patience):
            raise _busy()
        try:
            self._pass(deadline)
        except BaseException:
            self._threads.leave()
            raise

    def leave(self) -> None:
        """Let the next one write."""
        try:
            self._unlock(WRITING)
        finally:
            self._threads.leave()

    def _pass(self, deadline: float) -> None:
        self._lock(TURNSTILE, deadline)
        try:
            self._lock(WRITING, deadline)
        finally:
            self._unlock(TURNSTILE)

    def _lock(self, place: int, deadline: float) -> None:
        naps = 0
        while not self._try(place):
            if time.monotonic() > deadline:
                raise _busy()
            time.sleep(SHORT_NAP if naps < SHORT_NAPS else LONG_NAP)
            naps += 1

    def _try(self, place: int) -> bool:
        if self._file is None:
            self._file = os.open(f"{self._path}-writers", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(self, place: int) -> None:
        if self._file is not None:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)


def _busy() -> Unavailable:
    return Unavailable(_l("Many people are saving at this moment. Nothing was changed; please try again."))


_queues: dict[str, WriteQueue] = {}
_guard = threading.Lock()


def write_queue(path: str) -> WriteQueue:
    """Return the queue of the database file at `path`: one a process, because such locks belong to the process."""
    with _guard:
        return _queues.setdefault(path, WriteQueue(path))


def _forget() -> None:
    """A forked process begins with queues of its own; its parent's threads are not in it."""
    global _guard
    _guard = threading.Lock()
    _queues.clear()


os.register_at_fork(after_in_child=_forget)
