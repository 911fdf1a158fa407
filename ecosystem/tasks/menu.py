"""Tasks in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.web.navigation import add_nav_item
from ecosystem.tasks.policies import TaskAction

add_nav_item(
    area="account",
    endpoint="tasks.mine",
    title=_l("Tasks"),
    icon="list-checks",
    action=TaskAction.LIST,
    order=45,
)
