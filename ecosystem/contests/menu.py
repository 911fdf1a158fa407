"""Where contests stand in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.contests.policies import ContestAction
from ecosystem.core.web.navigation import add_nav_item

add_nav_item(
    area="contest",
    endpoint="contests.setup",
    title=_l("Set-up"),
    icon="settings-2",
    action=ContestAction.EDIT,
    order=20,
)
add_nav_item(
    area="organiser",
    endpoint="contests_making.of_organiser",
    title=_l("Contests"),
    icon="trophy",
    action=ContestAction.LIST,
    order=20,
)
