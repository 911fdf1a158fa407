"""Sessions in the menus and histories."""

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.mentoring.kinds.sessions import ACTS, FIELDS

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
