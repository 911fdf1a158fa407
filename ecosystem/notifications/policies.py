"""Who may read which messages."""

from ecosystem.core.access import Action, Actor, rule
from ecosystem.notifications.models import Notification


class NotificationAction(Action):
    """Actions on a person's inbox."""

    LIST = "notification:list"
    OPEN = "notification:open"


@rule(NotificationAction.LIST)
def list_own(actor: Actor, _nothing: None = None) -> bool:
    """Everybody signed in has an inbox."""
    return actor.is_authenticated


@rule(NotificationAction.OPEN)
def open_own(actor: Actor, line: Notification) -> bool:
    """A line of an inbox is its owner's alone."""
    return line.account_id == actor.id
