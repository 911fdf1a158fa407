"""What the fields of a startup and the acts on it are called."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.core.errors import Text

FIELD_TITLES: dict[str, Text] = {
    "name": _l("Name"),
    "one_liner": _l("In one sentence"),
    "description": _l("Description"),
    "sectors": _l("Sectors"),
    "stage": _l("Stage"),
    "province_code": _l("Province"),
    "commune_code": _l("Commune"),
    "founded_on": _l("Founded on"),
    "tax_code": _l("Tax code"),
    "website": _l("Website"),
    "video_url": _l("Video"),
    "is_public": _l("Public profile"),
    "deck_is_public": _l("Public pitch deck"),
    "logo": _l("Logo"),
    "deck": _l("Pitch deck"),
    "account": _l("Person"),
    "is_owner": _l("Team owner"),
    "is_listed": _l("Named publicly"),
}
ACTS: dict[str, Text] = {
    "startup.founded": _l("Startup created"),
    "startup.edited": _l("Profile of the startup changed"),
    "startup.archived": _l("Startup archived"),
    "startup.restored": _l("Startup taken out of the archive"),
    "startup.logo_replaced": _l("Logo changed"),
    "startup.deck_replaced": _l("Pitch deck changed"),
    "startup.invited": _l("Person invited into the team"),
    "startup.invitation_resent": _l("Invitation sent again"),
    "startup.invitation_withdrawn": _l("Invitation withdrawn"),
    "startup.invitation_declined": _l("Invitation declined"),
    "startup.joined": _l("Person joined the team"),
    "startup.member_changed": _l("Member's role changed"),
    "startup.member_removed": _l("Person removed from the team"),
    "startup.member_left": _l("Person left the team"),
    "startup.transferred": _l("Startup handed over"),
}
for _name, _title in FIELD_TITLES.items():
    describe_field(_name, _title)
for _act, _text in ACTS.items():
    describe(_act, _text)
