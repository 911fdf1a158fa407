"""The authenticator: a second proof at sign-in that no code gives twice."""

import pyotp
from flask_babel import lazy_gettext as _l

from ecosystem.accounts import notices
from ecosystem.accounts.domain.codes import RECOVERY_CODES, RECOVERY_LENGTH, code_typed, grouped, matching_step
from ecosystem.accounts.models import Account, SignInSession
from ecosystem.accounts.services.proofs import prove_password
from ecosystem.accounts.services.sealing import keyed_hash, seal, unseal
from ecosystem.accounts.services.signing_in import CodeAwaited, open_session
from ecosystem.accounts.services.throttling import Origin, attempt_succeeded, begin_attempt
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.identifiers import public_id


class WrongCode(Invalid):
    """The code is not right, or was used before."""


class SignInLapsed(Refused):
    """The first step of the sign-in no longer counts: start again."""


def begin_enrolment(account_id: int, *, password: str) -> None:
    """Make a new key, kept aside until a code proves that the authenticator has it.

    Raises WrongPassword, TooMany, Refused when an authenticator is in use.
    """
    prove_password(account_id, password)
    with transaction():
        account = locked(Account, account_id)
        if account.totp_confirmed_at:
            raise Refused(_l("An authenticator is in use already. Remove it before you set up another."))
        account.totp_secret = seal(pyotp.random_base32())


def enrolment_key(account: Account) -> str | None:
    """Return the key (base 32) that is being set up; None when nothing is."""
    if account.totp_confirmed_at or not account.totp_secret:
        return None
    return unseal(account.totp_secret)


def confirm_enrolment(account_id: int, code: str) -> list[str]:
    """Switch the authenticator on; return the recovery codes, which are shown this once.

    Raises WrongCode, TooMany, Refused when nothing is being set up.
    """
    rows = begin_attempt("code", {"account": str(account_id)})
    with transaction():
        account = locked(Account, account_id)
        key = enrolment_key(account)
        if key is None:
            raise Refused(_l("There is no authenticator to confirm. Please start again."))
        step = matching_step(key, code, now=clock.now(), last_step=account.totp_last_step)
        if step is None:
            raise WrongCode(_l("This code is not right. Take the one your authenticator shows now."))
        account.totp_last_step = step
        account.totp_confirmed_at = clock.now()
        codes = _new_recovery_codes(account)
        attempt_succeeded(rows)
        record("account.authenticator_on", account, by=account_id)
        notices.security_changed(account, "authenticator_on")
        return codes


def renew_recovery_codes(account_id: int, *, password: str) -> list[str]:
    """Replace the recovery codes; return the new ones, which are shown this once. Raises WrongPassword, Refused."""
    prove_password(account_id, password)
    with transaction():
        account = locked(Account, account_id)
        if not account.totp_confirmed_at:
            raise Refused(_l("There is no authenticator in use."))
        codes = _new_recovery_codes(account)
        record("account.recovery_codes_renewed", account, by=account_id)
        notices.security_changed(account, "recovery_codes")
        return codes


def remove_authenticator(account_id: int, *, password: str) -> None:
    """Switch the authenticator off. Raises WrongPassword, TooMany."""
    prove_password(account_id, password)
    with transaction():
        drop_authenticator(locked(Account, account_id), by=account_id)


def drop_authenticator(account: Account, *, by: int | None) -> None:
    """Switch the authenticator off without the owner's password: the operator's way out when the telephone is lost."""
    with transaction():
        was_on = account.totp_confirmed_at is not None
        account.totp_secret, account.totp_confirmed_at, account.recovery_codes = "", None, []
        if was_on:
            record("account.authenticator_off", account, by=by)
            notices.security_changed(account, "authenticator_off")


def sign_in_with_code(awaited: CodeAwaited, code: str, *, origin: Origin, remember: bool = False) -> SignInSession:
    """Finish a sign-in by a code of the authenticator or a recovery code, each good for one time.

    Raises WrongCode, TooMany, SignInLapsed when the password or the authenticator was changed since.
    """
    rows = begin_attempt("code", {"account": str(awaited.account_id)})
    with transaction():
        account = locked(Account, awaited.account_id)
        if account.sign_in_epoch != awaited.epoch or not account.is_active or not account.totp_confirmed_at:
            raise SignInLapsed(_l("Please sign in again."))
        if not (_accept_code(account, code) or _accept_recovery_code(account, code)):
            raise WrongCode(_l("This code is not right or was used already."))
        attempt_succeeded(rows)
        return open_session(account, origin=origin, remember=remember)


def _accept_code(account: Account, code: str) -> bool:
    step = matching_step(unseal(account.totp_secret), code, now=clock.now(), last_step=account.totp_last_step)
    if step is not None:
        account.totp_last_step = step
    return step is not None


def _accept_recovery_code(account: Account, code: str) -> bool:
    hashed = keyed_hash(code_typed(code))
    if hashed not in account.recovery_codes:
        return False
    account.recovery_codes = [kept for kept in account.recovery_codes if kept != hashed]
    record("account.recovery_code_used", account, by=account.id)
    notices.security_changed(account, "recovery_code_used")
    return True


def _new_recovery_codes(account: Account) -> list[str]:
    codes = [public_id(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    account.recovery_codes = [keyed_hash(code) for code in codes]
    return [grouped(code, 5) for code in codes]
