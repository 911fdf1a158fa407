"""Which message goes to whom when something happens to an account."""

from dataclasses import replace
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register
from ecosystem.notifications.services import Recipient, send

CONFIRM = register(NoticeKind("account_confirm", _l("Confirm your address"), duty=True, secret=True, in_inbox=False))
EXISTS = register(
    NoticeKind("account_exists", _l("You already have an account"), duty=True, secret=True, in_inbox=False)
)
RESET = register(NoticeKind("account_reset", _l("Choose a new password"), duty=True, secret=True, in_inbox=False))
NEW_ADDRESS = register(
    NoticeKind("account_new_address", _l("Confirm your new address"), duty=True, secret=True, in_inbox=False)
)
ADDRESS_CHANGED = register(
    NoticeKind("account_address_changed", _l("Your address was changed"), duty=True, secret=True)
)
SECURITY_CHANGED = register(
    NoticeKind("account_security_changed", _l("Your sign-in was changed"), duty=True, secret=True)
)
ERASED = register(NoticeKind("account_erased", _l("Your account was deleted"), duty=True, secret=True, in_inbox=False))


def address_to_confirm(account: Account, token: str, next_path: str = "") -> None:
    """Send the link that proves the address of a new account."""
    send(CONFIRM, recipient_of(account), {"link": _link(f"/account/confirm/{token}", next_path)})


def already_registered(account: Account, next_path: str = "") -> None:
    """Tell the owner of an address that somebody tried to sign up (or to change) to it."""
    links = {"link": _link("/sign-in", next_path), "reset_link": _link("/account/reset")}
    send(EXISTS, recipient_of(account), links)


def password_to_reset(account: Account, token: str) -> None:
    """Send the link by which a new password is chosen."""
    send(RESET, recipient_of(account), {"link": _link(f"/account/reset/{token}")})


def new_address_to_confirm(account: Account, new_email: str, token: str) -> None:
    """Send the link that proves the new address, to the new address."""
    to = Recipient(new_email, account.name, account.language, account.id, account.timezone)
    send(NEW_ADDRESS, to, {"link": _link(f"/account/email/{token}")})


def address_changed(account: Account, old_email: str) -> None:
    """Tell the old address that the account now has another one."""
    to = Recipient(old_email, account.name, account.language, account.id, account.timezone)
    send(ADDRESS_CHANGED, to, {"new_email": account.email})


def security_changed(account: Account, what: str) -> None:
    """Tell the owner what changed: "password", "authenticator_on", "authenticator_off" or "recovery_codes"."""
    send(SECURITY_CHANGED, recipient_of(account), {"what": what, "reset_link": _link("/account/reset")})


def account_erased(account: Account) -> None:
    """Confirm the erasure to the address the account had; the message does not point to the account."""
    send(ERASED, replace(recipient_of(account), account_id=None), {})


def _link(path: str, next_path: str = "") -> str:
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    return absolute(f"{path}{query}")
