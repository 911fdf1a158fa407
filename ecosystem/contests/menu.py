"""Where contests stand in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_code, describe_field
from ecosystem.contests.domain.starters import STARTERS
from ecosystem.contests.kinds import ACTS, CODES, FIELDS
from ecosystem.contests.policies import ContestAction
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.events.policies import EventAction

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
add_nav_item(
    area="making",
    endpoint="contests_making.new",
    title=_l("Contest"),
    icon="trophy",
    action=EventAction.EDIT,
    order=10,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
for _code, _text in CODES.items():
    describe_code(_code, _text)
for _starter in STARTERS:
    describe_code(_starter.key, _starter.title)
