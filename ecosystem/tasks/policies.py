"""Who may see a background task."""

from collections.abc import Callable

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
    """Whom its kind lets, or whoever asked for it where the kind says nothing: rights may have changed since."""
    decide = _rule_of(task)
    return asked(actor, task) if decide is None else actor.is_authenticated and decide(actor, task)


@rule(TaskAction.CANCEL, see=TaskAction.SEE)
def cancel(actor: Actor, task: BackgroundTask) -> bool:
    """Whom its kind lets, or its first asker: who merely joined keeps others' work from being lost."""
    return bool(see(actor, task)) and (task.asked_by == actor.id or _rule_of(task) is not None)


def asked(actor: Actor, task: BackgroundTask) -> bool:
    """Tell whether the actor asked for the task."""
    if actor.id is None:
        return False
    found = select(TaskAsker.id).where(TaskAsker.task_id == task.id, TaskAsker.account_id == actor.id)
    return session().scalar(found) is not None


def _rule_of(task: BackgroundTask) -> Callable[[Actor, BackgroundTask], bool] | None:
    try:
        return kind_of(task).see
    except KeyError:  # a kind of an earlier version
        return None
