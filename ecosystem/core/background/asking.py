"""Asking for a task, and taking it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ecosystem.core import clock
from ecosystem.core.background.kinds import is_known
from ecosystem.core.background.models import BackgroundTask, TaskAsker, TaskState
from ecosystem.core.database import locked, session, transaction


def ask_for(
    kind: str,
    *,
    subject: str,
    by: int | None,
    payload: Mapping[str, Any] | None = None,
    about: str = "",
    url: str = "",
) -> BackgroundTask:
    """Return the live task of this kind and subject, with `by` among its askers, or a new one.

    `payload` holds plain JSON values; `about` says in words what the work is about; `url` is the path of the page it
    is asked for on. `by` is None where a job asks and not a person: then only those whom its kind lets see it.
    Inside a use case the task is stored with it or not at all. Raises KeyError for an unknown kind.
    """
    if not is_known(kind):
        raise KeyError(kind)
    locale = get_locale()
    task = BackgroundTask(
        kind=kind,
        subject=subject,
        live_key=_live_key(kind, subject),
        payload=dict(payload or {}),
        about=about[:300],
        url=url[:500],
        language=locale.language if locale else "vi",
        asked_by=by,
        asked_at=clock.now(),
    )
    with transaction():
        present = alive(kind, subject) or _add(task) or alive(kind, subject)
        if present is None:  # it ended in between: nothing lives under the key now
            session().add(task)
            session().flush()
            present = task
        if by is not None:
            _join(present, by)
    return present


def alive(kind: str, subject: str, *, besides: Sequence[str] = ()) -> BackgroundTask | None:
    """Return the task of this kind and subject that waits or runs; of the kinds `besides` too, the oldest first."""
    keys = [_live_key(each, subject) for each in (kind, *besides)]
    return session().scalar(
        select(BackgroundTask)
        .where(BackgroundTask.live_key.in_(keys))
        .order_by(BackgroundTask.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def cancel(task: BackgroundTask) -> BackgroundTask:
    """Take a task back: one that waits ends at once, one that runs at its next step. An ended one stays as it is."""
    with transaction():
        row = locked(BackgroundTask, task.id)
        if row.state is TaskState.QUEUED:
            row.state, row.live_key, row.ended_at = TaskState.CANCELLED, None, clock.now()
        elif row.state is TaskState.RUNNING:
            row.cancel_asked = True
        return row


def _live_key(kind: str, subject: str) -> str:
    return f"{kind}|{subject}"


def _add(task: BackgroundTask) -> BackgroundTask | None:
    """Store the task unless somebody was faster."""
    try:
        with session().begin_nested():
            session().add(task)
    except IntegrityError:
        return None
    return task


def _join(task: BackgroundTask, account_id: int) -> None:
    known = select(TaskAsker.id).where(TaskAsker.task_id == task.id, TaskAsker.account_id == account_id)
    if session().scalar(known) is None:
        try:
            with session().begin_nested():
                session().add(TaskAsker(task_id=task.id, account_id=account_id))
        except IntegrityError:
            return  # the same person's other click was faster
