"""Where raising money stands in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.web.navigation import add_nav_item
from ecosystem.fundraising.policies import FundraisingAction

add_nav_item(
    area="startup",
    endpoint="fundraising.edit",
    title=_l("Raising money"),
    icon="hand-coins",
    action=FundraisingAction.SEE_LOG,
    order=50,
)
