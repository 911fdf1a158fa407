"""The table of jobs and the process that runs them.

Any number of scheduler processes may run; one leads, by a lease in the database. A job fetches what is due
and runs one use case and one transaction per item, so that running twice has no second effect.
A feature lists its jobs in `jobs.py`: `JOBS: tuple[Job, ...]`. While a background task waits, the leader starts worker
processes for it (see `ecosystem/core/background`).
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from ecosystem.app import FEATURES, ROOT
from ecosystem.core import background, clock, lease
from ecosystem.core.background.workers import Workers
from ecosystem.core.database import db
from ecosystem.core.errors import EcosystemError
from ecosystem.core.jobs import Job
from ecosystem.core.logs import log

LEASE = "scheduler"
# One computation, one core: threads of the linear algebra would only fight the web workers for the same two.
WORKER = (
    "env",
    "OPENBLAS_NUM_THREADS=1",
    sys.executable,
    "-m",
    "flask",
    "--app",
    str(ROOT / "wsgi.py"),
    "tasks",
    "work",
)


def jobs() -> list[Job]:
    """Return the jobs of all features, in the order of the floors."""
    found: list[Job] = []
    for feature in FEATURES:
        name = f"ecosystem.{feature}.jobs"
        if find_spec(name) is not None:
            found.extend(import_module(name).JOBS)
    return found


def run_all(app: Flask) -> Iterator[tuple[str, str]]:
    """Run each job once, now, and then what waits in the queue of tasks; yield names and what was done."""
    for job in jobs():
        yield job.name, _run(app, job)
    yield "tasks", _run(app, Job("tasks", 1, lambda: _told(background.run_queue(app))))


def _told(number: int) -> str:
    return f"ran {number}" if number else ""


def run(app: Flask, *, length: timedelta = lease.LENGTH) -> None:
    """Run the scheduler in this process until SIGTERM or SIGINT. Its lease lapses `length` after it dies."""
    leadership = _Leadership(app, f"{socket.gethostname()}:{os.getpid()}", length)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    workers = Workers(WORKER, ROOT)
    scheduler = _table(app, leadership, workers)
    scheduler.start()
    log.info("scheduler started", holder=leadership.holder, jobs=len(jobs()))
    stop.wait()
    scheduler.shutdown(wait=True)
    workers.stop()
    leadership.end()
    log.info("scheduler stopped", holder=leadership.holder)


class _Leadership:
    """This process's claim to lead; a database that is away means that nobody leads."""

    def __init__(self, app: Flask, holder: str, length: timedelta) -> None:
        self.app, self.holder, self.length = app, holder, length

    def held(self) -> bool:
        """Take or renew the lease."""
        try:
            with self.app.app_context():
                return lease.hold(LEASE, holder=self.holder, now=clock.now(), length=self.length)
        except (EcosystemError, SQLAlchemyError) as error:
            log.warning("lease not renewed", holder=self.holder, error=type(error).__name__)
            return False

    def end(self) -> None:
        with self.app.app_context():
            lease.release(LEASE, holder=self.holder)


def _table(app: Flask, leadership: _Leadership, workers: Workers) -> BackgroundScheduler:
    """Put the jobs, the beat that keeps the lease while long jobs run, and the look at the queue on the clock."""
    scheduler = BackgroundScheduler(timezone=clock.DEFAULT_ZONE)
    options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 60}
    beat = leadership.length.total_seconds() / 3
    scheduler.add_job(leadership.held, "interval", seconds=beat, id="lease", **options)
    scheduler.add_job(_tend, "interval", seconds=1, args=(app, leadership, workers), id="tasks", **options)
    for place, job in enumerate(jobs()):
        # Every job has its turn soon after the start, one after another: a product that is restarted often must
        # not keep postponing what runs rarely.
        first = clock.now() + timedelta(seconds=min(job.every, 1 + place))
        scheduler.add_job(
            _run_if_leading,
            "interval",
            seconds=job.every,
            args=(app, job, leadership),
            id=job.name,
            next_run_time=first,
            **options,
        )
    return scheduler


def _tend(app: Flask, leadership: _Leadership, workers: Workers) -> None:
    """Start a worker if a task waits and no worker is free; reading comes first, because the lease is written."""
    with app.app_context():
        try:
            waits = workers.have_room() and background.something_waits()
        except SQLAlchemyError as error:
            log.warning("queue of tasks not read", error=type(error).__name__)
            return
    if waits and leadership.held():
        workers.start()


def _run_if_leading(app: Flask, job: Job, leadership: _Leadership) -> None:
    if leadership.held():
        _run(app, job)


def _run(app: Flask, job: Job) -> str:
    """Run one job in a context of its own; a failure is logged and told, and stops no other job."""
    with app.app_context():
        try:
            outcome = job.run()
        except Exception as error:
            db.session.rollback()
            log.exception("job failed", job=job.name)
            return f"failed: {type(error).__name__}"
    if outcome:
        log.info("job", job=job.name, outcome=outcome)
    return outcome
