"""What roles, fields and acts of organisers and events are called."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_code, describe_field
from ecosystem.core.errors import Text

ROLE_TITLES: dict[str, Text] = {
    "owner": _l("Owner"),
    "manager": _l("Manager"),
    "screener": _l("Eligibility reviewer"),
    "check_in": _l("Check-in"),
    "finance": _l("Finance"),
    "observer": _l("Observer"),
}
ROLE_DUTIES: dict[str, Text] = {
    "owner": _l("Everything, and the staff"),
    "manager": _l("Events, contests, judging and mails"),
    "screener": _l("Checks whether entries are eligible"),
    "check_in": _l("Lets visitors in"),
    "finance": _l("Fees, payments and prizes"),
    "observer": _l("Sees everything, changes nothing"),
}
FIELD_TITLES: dict[str, Text] = {
    "name": _l("Name"),
    "name_en": _l("Name in English"),
    "about": _l("About"),
    "email": _l("E-mail address"),
    "phone": _l("Telephone"),
    "website": _l("Website"),
    "address": _l("Address"),
    "province_code": _l("Province"),
    "timezone": _l("Time zone"),
    "title": _l("Title"),
    "title_en": _l("Title in English"),
    "tagline": _l("In one sentence"),
    "description": _l("Description"),
    "starts_on": _l("First day"),
    "ends_on": _l("Last day"),
    "venue_name": _l("Venue"),
    "venue_address": _l("Address of the venue"),
    "venue_map_url": _l("Link to a map"),
    "state": _l("State"),
    "role": _l("Role"),
    "account": _l("Person"),
    "logo": _l("Logo"),
    "cover": _l("Cover picture"),
    "starts_at": _l("Begins"),
    "ends_at": _l("Ends"),
    "room_id": _l("Room"),
    "kind": _l("Kind"),
    "speakers": _l("Speakers"),
    "level": _l("Level"),
}
ACTS: dict[str, Text] = {
    "organiser.founded": _l("Organiser founded"),
    "organiser.approved": _l("Organiser approved"),
    "organiser.edited": _l("Settings changed"),
    "organiser.logo_replaced": _l("Logo changed"),
    "staff.invited": _l("Person invited onto the staff"),
    "staff.invitation_resent": _l("Invitation sent again"),
    "staff.invitation_withdrawn": _l("Invitation withdrawn"),
    "staff.invitation_declined": _l("Invitation declined"),
    "staff.joined": _l("Person joined the staff"),
    "staff.role_changed": _l("Role on the staff changed"),
    "staff.removed": _l("Person removed from the staff"),
    "staff.left": _l("Person left the staff"),
    "event.created": _l("Event created"),
    "event.cloned": _l("Event cloned"),
    "event.edited": _l("Event changed"),
    "event.cover_replaced": _l("Cover picture changed"),
    "event.publish": _l("Event published"),
    "event.cancel": _l("Event cancelled"),
    "event.reinstate": _l("Cancellation taken back"),
    "event.archive": _l("Event archived"),
    "event.restore": _l("Event taken out of the archive"),
    "programme.added": _l("Session added to the programme"),
    "programme.edited": _l("Session changed"),
    "programme.deleted": _l("Session deleted"),
    "room.added": _l("Room added"),
    "room.edited": _l("Room changed"),
    "room.deleted": _l("Room deleted"),
    "speaker.added": _l("Speaker added"),
    "speaker.edited": _l("Speaker changed"),
    "speaker.deleted": _l("Speaker deleted"),
    "partner.added": _l("Partner added"),
    "partner.edited": _l("Partner changed"),
    "partner.deleted": _l("Partner deleted"),
}
for _name, _title in FIELD_TITLES.items():
    describe_field(_name, _title)
for _act, _text in ACTS.items():
    describe(_act, _text)
for _role, _title in ROLE_TITLES.items():
    describe_code(_role, _title)
