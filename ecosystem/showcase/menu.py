"""Where the showcase stands in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.core.web.navigation import add_nav_item
from ecosystem.exhibitions.policies import ExhibitorAction
from ecosystem.showcase.kinds import ACTS, FIELDS
from ecosystem.showcase.policies import EnquiryAction, ShowcaseAction

# Behind the name, not at the side: an entry there would cost every page a statement to know whether to stand there.
add_nav_item(
    area="account",
    endpoint="showcase_asking.mine",
    title=_l("My enquiries"),
    icon="messages-square",
    action=EnquiryAction.LIST_MINE,
    order=45,
)
add_nav_item(
    area="exhibition",
    endpoint="showcase_moderation.index",
    title=_l("Showcase"),
    icon="store",
    action=ShowcaseAction.SEE_MODERATION,
    order=60,
)
for _order, (_endpoint, _title, _icon, _action) in enumerate(
    (
        ("showcase_desk.dashboard", _l("Overview"), "layout-dashboard", ShowcaseAction.SEE_DASHBOARD),
        ("exhibiting.home", _l("Booth and payment"), "map", ExhibitorAction.SEE),
        ("showcase_desk.page", _l("Booth page"), "store", ShowcaseAction.WRITE),
        ("showcase_products.index", _l("Products"), "package", ShowcaseAction.WRITE),
        ("showcase_enquiries.index", _l("Enquiries"), "messages-square", EnquiryAction.LIST),
    )
):
    add_nav_item(area="exhibitor", endpoint=_endpoint, title=_title, icon=_icon, action=_action, order=10 + 20 * _order)


for _act, _text in ACTS.items():
    describe(_act, _text)
for _field, _text in FIELDS.items():
    describe_field(_field, _text)
