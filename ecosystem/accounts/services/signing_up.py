"""Signing up, and proving that the address is one's own."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.accounts import notices
from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.kinds import NEEDED
from ecosystem.accounts.models import Account, SignInSession, TokenPurpose
from ecosystem.accounts.queries import account_by_email, hash_of
from ecosystem.accounts.services.consents import give_consent, withdraw_all_consents
from ecosystem.accounts.services.passwords import hash_password, refuse_weak, verify_password
from ecosystem.accounts.services.rehearsal import rehearse
from ecosystem.accounts.services.signing_in import WrongPassword, open_session
from ecosystem.accounts.services.throttling import Origin, attempt_succeeded, begin_attempt
from ecosystem.accounts.services.tokens import issue_token, live_token, use_token
from ecosystem.accounts.signals import AddressProved
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, one_or_missing, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid
from ecosystem.core.search import normalise
from ecosystem.core.signals import announce


@dataclass(frozen=True)
class NewAccount:
    """What a person gives to sign up. `consents` are the names of purposes (see `kinds.PURPOSES`)."""

    name: str
    email: str
    password: str
    language: str = "vi"
    timezone: str = clock.DEFAULT_ZONE
    consents: Collection[str] = NEEDED


def sign_up(
    given: NewAccount,
    *,
    origin: Origin,
    verified_by_invitation: bool = False,
    next_path: str = "",
    browser_key: str = "",
) -> Account | None:
    """Make an account and send the link that confirms its address; return it.

    None when the address has an account already: its owner gets a mail that says so, and the caller
    answers as if nothing had been there. An account whose address was never confirmed starts anew.
    With `verified_by_invitation` (the caller checked that the link was sent to this address) the address counts
    as confirmed and no mail is sent.
    `browser_key` is a random text kept by the browser that signs up: there confirming takes one click, elsewhere
    the password as well. Raises Invalid (weak password, consent missing), TooMany.
    """
    _check(given)
    key = address_key(given.email)
    begin_attempt("mail", {"account": key, "network": origin.address})
    password_hash = hash_password(given.password)
    with transaction():
        account = _new_or_renewed(given, password_hash)
        if account is None:
            notices.already_registered(one_or_missing(account_by_email(key)), next_path)
            rehearse(lambda nobody: _furnish(nobody, given), language=given.language)
            return None
        _furnish(account, given)
        if verified_by_invitation:
            _prove_address(account)
        else:
            token = issue_token(account, TokenPurpose.VERIFY_EMAIL, payload=hash_of(browser_key) if browser_key else "")
            notices.address_to_confirm(account, token, next_path)
        return account


def _furnish(account: Account, given: NewAccount) -> None:
    record("account.signed_up", account, by=account.id)
    for purpose in sorted(given.consents):
        give_consent(account, purpose)


def send_confirmation_again(email: str, *, origin: Origin, next_path: str = "", browser_key: str = "") -> None:
    """Send a new confirmation link if the address waits for one; silent otherwise. Raises TooMany."""
    begin_attempt("mail", {"account": address_key(email), "network": origin.address})
    with transaction():
        account = account_by_email(email)
        if account is not None and account.is_active and not account.is_verified:
            token = issue_token(account, TokenPurpose.VERIFY_EMAIL, payload=hash_of(browser_key) if browser_key else "")
            notices.address_to_confirm(account, token, next_path)


def asks_password(token: str, *, browser_key: str) -> bool:
    """Tell whether confirming needs the password: everywhere but in the browser that signed up. Raises DeadLink.

    Else somebody could sign up with a stranger's address and have the stranger confirm it by a click.
    """
    found, _account = live_token(token, TokenPurpose.VERIFY_EMAIL)
    return not (browser_key and found.payload == hash_of(browser_key))


def confirm_address(
    token: str,
    *,
    origin: Origin,
    password: str = "",
    browser_key: str = "",
) -> SignInSession:
    """Confirm the address of a new account and sign in. Raises DeadLink, WrongPassword, TooMany."""
    _found, account = live_token(token, TokenPurpose.VERIFY_EMAIL)
    if asks_password(token, browser_key=browser_key):
        rows = begin_attempt("password", {"account": str(account.id)})
        if not verify_password(account.password_hash, password):
            raise WrongPassword(_l("This is not the password you chose when you signed up."))
        attempt_succeeded(rows)
    with transaction():
        _found, account = use_token(token, TokenPurpose.VERIFY_EMAIL)
        _prove_address(account)
        return open_session(account, origin=origin)


def _check(given: NewAccount) -> None:
    refuse_weak(given.password, personal=(given.name, given.email))
    if not set(given.consents) >= NEEDED:
        message = _l("Without this consent there can be no account.")
        raise Invalid(message, details={"consent_account": message})


def _new_or_renewed(given: NewAccount, password_hash: str) -> Account | None:
    present = account_by_email(given.email)
    if present is None:
        try:
            return _made(given, password_hash)
        except AlreadyTaken:  # somebody else signed up with it at this very moment
            present = one_or_missing(account_by_email(given.email))
    return _renewed(present, given, password_hash)


def _made(given: NewAccount, password_hash: str) -> Account:
    account = Account(email_key=address_key(given.email), password_hash=password_hash)
    _fill(account, given)
    with unique_or(_l("This address has an account already.")):
        session().add(account)
        session().flush()
    return account


def _renewed(present: Account, given: NewAccount, password_hash: str) -> Account | None:
    """Whoever signs up again before confirming starts anew; earlier links are dead."""
    account = locked(Account, present.id)
    if account.is_verified or not account.is_active:
        return None
    _fill(account, given)
    account.password_hash = password_hash
    account.sign_in_epoch += 1
    withdraw_all_consents(account)
    return account


def _fill(account: Account, given: NewAccount) -> None:
    account.name = normalise(given.name)
    account.email = given.email.strip()
    account.language = given.language
    account.timezone = given.timezone
    account.index_name()


def _prove_address(account: Account) -> None:
    account.email_verified_at = clock.now()
    record("account.address_confirmed", account, by=account.id)
    session().flush()
    announce(AddressProved(account.id, account.email))
