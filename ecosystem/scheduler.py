"""The table of jobs and the process that runs them.

Any number of scheduler processes may run; one leads, by a lease in the database. A job fetches what is due
and runs one use case and one transaction per item, so that running twice has no second effect.
A feature lists its jobs in `jobs.py`: `JOBS: tuple[Job, ...]`.
"""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from ecosystem.app import FEATURES
from ecosystem.core import clock, lease
from ecosystem.core.database import db
from ecosystem.core.jobs import Job
from ecosystem.core.logs import log

LEASE = "scheduler"


def jobs() -> list[Job]:
    """Return the jobs of all features, in the order of the floors."""
    found: list[Job] = []
    for feature in FEATURES:
        name = f"ecosystem.{feature}.jobs"
        if find_spec(name) is not None:
            found.extend(import_module(name).JOBS)
    return found


def run_all(app: Flask) -> Iterator[tuple[str, str]]:
    """Run each job once, now; yield its name and what it did."""
    for job in jobs():
        yield job.name, _run(app, job)


def run(app: Flask) -> None:
    """Run the scheduler in this process until SIGTERM or SIGINT."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = BackgroundScheduler(timezone=clock.DEFAULT_ZONE)
    for job in jobs():
        scheduler.add_job(
            _run_if_leading,
            "interval",
            seconds=job.every,
            args=(app, job, holder),
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=60,
        )
    scheduler.start()
    log.info("scheduler started", holder=holder, jobs=len(jobs()))
    stop.wait()
    scheduler.shutdown(wait=True)
    with app.app_context():
        lease.release(LEASE, holder=holder)
    log.info("scheduler stopped", holder=holder)


def _run_if_leading(app: Flask, job: Job, holder: str) -> None:
    with app.app_context():
        leads = lease.hold(LEASE, holder=holder, now=clock.now())
    if leads:
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
