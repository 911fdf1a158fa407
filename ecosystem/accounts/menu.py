"""Accounts in the menus."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.policies import AccountAction
from ecosystem.core.web.navigation import add_nav_item

add_nav_item(area="guest", endpoint="accounts.sign_in", title=_l("Sign in"), icon="log-in", order=10)
add_nav_item(area="guest", endpoint="accounts.sign_up", title=_l("Sign up"), icon="user-plus", order=20, primary=True)
add_nav_item(
    area="account",
    endpoint="account.profile",
    title=_l("Profile"),
    icon="user",
    action=AccountAction.OWN,
    order=10,
)
add_nav_item(
    area="account",
    endpoint="account.security",
    title=_l("Sign-in and devices"),
    icon="shield-check",
    action=AccountAction.OWN,
    order=20,
)
add_nav_item(
    area="account",
    endpoint="account.notifications",
    title=_l("Messages by mail"),
    icon="bell",
    action=AccountAction.OWN,
    order=30,
)
add_nav_item(
    area="account",
    endpoint="account.privacy",
    title=_l("My data"),
    icon="lock",
    action=AccountAction.OWN,
    order=40,
)
add_nav_item(
    area="account",
    endpoint="account.history",
    title=_l("Account history"),
    icon="history",
    action=AccountAction.OWN,
    order=50,
)
add_nav_item(
    area="account",
    endpoint="accounts.sign_out",
    title=_l("Sign out"),
    icon="log-out",
    action=AccountAction.OWN,
    order=900,
    post=True,
)
