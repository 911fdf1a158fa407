"""Tasks asked for in a request: one for all who ask, one effect, told errors, nothing half."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from ecosystem.cli import broken_invariants
from ecosystem.core import background, clock
from ecosystem.core.background import BackgroundTask, Running, TaskState, ask_for, cancel, path_of, running
from ecosystem.core.background.results import storage
from ecosystem.core.database import transaction
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.lease import Lease
from ecosystem.notifications.models import Notification
from ecosystem.tasks.jobs import clean
from ecosystem.tasks.queries import askers_of
from tests.core.background_worker import BROKEN, COUNTED, REFUSED, SLOW, WRITING
from tests.support.background import run_tasks
from tests.support.factories.accounts import account

pytestmark = pytest.mark.usefixtures("session")
MINUTE = timedelta(minutes=1)


def marks(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Lease)) or 0


def abandoned(kind: str, *, attempts: int = 1) -> BackgroundTask:
    """A task whose worker was last heard of two minutes ago."""
    task = ask_for(kind, subject="a", by=1, payload={"steps": 3})
    with transaction():
        task.state, task.claimed_by, task.attempts = TaskState.RUNNING, "dead:1:x", attempts
        task.heartbeat_at = clock.now() - 2 * MINUTE
    return task


@pytest.mark.both_databases
def test_a_double_click_makes_one_task(session: Session) -> None:
    first, second = (ask_for(COUNTED, subject="a", by=1) for _click in range(2))
    assert first is second
    assert ask_for(COUNTED, subject="b", by=1) is not first
    assert run_tasks() == 2
    assert marks(session) == 2


def test_a_colleague_joins_the_task_that_lives(session: Session) -> None:
    task = ask_for(COUNTED, subject="a", by=1)
    assert ask_for(COUNTED, subject="a", by=2) is task
    assert sorted(askers_of(task)) == [1, 2]
    run_tasks()
    assert ask_for(COUNTED, subject="a", by=1).id != task.id


def test_nobody_asks_for_what_nobody_does() -> None:
    with pytest.raises(KeyError):
        ask_for("test.unheard_of", subject="a", by=1)


@pytest.mark.both_databases
def test_what_it_said_and_its_file(session: Session) -> None:
    task = ask_for(COUNTED, subject="a", by=1, about="Techfest")
    run_tasks()
    assert (task.state, task.result) == (TaskState.DONE, {"said": "Đã đếm xong."})
    assert (task.file_name, task.file_size, task.done, task.note) == ("dem.txt", 3, 0, "bước 0")
    assert path_of(task).read_bytes() == b"xxx"
    assert not broken_invariants()


def test_work_and_its_end_are_stored_together(session: Session) -> None:
    task = ask_for(WRITING, subject="a", by=1)
    run_tasks()
    assert task.result == {"said": "Đã ghi.", "url": "/work"}
    assert marks(session) == 1


@pytest.mark.both_databases
def test_a_refusal_is_told_and_leaves_nothing(app: Flask, session: Session) -> None:
    task = ask_for(REFUSED, subject="a", by=1)
    run_tasks()
    assert (task.state, task.error) == (TaskState.FAILED, "Vòng này đã đóng.")
    assert marks(session) == 0
    assert not storage().keys(clock.now() + MINUTE)
    assert not broken_invariants()


@pytest.mark.both_databases
def test_a_mistake_of_ours_is_told_in_general_words_and_logged(session: Session) -> None:
    task = ask_for(BROKEN, subject="a", by=1)
    with capture_logs() as lines:
        run_tasks()
    assert task.state is TaskState.FAILED
    assert task.error == (
        "Hệ thống gặp lỗi và đã ghi lại lỗi này. Những bước đã xong vẫn được giữ. Quý vị vui lòng thử lại sau."
    )
    assert [type(line["exc_info"]) for line in lines if line["event"] == "task failed"] == [ZeroDivisionError]
    assert marks(session) == 0
    assert not broken_invariants()


def test_what_waits_is_cancelled_at_once(session: Session) -> None:
    task = cancel(ask_for(COUNTED, subject="a", by=1))
    assert task.state is TaskState.CANCELLED
    assert run_tasks() == 0
    assert marks(session) == 0


def test_what_runs_is_cancelled_at_its_next_step(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecosystem.core.background.task.BETWEEN_STEPS", 0)
    tell = Running.progress

    def taken_back_after_three_steps(task: Running, done: int, total: int, note: str = "") -> None:
        if done == 4:
            cancel(session.get_one(BackgroundTask, task.task_id))
        tell(task, done, total, note)

    monkeypatch.setattr(Running, "progress", taken_back_after_three_steps)
    task = ask_for(SLOW, subject="a", by=1, payload={"steps": 50})
    run_tasks()
    assert (task.state, task.done) == (TaskState.CANCELLED, 4)
    assert not broken_invariants()


@pytest.mark.both_databases
def test_a_task_whose_worker_died_is_taken_over(session: Session) -> None:
    task = abandoned(COUNTED)
    assert run_tasks() == 1
    assert (task.state, task.attempts) == (TaskState.DONE, 2)


def test_a_living_worker_keeps_its_task(session: Session) -> None:
    task = abandoned(COUNTED)
    with transaction():
        task.heartbeat_at = clock.now() - MINUTE / 2
    assert run_tasks() == 0


@pytest.mark.both_databases
def test_after_three_deaths_it_is_given_up(session: Session) -> None:
    task = abandoned(COUNTED, attempts=3)
    assert run_tasks() == 0
    assert task.state is TaskState.FAILED
    assert "3 lần" in task.error
    assert not broken_invariants()


def test_a_worker_that_lost_its_task_changes_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another took over while it hung: its work is undone, and the other's end stands."""
    task = ask_for(WRITING, subject="a", by=1)
    held = running._claim()
    assert held is not None
    mine = Running(held)
    with transaction():
        task.claimed_by = "other:2:y"
    running._run(mine)
    assert (task.state, task.claimed_by) == (TaskState.RUNNING, "other:2:y")
    assert marks(session) == 0


def test_a_kind_of_an_earlier_version_is_given_up(session: Session) -> None:
    task = ask_for(COUNTED, subject="a", by=1)
    with transaction():
        task.kind = "test.gone"
    assert run_tasks() == 0
    assert task.state is TaskState.FAILED


def test_files_are_kept_for_a_day(session: Session) -> None:
    task = ask_for(COUNTED, subject="a", by=1)
    run_tasks()
    path = path_of(task)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert clean() == "deleted 1 files"
    assert not path.exists()
    session.refresh(task)
    with pytest.raises(NoSuchRecord):
        path_of(task)


def test_what_broke_off_is_swept_up(session: Session) -> None:
    with background.results.made("x", "text/plain") as (target, lost):
        target.write(b"x")
    with clock.at(clock.now() + timedelta(hours=7)):
        clean()
    assert not storage().path_of(lost.key).exists()


def test_a_long_task_puts_a_line_into_the_inbox(session: Session) -> None:
    task = ask_for(COUNTED, subject="a", by=account().id, about="Techfest")
    run_tasks()
    assert session.scalar(select(func.count()).select_from(Notification)) == 0
    long = ask_for(COUNTED, subject="b", by=task.asked_by, about="Techfest")
    with transaction():
        long.asked_at = clock.now() - MINUTE
    run_tasks()
    line = session.scalars(select(Notification)).one()
    assert line.title == "Counting · Techfest: đã xong"
    assert line.url == f"/tasks/{long.public_id}"
