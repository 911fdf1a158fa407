"""Where exhibitions stand in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.events.policies import EventAction
from ecosystem.exhibitions.kinds import ACTS, FIELDS
from ecosystem.exhibitions.policies import ExhibitionAction, ExhibitorAction

add_nav_item(
    area="event",
    endpoint="exhibitions_desk.index",
    title=_l("Exhibition"),
    icon="store",
    action=ExhibitionAction.LIST,
    order=35,
)
add_nav_item(
    area="exhibition",
    endpoint="exhibitions_desk.overview",
    title=_l("Overview"),
    icon="layout-dashboard",
    action=ExhibitionAction.SEE_DESK,
    order=10,
)
add_nav_item(
    area="exhibition",
    endpoint="exhibitions_halls.index",
    title=_l("Halls and booths"),
    icon="map",
    action=ExhibitionAction.SEE_DESK,
    order=20,
    covers=frozenset({"exhibitions_halls"}),
)
add_nav_item(
    area="exhibition",
    endpoint="exhibitions_exhibitors.index",
    title=_l("Exhibitors"),
    icon="users",
    action=ExhibitionAction.SEE_DESK,
    order=30,
    covers=frozenset({"exhibitions_exhibitors"}),
)
add_nav_item(
    area="exhibition",
    endpoint="exhibitions_exhibitors.waiting",
    title=_l("Waiting list"),
    icon="hourglass",
    action=ExhibitionAction.SEE_DESK,
    order=40,
)
add_nav_item(
    area="workspace",
    endpoint="exhibiting.mine",
    title=_l("Exhibiting"),
    icon="store",
    action=ExhibitorAction.LIST_MINE,
    order=35,
)
add_nav_item(
    area="exhibition",
    endpoint="exhibitions_desk.settings",
    title=_l("Settings"),
    icon="settings-2",
    action=ExhibitionAction.EDIT,
    order=90,
)
add_nav_item(
    area="making",
    endpoint="exhibitions_desk.new",
    title=_l("Exhibition"),
    icon="store",
    action=EventAction.EDIT,
    order=20,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
