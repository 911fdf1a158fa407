"""The inbox in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.access import actor
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.notifications.policies import NotificationAction
from ecosystem.notifications.queries import unread_count


def _unread() -> int:
    me = actor()
    return unread_count(me.id) if me.id else 0


add_nav_item(
    area="bar",
    endpoint="notifications.inbox",
    title=_l("Inbox"),
    icon="bell",
    action=NotificationAction.LIST,
    badge=_unread,
)
