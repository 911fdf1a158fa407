"""The password and the address: reset, change, with what that ends."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts import notices
from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account, SignInSession, TokenPurpose
from ecosystem.accounts.queries import account_by_email
from ecosystem.accounts.services.passwords import hash_password, refuse_weak
from ecosystem.accounts.services.proofs import prove_password
from ecosystem.accounts.services.rehearsal import rehearse
from ecosystem.accounts.services.signing_in import end_all_sessions, open_session
from ecosystem.accounts.services.throttling import Origin, begin_attempt
from ecosystem.accounts.services.tokens import issue_token, live_token, use_token
from ecosystem.accounts.signals import AddressProved
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid
from ecosystem.core.signals import announce


def request_password_reset(email: str, *, origin: Origin, language: str = "vi") -> None:
    """Send the link by which a new password is chosen, if the address has an account.

    Says nothing about whether it has, and takes as long when it has not. Raises TooMany.
    """
    begin_attempt("mail", {"account": address_key(email), "network": origin.address})
    with transaction():
        account = account_by_email(email)
        if account is None or not account.is_active:
            rehearse(_send_reset_link, language=language)
        else:
            _send_reset_link(account)


def _send_reset_link(account: Account) -> None:
    notices.password_to_reset(account, issue_token(account, TokenPurpose.RESET_PASSWORD))


def reset_link_is_live(token: str) -> Account:
    """Return whose password the link resets. Raises DeadLink."""
    return live_token(token, TokenPurpose.RESET_PASSWORD)[1]


def reset_password(token: str, password: str) -> Account:
    """Set the password by a link; all sessions end, and the address counts as confirmed.

    Raises DeadLink, Invalid (weak password).
    """
    account = reset_link_is_live(token)
    refuse_weak(password, personal=(account.name, account.email))
    hashed = hash_password(password)
    with transaction():
        _used, account = use_token(token, TokenPurpose.RESET_PASSWORD)
        _set_password(account, hashed)
        record("account.password_reset", account, by=account.id)
        if not account.is_verified:
            account.email_verified_at = clock.now()
            announce(AddressProved(account.id, account.email))
        notices.security_changed(account, "password")
        return account


def change_password(
    account_id: int, *, current: str, new: str, origin: Origin, remember: bool = False
) -> SignInSession:
    """Change one's own password: all sessions end, the returned new one is for this browser.

    Raises WrongPassword, TooMany, Invalid (weak password, field `new_password`).
    """
    account = prove_password(account_id, current)
    refuse_weak(new, personal=(account.name, account.email), field="new_password")
    hashed = hash_password(new)
    with transaction():
        account = locked(Account, account_id)
        _set_password(account, hashed)
        record("account.password_changed", account, by=account_id)
        notices.security_changed(account, "password")
        return open_session(account, origin=origin, remember=remember)


def request_email_change(account_id: int, *, password: str, new_email: str, origin: Origin) -> None:
    """Send the link that confirms a new address, to the new address.

    If another account has that address, its owner is told instead; the caller answers the same.
    Raises WrongPassword, TooMany, Invalid (it is the present address).
    """
    account = prove_password(account_id, password)
    key = address_key(new_email)
    if key == account.email_key:
        message = _l("This is your present address.")
        raise Invalid(message, details={"email": message})
    begin_attempt("mail", {"account": key, "network": origin.address})
    with transaction():
        account = locked(Account, account_id)
        owner = account_by_email(new_email)
        if owner is not None:
            notices.already_registered(owner)
            return
        token = issue_token(account, TokenPurpose.CHANGE_EMAIL, payload=new_email.strip())
        record("account.address_change_asked", account, by=account_id)
        notices.new_address_to_confirm(account, new_email.strip(), token)


def new_address_of(token: str) -> str:
    """Return the address the link confirms. Raises DeadLink."""
    return live_token(token, TokenPurpose.CHANGE_EMAIL)[0].payload


def confirm_email_change(token: str) -> Account:
    """Make the confirmed address the account's; the old one is told, links sent to it are dead.

    Raises DeadLink, AlreadyTaken when somebody signed up with it meanwhile.
    """
    with transaction():
        used, account = use_token(token, TokenPurpose.CHANGE_EMAIL)
        old = account.email
        with unique_or(_l("Another account has this address meanwhile.")):
            account.email, account.email_key = used.payload, address_key(used.payload)
            session().flush()
        account.email_verified_at = clock.now()
        account.index_name()
        record("account.address_changed", account, by=account.id, changes={"email": (old, account.email)})
        notices.address_changed(account, old)
        announce(AddressProved(account.id, account.email))
        return account


def _set_password(account: Account, hashed: str) -> None:
    account.password_hash = hashed
    account.sign_in_epoch += 1  # every session and every link made before is dead
    end_all_sessions(account.id)
    session().flush()
