"""Reading background tasks."""

from typing import Any

from sqlalchemy import Select, select

from ecosystem.core.background import BackgroundTask, TaskAsker, kind_of
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.errors import Text


def task_by_public_id(public_id: str) -> BackgroundTask:
    """Return one task. Raises NoSuchRecord."""
    return one_or_missing(session().scalar(select(BackgroundTask).where(BackgroundTask.public_id == public_id)))


def tasks_of(account_id: int) -> Select[Any]:
    """Statement: what a person asked for, newest first."""
    own = select(TaskAsker.task_id).where(TaskAsker.account_id == account_id)
    return (
        select(BackgroundTask)
        .where(BackgroundTask.id.in_(own))
        .order_by(BackgroundTask.asked_at.desc(), BackgroundTask.id.desc())
    )


def askers_of(task: BackgroundTask) -> list[int]:
    """Return the account ids of all who asked for a task."""
    return list(session().scalars(select(TaskAsker.account_id).where(TaskAsker.task_id == task.id)))


def title_of(task: BackgroundTask) -> Text:
    """Return what the task does, in words; the kind's name where no feature knows it any more."""
    try:
        return kind_of(task).title
    except KeyError:
        return task.kind
