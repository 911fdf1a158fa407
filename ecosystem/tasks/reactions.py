"""What follows from the end of a task."""

from ecosystem.core.background import TaskEnded
from ecosystem.core.signals import reacts_to
from ecosystem.tasks import notices


@reacts_to(TaskEnded)
def tell_askers(fact: TaskEnded) -> None:
    """Put a line into the inboxes of all who asked."""
    notices.task_ended(fact.task)
