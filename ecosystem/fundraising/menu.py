"""Where fundraising stands in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.web.navigation import add_nav_item
from ecosystem.fundraising.policies import FundraisingAction

add_nav_item(
    area="workspace",
    endpoint="meetings.mine",
    title=_l("My meetings"),
    icon="messages-square",
    action=FundraisingAction.LIST_MEETINGS,
    order=56,
)
