"""Where payments stand in the menus, and what histories call their acts."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.payments.kinds import ACTS, FIELDS
from ecosystem.payments.policies import PaymentAction

add_nav_item(
    area="account",
    endpoint="orders.mine",
    title=_l("My orders"),
    icon="receipt",
    action=PaymentAction.LIST_MINE,
    order=40,
)
add_nav_item(
    area="organiser",
    endpoint="statements.index",
    title=_l("Bank statements"),
    icon="landmark",
    action=PaymentAction.SEE_FINANCE,
    order=46,
)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
