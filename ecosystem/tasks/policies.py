"""Who may see a background task."""

from sqlalchemy import select

from ecosystem.core.access import Action, Actor, rule
from ecosystem.core.background import BackgroundTask, TaskAsker, kind_of
from ecosystem.core.database import session


class TaskAction(Action):
    """Actions on background tasks."""

    LIST = "task:list"
    SEE = "task:see"
    CANCEL = "task:cancel"


@rule(TaskAction.LIST)
def list_own(actor: Actor, _nothing: None = None) -> bool:
    """Everybody signed in has a list of what they asked for."""
    return actor.is_authenticated


@rule(TaskAction.SEE)
def see(actor: Actor, task: BackgroundTask) -> bool:
    """Whoever asked for it, and those whom its kind lets."""
    return asked(actor, task) or _kind_lets(actor, task)


@rule(TaskAction.CANCEL, see=TaskAction.SEE)
def cancel(actor: Actor, task: BackgroundTask) -> bool:
    """Its first asker, and those whom its kind lets: who merely joined keeps others' work from being lost."""
    return task.asked_by == actor.id or _kind_lets(actor, task)


def asked(actor: Actor, task: BackgroundTask) -> bool:
    """Tell whether the actor asked for the task."""
    if actor.id is None:
        return False
    found = select(TaskAsker.id).where(TaskAsker.task_id == task.id, TaskAsker.account_id == actor.id)
    return session().scalar(found) is not None


def _kind_lets(actor: Actor, task: BackgroundTask) -> bool:
    try:
        lets = kind_of(task).see
    except KeyError:  # a kind of an earlier version
        return False
    return lets is not None and actor.is_authenticated and lets(actor, task)
