"""Where startups stand in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.web.navigation import add_nav_item
from ecosystem.startups.policies import StartupAction

add_nav_item(area="public", endpoint="startups.index", title=_l("Startups"), icon="rocket", order=40)
add_nav_item(
    area="workspace",
    endpoint="startups.mine",
    title=_l("My startups"),
    short=_l("Startups"),
    icon="rocket",
    action=StartupAction.LIST_MINE,
    order=30,
)
for _order, (_endpoint, _title, _icon, _action) in enumerate(
    (
        ("edit", _l("Startup profile"), "pencil", StartupAction.EDIT),
        ("files", _l("Logo and deck"), "image", StartupAction.EDIT),
        ("team", _l("Team"), "users", StartupAction.WORK),
    )
):
    add_nav_item(
        area="startup",
        endpoint=f"startups.{_endpoint}",
        title=_title,
        icon=_icon,
        action=_action,
        order=10 + 10 * _order,
    )
