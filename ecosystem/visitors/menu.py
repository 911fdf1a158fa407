"""Where visitors stand in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_code, describe_field
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.events.policies import EventAction
from ecosystem.visitors.kinds import ACTS, FIELDS, POLICY_TITLES, STATE_TITLES
from ecosystem.visitors.policies import LeadAction, VisitorAction

add_nav_item(
    area="event",
    endpoint="visitors.index",
    title=_l("Visitors"),
    icon="ticket",
    action=VisitorAction.VIEW,
    order=70,
)
add_nav_item(
    area="workspace",
    endpoint="visits.mine",
    title=_l("My tickets"),
    icon="ticket",
    action=VisitorAction.LIST_MINE,
    order=45,
)

add_nav_item(
    area="exhibitor",
    endpoint="leads.index",
    title=_l("Leads"),
    icon="scan-line",
    action=LeadAction.VIEW,
    order=60,
    covers=frozenset({"leads"}),
)
add_nav_item(
    area="making",
    endpoint="visitor_offer.new",
    title=_l("Tickets for visitors"),
    icon="ticket",
    action=EventAction.EDIT,
    order=50,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
for _code, _title in (*STATE_TITLES.items(), *POLICY_TITLES.items()):
    describe_code(_code.value, _title)
