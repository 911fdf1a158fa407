"""Where public votes stand in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.voting.kinds import ACTS, FIELDS
from ecosystem.voting.policies import VotingAction

add_nav_item(
    area="contest",
    endpoint="voting_desk.index",
    title=_l("Public vote"),
    icon="vote",
    action=VotingAction.VIEW,
    order=55,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
