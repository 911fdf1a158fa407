"""Asking for the password again before something that cannot be lightly undone."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.services.passwords import verify_password
from ecosystem.accounts.services.signing_in import WrongPassword
from ecosystem.accounts.services.throttling import attempt_succeeded, begin_attempt
from ecosystem.core.database import one_or_missing, session


def prove_password(account_id: int, password: str) -> Account:
    """Return the account if `password` is its own. Called before the use case's transaction.

    Raises WrongPassword, TooMany.
    """
    rows = begin_attempt("password", {"account": str(account_id)})
    account = one_or_missing(session().get(Account, account_id))
    if not verify_password(account.password_hash, password):
        raise WrongPassword(_l("This is not your password."))
    attempt_succeeded(rows)
    return account
