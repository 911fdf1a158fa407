"""A line in the inbox when something that took a while has ended."""

from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from ecosystem.core.background import BackgroundTask, TaskState
from ecosystem.core.database import session
from ecosystem.core.web.navigation import path_to
from ecosystem.notifications.models import Notification
from ecosystem.tasks.queries import askers_of, title_of

WORTH_A_LINE = timedelta(seconds=20)  # who waited less is still looking at the page


def task_ended(task: BackgroundTask) -> None:
    """Tell all who asked that a task is done or failed; nothing for a short one, or one they took back."""
    if task.state is TaskState.CANCELLED or task.ended_at is None or task.ended_at - task.asked_at < WORTH_A_LINE:
        return
    with force_locale(task.language):
        title = _("%(title)s: finished") if task.state is TaskState.DONE else _("%(title)s: failed")
        name = f"{title_of(task)} · {task.about}" if task.about else str(title_of(task))
        line = (title % {"title": name})[:300]
    for account_id in askers_of(task):
        session().add(
            Notification(
                account_id=account_id,
                kind="task",
                title=line,
                url=path_to("tasks.show", public_id=task.public_id),
                dedup_key=f"task:{task.public_id}",
            )
        )
