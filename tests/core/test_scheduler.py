"""Several schedulers on one database: one leads, another takes over, and nothing happens twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from ecosystem import scheduler
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.jobs import Job
from ecosystem.core.lease import Lease
from ecosystem.notifications.models import Mail, MailState
from tests.support.servers import ROOT, environment_of

pytestmark = pytest.mark.both_databases
LEASE_SECONDS = 3
PATIENCE_SECONDS = 60  # a busy machine starts processes slowly


@contextmanager
def running(app: Flask, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process of the product on the same data."""
    settings = app.config["SETTINGS"]
    env = os.environ | environment_of(settings, settings.base_url) | {"FLASK_APP": "wsgi.py"}
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", *command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def started(app: Flask) -> AbstractContextManager[subprocess.Popen[bytes]]:
    return running(app, "scheduler", "run", "--lease", str(LEASE_SECONDS))


def leader(app: Flask) -> int | None:
    """The process that leads now."""
    with app.app_context():
        row = session().scalar(select(Lease).where(Lease.until > clock.now()))
        return int(row.holder.split(":")[1]) if row else None


def wait_for_leader(app: Flask, *, other_than: int | None = None) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        pid = leader(app)
        if pid is not None and pid != other_than:
            return pid
        time.sleep(0.05)
    pytest.fail("nobody leads")


def write_mails(app: Flask, number: int) -> None:
    with app.app_context(), transaction() as current:
        for place in range(number):
            current.add(
                Mail(
                    kind="receipt",
                    to_address=f"nguoi{place}@example.vn",
                    to_name="Nguyễn Mẫu An",
                    subject="Biên nhận",
                    body="Hồ sơ đã nhận.",
                    due_at=clock.now(),
                )
            )


def mails(app: Flask, state: MailState) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).where(Mail.state == state)) or 0


def files(app: Flask) -> list[Path]:
    return list(app.config["SETTINGS"].mail_folder.rglob("*.eml"))


def test_another_takes_over_within_the_lease_when_the_leader_is_killed(committed_app: Flask) -> None:
    with started(committed_app) as one, started(committed_app) as two:
        first = wait_for_leader(committed_app)
        assert first in (one.pid, two.pid)
        os.kill(first, signal.SIGKILL)
        killed = time.monotonic()
        second = wait_for_leader(committed_app, other_than=first)
        assert second in (one.pid, two.pid)
        assert time.monotonic() - killed < 2 * LEASE_SECONDS
        write_mails(committed_app, 3)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while mails(committed_app, MailState.SENT) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert mails(committed_app, MailState.SENT) == 3


def test_a_clean_stop_gives_the_lease_back(committed_app: Flask) -> None:
    with started(committed_app) as process:
        assert wait_for_leader(committed_app) == process.pid
        process.terminate()
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    with committed_app.app_context():
        assert session().scalar(select(func.count()).select_from(Lease)) == 0


def test_a_job_that_runs_twice_at_once_has_one_effect(committed_app: Flask) -> None:
    write_mails(committed_app, 20)
    once = ("scheduler", "once")
    with running(committed_app, *once) as one, running(committed_app, *once) as two:
        assert one.wait(PATIENCE_SECONDS) == two.wait(PATIENCE_SECONDS) == 0
    assert mails(committed_app, MailState.SENT) == 20
    assert len(files(committed_app)) == 20
    with committed_app.app_context():
        assert set(session().scalars(select(Mail.attempts))) == {1}


@pytest.mark.usefixtures("session")
def test_a_failing_job_stops_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        with transaction() as current:
            current.add(Lease(name="half done", holder="job", until=clock.now()))
            current.flush()
            raise ZeroDivisionError

    listed = [Job("broken", 1, fail), Job("sound", 1, lambda: "done")]
    monkeypatch.setattr(scheduler, "jobs", lambda: listed)
    assert list(scheduler.run_all(app)) == [("broken", "failed: ZeroDivisionError"), ("sound", "done"), ("tasks", "")]
    assert session().scalar(select(func.count()).select_from(Lease)) == 0


def test_every_job_has_a_name_of_its_own_and_a_pace() -> None:
    listed = scheduler.jobs()
    assert len({job.name for job in listed}) == len(listed) > 0
    assert all(job.every >= 1 for job in listed)
