"""Heavy work that a request asks for and a worker process does, with progress, a result and at most one file.

A feature registers what can be asked for in its `background.py`:

    @background("applications.dossiers", title=_l("All dossiers as ZIP"), see=may_export)
    def make_dossiers(task: Running) -> str | None:
        with task.file("dossiers.zip", "application/zip") as target:
            for number, entry in enumerate(entries):
                task.progress(number, len(entries))
                …
        return _("%(num)s dossiers.")

and a view or use case asks for it: `ask_for("applications.dossiers", subject=f"contest:{contest.id}", by=me)`.
Of one kind and subject at most one task is alive: a double click, a retry or a colleague gets the same task, so the
subject names everything the result depends on.

The scheduler starts worker processes (`flask tasks work`) while something waits. A worker claims a task by one UPDATE
and keeps its claim alive by a heartbeat; the task of a worker that died is claimed again, three times at most. So `run`
may happen more than once: what it changes it changes in one transaction, in which it calls `task.finish()` last, so
that the work and its end are stored together.
"""

from ecosystem.core.background.asking import alive, ask_for, cancel
from ecosystem.core.background.kinds import Kind, background, kind_of
from ecosystem.core.background.models import BackgroundTask, TaskAsker, TaskState
from ecosystem.core.background.results import delete_expired, path_of
from ecosystem.core.background.running import run_queue, run_worker, something_waits
from ecosystem.core.background.task import Cancelled, ClaimLost, Running, TaskEnded

__all__ = [
    "BackgroundTask",
    "Cancelled",
    "ClaimLost",
    "Kind",
    "Running",
    "TaskAsker",
    "TaskEnded",
    "TaskState",
    "alive",
    "ask_for",
    "background",
    "cancel",
    "delete_expired",
    "kind_of",
    "path_of",
    "run_queue",
    "run_worker",
    "something_waits",
]
