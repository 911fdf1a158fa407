"""The menus' entries of the pages across features."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.web.navigation import add_nav_item
from ecosystem.portal.policies import PortalAction

add_nav_item(area="public", endpoint="contest.index", title=_l("Contests"), icon="trophy", order=10)
add_nav_item(area="search", endpoint="portal.search", title=_l("Search"), icon="search")
add_nav_item(
    area="workspace",
    endpoint="work.mine",
    title=_l("My work"),
    short=_l("Work"),
    icon="list-checks",
    action=PortalAction.WORK,
    order=10,
)
add_nav_item(area="footer", endpoint="about.accessibility", title=_l("Accessibility"), order=80)
add_nav_item(area="footer", endpoint="about.privacy", title=_l("Privacy"), order=90)
