"""Where investors and their sessions stand in the menus; what their acts are called."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.events.policies import EventAction
from ecosystem.investors.kinds import ACTS, FIELDS
from ecosystem.investors.policies import InvestorAction, SessionAction

register(CalendarKind("investor_meeting", _l("Investor meeting"), "handshake", 5))

add_nav_item(
    area="event",
    endpoint="investor_sessions_desk.index",
    title=_l("Investor sessions"),
    icon="handshake",
    action=SessionAction.SEE_DESK,
    order=60,
)
add_nav_item(
    area="workspace",
    endpoint="investor_sessions.mine",
    title=_l("Investor sessions"),
    icon="handshake",
    action=SessionAction.LIST_MINE,
    order=45,
    covers=frozenset({"meetings"}),
)

add_nav_item(area="public", endpoint="investors.index", title=_l("Investors"), icon="hand-coins", order=50)
add_nav_item(
    area="workspace",
    endpoint="investors.mine",
    title=_l("I invest"),
    icon="hand-coins",
    action=InvestorAction.LIST_MINE,
    order=55,
)
add_nav_item(
    area="organiser",
    endpoint="investors_desk.index",
    title=_l("Investors"),
    icon="hand-coins",
    action=InvestorAction.LIST,
    order=40,
)
add_nav_item(
    area="making",
    endpoint="investor_sessions_desk.new",
    title=_l("Investor session"),
    icon="handshake",
    action=EventAction.EDIT,
    order=40,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
