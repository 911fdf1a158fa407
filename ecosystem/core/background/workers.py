"""The worker processes of one scheduler."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from ecosystem.core.logs import log

MOST = 2  # a long computation keeps nobody's list waiting
START_SECONDS = 5  # until one that was started looks at the queue; no second one is started meanwhile
STOP_SECONDS = 10


class Workers:
    """At most two processes that run `command`; they end by themselves when nothing waits."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.command, self.folder = command, folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._started_at = 0.0

    def have_room(self) -> bool:
        """Forget those that ended; tell whether another may start."""
        self._running = [process for process in self._running if process.poll() is None]
        starting = bool(self._running) and time.monotonic() - self._started_at < START_SECONDS
        return len(self._running) < MOST and not starting

    def start(self) -> None:
        """Start one more."""
        process = subprocess.Popen(self.command, cwd=self.folder, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
        self._running.append(process)
        self._started_at = time.monotonic()
        log.info("worker started", pid=process.pid)

    def stop(self) -> None:
        """Ask all to end; what they were doing goes back into the queue."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()
