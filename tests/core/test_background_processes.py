"""Workers in processes of their own: one claim, a killed one is followed by another, an orderly stop gives back."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from ecosystem.core import clock
from ecosystem.core.background import BackgroundTask, TaskState, ask_for, cancel
from ecosystem.core.database import session
from ecosystem.core.lease import Lease
from tests.core.background_worker import COUNTED, SLOW
from tests.core.test_scheduler import running
from tests.support.servers import ROOT

pytestmark = pytest.mark.both_databases
PATIENCE_SECONDS = 60


def worker(app: Flask, *, idle: float = 1) -> subprocess.Popen[bytes]:
    settings = app.config["SETTINGS"]
    command = (sys.executable, "-m", "tests.core.background_worker", settings.database_url, str(settings.instance))
    return subprocess.Popen([*command, str(idle)], cwd=ROOT)


def ask(app: Flask, kind: str, number: int = 1, *, steps: int = 3) -> None:
    with app.app_context():
        for place in range(number):
            ask_for(kind, subject=f"số {place}", by=None, payload={"steps": steps})


def tasks(app: Flask) -> list[BackgroundTask]:
    with app.app_context():
        return list(session().scalars(select(BackgroundTask).order_by(BackgroundTask.id)))


def marks(app: Flask) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(Lease).where(Lease.holder == "task")) or 0


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def test_two_workers_do_each_task_once(committed_app: Flask) -> None:
    ask(committed_app, COUNTED, 20)
    one, two = worker(committed_app), worker(committed_app)
    assert one.wait(PATIENCE_SECONDS) == two.wait(PATIENCE_SECONDS) == 0
    assert {(task.state, task.attempts) for task in tasks(committed_app)} == {(TaskState.DONE, 1)}
    assert marks(committed_app) == 20


def test_progress_shows_and_a_killed_worker_is_followed_by_another(committed_app: Flask) -> None:
    ask(committed_app, SLOW, steps=80)
    first = worker(committed_app)
    wait_until(lambda: tasks(committed_app)[0].done > 0)
    assert tasks(committed_app)[0].total == 80
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    second = worker(committed_app, idle=8)
    assert second.wait(PATIENCE_SECONDS) == 0
    (task,) = tasks(committed_app)
    assert (task.state, task.attempts, task.done) == (TaskState.DONE, 2, 80)
    assert marks(committed_app) == 2


def test_an_orderly_stop_gives_the_task_back(committed_app: Flask) -> None:
    ask(committed_app, SLOW, steps=2000)
    process = worker(committed_app)
    wait_until(lambda: tasks(committed_app)[0].done > 0)
    process.terminate()
    assert process.wait(PATIENCE_SECONDS) == 0
    (task,) = tasks(committed_app)
    assert (task.state, task.attempts, task.heartbeat_at) == (TaskState.QUEUED, 0, None)


def test_a_heartbeat_keeps_a_long_task_and_cancelling_ends_it(committed_app: Flask) -> None:
    ask(committed_app, SLOW, steps=2000)
    process = worker(committed_app)
    wait_until(lambda: tasks(committed_app)[0].done > 0)
    time.sleep(1.5)
    (task,) = tasks(committed_app)
    assert task.started_at is not None
    assert task.heartbeat_at is not None
    assert task.heartbeat_at > task.started_at
    with committed_app.app_context():
        cancel(task)
    assert process.wait(PATIENCE_SECONDS) == 0
    assert tasks(committed_app)[0].state is TaskState.CANCELLED


def test_the_scheduler_starts_a_worker_when_something_waits(committed_app: Flask) -> None:
    """The product knows no kind of the tests, so the worker it starts gives the task up in words."""
    with running(committed_app, "scheduler", "run", "--lease", "3") as process:
        ask(committed_app, COUNTED)
        wait_until(lambda: tasks(committed_app)[0].state is TaskState.FAILED)
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
    assert tasks(committed_app)[0].ended_at is not None
    assert clock.now() > tasks(committed_app)[0].asked_at
