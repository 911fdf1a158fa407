"""A task as its `run` function sees it: its payload, its progress, its file, its end."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.background.kinds import Result, kind_of
from ecosystem.core.background.models import BackgroundTask, TaskState
from ecosystem.core.background.results import MadeFile, discard, made
from ecosystem.core.database import db, in_transaction, transaction
from ecosystem.core.errors import EcosystemError
from ecosystem.core.signals import announce

BETWEEN_STEPS = 0.7  # seconds between two steps that are written down


class Cancelled(EcosystemError):
    """Whoever asked for the task took it back."""


class ClaimLost(EcosystemError):
    """Another worker took the task over, because this one was not heard of for too long."""


@dataclass(frozen=True)
class TaskEnded:
    """A task is done, failed or was cancelled; announced in the transaction that writes it down."""

    task: BackgroundTask


class Running:
    """A claimed task. Only the holder of the claim can write to it."""

    def __init__(self, task: BackgroundTask) -> None:
        self.task_id, self.kind, self.claim = task.id, kind_of(task), task.claimed_by
        self.payload: Mapping[str, Any] = task.payload
        self.subject, self.about, self.asked_by = task.subject, task.about, task.asked_by
        self.is_finished = False
        self._made: MadeFile | None = None
        self._written_at = 0.0

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Tell how far the work is, at once for everybody; most calls within a second of another cost nothing.

        Inside a transaction nothing is told, because its lock would keep the telling waiting.
        Raises Cancelled when the task was taken back, ClaimLost when another worker has it.
        """
        if in_transaction() or (time.monotonic() - self._written_at < BETWEEN_STEPS and done < total):
            return
        self._written_at = time.monotonic()
        if self._write(done=done, total=total, note=note[:300]):
            raise Cancelled(_l("This was cancelled."))

    def cancelled(self) -> bool:
        """Tell whether the task was taken back. Raises ClaimLost when another worker has it."""
        with Session(db.engine) as aside:
            return self._is_cancelled(aside)

    @contextmanager
    def file(self, name: str, media_type: str) -> Iterator[BinaryIO]:
        """Open the file that the task makes; when the block ends well, it is kept until the task ends."""
        with made(name, media_type) as (target, result):
            yield target
        if self._made is not None:
            discard(self._made.key)
        self._made = result

    def finish(self, result: Result = None) -> None:
        """Write down that the task is done. Inside a use case's transaction both are stored, or neither.

        Called by itself after `run`, so only a `run` that changes records calls it, last in its transaction.
        Raises ClaimLost when another worker took the task over; what the transaction changed is then undone.
        """
        values: dict[str, Any] = {"result": _plain(result)}
        if self._made is not None:
            file = self._made
            values |= {"file_key": file.key, "file_name": file.name, "file_type": file.media_type}
            values |= {"file_size": file.size, "file_until": clock.now() + self.kind.keeps}
        self.end(TaskState.DONE, **values)
        self.is_finished = True

    def end(self, state: TaskState, **values: Any) -> None:
        """Write down how the task ended and announce it. Raises ClaimLost."""
        with transaction() as current:
            ended = current.execute(
                update(BackgroundTask)
                .where(*self._is_ours())
                .values(state=state, live_key=None, ended_at=clock.now(), claimed_by="", heartbeat_at=None, **values)
                .execution_options(synchronize_session=False)
            )
            if ended.rowcount != 1:  # type: ignore[attr-defined]
                raise ClaimLost(_l("Another process works on this now."))
            task = current.get_one(BackgroundTask, self.task_id, populate_existing=True)
            announce(TaskEnded(task))

    def beat(self) -> None:
        """Renew the claim. Raises ClaimLost."""
        self._write(heartbeat_at=clock.now())

    def drop_file(self) -> None:
        """Throw away what was made, because the task did not end well."""
        if self._made is not None:
            discard(self._made.key)
            self._made = None

    def _write(self, **values: Any) -> bool:
        """Write on a connection beside the session's, whose reads go on; tell whether the task was taken back."""
        with Session(db.engine) as aside, aside.begin():
            change = update(BackgroundTask).where(*self._is_ours()).values(**values)
            aside.execute(change.execution_options(synchronize_session=False))
            return self._is_cancelled(aside)

    def _is_cancelled(self, aside: Session) -> bool:
        asked = aside.scalar(select(BackgroundTask.cancel_asked).where(*self._is_ours()))
        if asked is None:
            raise ClaimLost(_l("Another process works on this now."))
        return bool(asked)

    def _is_ours(self) -> tuple[Any, ...]:
        task = BackgroundTask
        return (task.id == self.task_id, task.claimed_by == self.claim, task.state == TaskState.RUNNING)


def _plain(result: Result) -> dict[str, Any] | None:
    if result is None or isinstance(result, Mapping):
        return None if result is None else dict(result)
    return {"said": str(result)}
