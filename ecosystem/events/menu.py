"""Where organisers and events stand in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.access import actor
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.events.policies import EventAction, OrganiserAction, is_staff_anywhere

add_nav_item(area="public", endpoint="events_public.index", title=_l("Events"), icon="calendar-days", order=20)
add_nav_item(
    area="workspace",
    endpoint="events.my_organisers",
    title=_l("Organise"),
    icon="building-2",
    action=OrganiserAction.LIST_MINE,
    order=60,
    when=lambda: is_staff_anywhere(actor()),
)

add_nav_item(
    area="organiser",
    endpoint="events.organiser_home",
    title=_l("Events"),
    icon="calendar-days",
    action=OrganiserAction.VIEW,
    order=10,
)
add_nav_item(
    area="organiser",
    endpoint="events.staff",
    title=_l("Staff"),
    icon="users",
    action=OrganiserAction.VIEW,
    order=50,
)
add_nav_item(
    area="organiser",
    endpoint="events.organiser_settings",
    title=_l("Settings"),
    icon="settings",
    action=OrganiserAction.EDIT,
    order=60,
)
add_nav_item(
    area="organiser",
    endpoint="events.organiser_history",
    title=_l("History"),
    icon="history",
    action=OrganiserAction.READ_HISTORY,
    order=70,
)

add_nav_item(
    area="event",
    endpoint="events.event_home",
    title=_l("Overview"),
    icon="layout-dashboard",
    action=EventAction.SEE_DESK,
    order=10,
)
add_nav_item(
    area="event",
    endpoint="events.edit_event",
    title=_l("Details"),
    icon="pencil",
    action=EventAction.EDIT,
    order=20,
)
add_nav_item(
    area="event",
    endpoint="events.programme",
    title=_l("Programme"),
    icon="list-ordered",
    action=EventAction.SEE_DESK,
    order=30,
)
add_nav_item(
    area="event",
    endpoint="events.speakers",
    title=_l("Speakers"),
    icon="mic",
    action=EventAction.SEE_DESK,
    order=40,
)
add_nav_item(
    area="event",
    endpoint="events.partners",
    title=_l("Partners"),
    icon="heart-handshake",
    action=EventAction.SEE_DESK,
    order=50,
)
