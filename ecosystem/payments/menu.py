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
    endpoint="finance.overview",
    title=_l("Finance"),
    icon="receipt",
    action=PaymentAction.SEE_FINANCE,
    order=40,
    covers=frozenset({"finance", "finance_money", "finance_settings", "statements"}),
)
for _order, _endpoint, _title, _action in (
    (10, "finance.overview", _l("Overview"), PaymentAction.SEE_FINANCE),
    (20, "finance.index", _l("Orders"), PaymentAction.SEE_FINANCE),
    (30, "finance_money.held", _l("Does not fit"), PaymentAction.SEE_FINANCE),
    (35, "statements.index", _l("Bank statements"), PaymentAction.SEE_FINANCE),
    (40, "finance_money.refund_list", _l("Refunds"), PaymentAction.SEE_FINANCE),
    (60, "finance_money.comparisons", _l("Reconciliation"), PaymentAction.SEE_FINANCE),
    (70, "finance_settings.code_list", _l("Discount codes"), PaymentAction.SEE_FINANCE),
    (80, "finance_settings.settings", _l("Selling"), PaymentAction.RUN_FINANCE),
):
    add_nav_item(area="finance", endpoint=_endpoint, title=_title, icon="circle", action=_action, order=_order)

for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
