"""Claiming tasks and running them.

Heavy work is done in a process of its own, started by the scheduler: a computation that holds the interpreter stops no
other job, the memory it took is given back when the process ends, and one that is killed takes nobody with it. It runs
at a lower priority than the web server.
"""

import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import OperationalError

from ecosystem.core import clock
from ecosystem.core.background.kinds import is_known
from ecosystem.core.background.models import BackgroundTask, TaskState
from ecosystem.core.background.task import Cancelled, ClaimLost, Running, TaskEnded
from ecosystem.core.database import db, session, transaction
from ecosystem.core.errors import EcosystemError, Text
from ecosystem.core.identifiers import public_id
from ecosystem.core.logs import log
from ecosystem.core.signals import announce

LAPSES = timedelta(seconds=60)  # without a heartbeat for so long, a worker counts as dead
BEATS_EVERY = 10.0
MOST_ATTEMPTS = 3
LOOKS_EVERY = 0.5
IDLE_SECONDS = 15.0
LARGEST_IDLE = 300 * 1024  # kilobytes: a worker that grew beyond ends, and gives the memory back

GAVE_UP = _l(
    "This was interrupted %(times)s times and was given up. Steps that were finished stay. "
    "Please ask for it again later, or for less at once.",
    times=MOST_ATTEMPTS,
)
UNKNOWN = _l("The product no longer does this kind of work.")
FAILED = _l("Something went wrong in the product; the error was noted. Finished steps stay. Please try again later.")


class Stopped(BaseException):
    """The worker was asked to end; its task goes back into the queue."""


def something_waits() -> bool:
    """Tell whether a task waits for a worker."""
    return session().scalar(select(BackgroundTask.id).where(_is_due()).limit(1)) is not None


def run_queue(app: Flask, *, beats_every: float | None = None) -> int:
    """Run what waits, in this process, until nothing does; return how many tasks."""
    number = 0
    while _run_next(app, beats_every):
        number += 1
    return number


def run_worker(app: Flask, *, idle: float = IDLE_SECONDS, beats_every: float = BEATS_EVERY) -> int:
    """Run what waits until nothing did for `idle` seconds, this process has grown large, or whoever started it is gone.

    Return how many tasks. On SIGTERM the present task goes back into the queue.
    """
    signal.signal(signal.SIGTERM, _stop)
    os.nice(10)
    starter, number, last = os.getppid(), 0, time.monotonic()
    large = max(LARGEST_IDLE, _peak())  # the peak of whoever started it counts as its own from the first
    try:
        while time.monotonic() - last < idle and os.getppid() == starter:
            if _run_next(app, beats_every):
                number, last = number + 1, time.monotonic()
                if _peak() > large:
                    break
            else:
                time.sleep(LOOKS_EVERY)
    except Stopped:
        log.info("worker stopped")
    return number


def _stop(*_signal: Any) -> None:
    raise Stopped


def _peak() -> int:
    """The most memory the process ever held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _run_next(app: Flask, beats_every: float | None) -> bool:
    with app.app_context():
        _give_up_lapsed()
        task = _claim()
        if task is None:
            return False
        running = Running(task)
        with force_locale(task.language), _heartbeat(app, running, beats_every):
            _run(running)
        return True


def _is_due() -> ColumnElement[bool]:
    lapsed = BackgroundTask.heartbeat_at < clock.now() - LAPSES
    return or_(BackgroundTask.state == TaskState.QUEUED, (BackgroundTask.state == TaskState.RUNNING) & lapsed)


def _claim() -> BackgroundTask | None:
    """Claim the task that waits longest by one UPDATE; of several processes one gets it."""
    by = f"{socket.gethostname()}:{os.getpid()}:{public_id(8)}"[-120:]
    waiting = session().scalars(
        select(BackgroundTask.id).where(_is_due()).order_by(BackgroundTask.asked_at, BackgroundTask.id).limit(10)
    )
    return next((task for ident in waiting.all() if (task := _claim_one(ident, by))), None)


def _claim_one(ident: int, by: str) -> BackgroundTask | None:
    now = clock.now()
    values = {"state": TaskState.RUNNING, "claimed_by": by, "heartbeat_at": now, "started_at": now}
    with transaction() as current:
        claimed = current.execute(
            update(BackgroundTask)
            .where(BackgroundTask.id == ident, _is_due())
            .values(**values, attempts=BackgroundTask.attempts + 1, done=0, total=0, note="")
            .execution_options(synchronize_session=False)
        )
        if claimed.rowcount != 1:  # type: ignore[attr-defined]
            return None
        return current.get(BackgroundTask, ident, populate_existing=True)


def _give_up_lapsed() -> None:
    """End what died with its worker too often, what was taken back meanwhile, and what no feature knows any more."""
    rows = session().scalars(select(BackgroundTask).where(_is_due()).limit(100))
    for task in rows.all():
        if task.state is TaskState.RUNNING and task.cancel_asked:
            _end_unclaimed(task, TaskState.CANCELLED, "")
        elif task.attempts >= MOST_ATTEMPTS:
            _end_unclaimed(task, TaskState.FAILED, GAVE_UP)
        elif not is_known(task.kind):
            _end_unclaimed(task, TaskState.FAILED, UNKNOWN)


def _end_unclaimed(task: BackgroundTask, state: TaskState, error: Text) -> None:
    with force_locale(task.language), transaction() as current:
        ended = current.execute(
            update(BackgroundTask)
            .where(BackgroundTask.id == task.id, _is_due())
            .values(
                state=state, error=str(error), live_key=None, ended_at=clock.now(), claimed_by="", heartbeat_at=None
            )
            .execution_options(synchronize_session=False)
        )
        if ended.rowcount == 1:  # type: ignore[attr-defined]
            announce(TaskEnded(current.get_one(BackgroundTask, task.id, populate_existing=True)))


def _run(running: Running) -> None:
    """Run one claimed task to its end, whatever happens in it."""
    try:
        result = running.kind.run(running)
        if not running.is_finished:
            running.finish(result)
    except Exception as error:
        db.session.rollback()
        _end_badly(running, error)
    except BaseException:
        db.session.rollback()
        _put_back(running)
        running.drop_file()
        raise
    else:
        log.info("task done", task=running.kind.name, subject=running.subject)


def _end_badly(running: Running, error: Exception) -> None:
    """Write down how it failed. If that is impossible the heartbeat stops, and another worker begins anew."""
    about = {"task": running.kind.name, "subject": running.subject}
    try:
        if isinstance(error, OperationalError):
            log.warning("task interrupted", **about, error=type(error).__name__)
            _put_back(running, counts=True)
        elif isinstance(error, Cancelled):
            running.end(TaskState.CANCELLED)
        elif isinstance(error, EcosystemError) and not isinstance(error, ClaimLost):
            log.info("task refused", **about, error=str(error)[:200])
            running.end(TaskState.FAILED, error=str(error))
        else:
            log.error("task failed", **about, exc_info=error)
            running.end(TaskState.FAILED, error=str(FAILED))
    except ClaimLost:
        if running.is_finished:  # what failed came after its end
            return
        log.warning("task taken over", **about)
    except OperationalError as later:
        log.warning("end of a task not written", **about, error=type(later).__name__)
    running.drop_file()


def _put_back(running: Running, *, counts: bool = False) -> None:
    """Let the next worker begin anew; an orderly stop does not count as an attempt."""
    with transaction() as current:
        current.execute(
            update(BackgroundTask)
            .where(
                BackgroundTask.id == running.task_id,
                BackgroundTask.claimed_by == running.claim,
                BackgroundTask.state == TaskState.RUNNING,
            )
            .values(
                state=TaskState.QUEUED,
                claimed_by="",
                heartbeat_at=None,
                attempts=BackgroundTask.attempts - (0 if counts else 1),
            )
            .execution_options(synchronize_session=False)
        )


@contextmanager
def _heartbeat(app: Flask, running: Running, every: float | None) -> Iterator[None]:
    """Keep the claim alive from a thread of its own while the block runs."""
    if every is None:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(app, running, over, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=15)


def _beat(app: Flask, running: Running, over: threading.Event, every: float) -> None:
    with app.app_context():
        while not over.wait(every):
            try:
                running.beat()
            except ClaimLost:
                return  # ended, or another worker has it: the work finds out when it writes
            except OperationalError as error:
                log.warning("heartbeat missed", task=running.kind.name, error=type(error).__name__)
