"""Where calendars stand in the menus and histories."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.calendar.kinds import ACTS, FIELDS
from ecosystem.calendar.policies import CalendarAction
from ecosystem.core.web.navigation import add_nav_item

add_nav_item(
    area="workspace",
    endpoint="calendar.mine",
    title=_l("My calendar"),
    short=_l("Calendar"),
    icon="calendar-days",
    action=CalendarAction.OWN,
    order=15,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
