"""The tabs of a contest that belong to no single feature."""

from flask_babel import lazy_gettext as _l

from ecosystem.console.policies import ConsoleAction
from ecosystem.contests.policies import ContestAction
from ecosystem.core.web.navigation import add_nav_item

add_nav_item(
    area="contest",
    endpoint="console.contest_overview",
    title=_l("Overview"),
    icon="layout-dashboard",
    action=ContestAction.VIEW,
    order=10,
)
add_nav_item(
    area="contest",
    endpoint="console.outbox",
    title=_l("Outbox"),
    icon="send",
    action=ConsoleAction.READ_OUTBOX,
    order=80,
)
add_nav_item(
    area="contest",
    endpoint="console.history",
    title=_l("History"),
    icon="history",
    action=ContestAction.READ_HISTORY,
    order=90,
)
