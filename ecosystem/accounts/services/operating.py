"""What operators do with accounts from the command line, and what jobs clean up."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account, SignInSession, TokenPurpose
from ecosystem.accounts.notices import ERASED
from ecosystem.accounts.queries import account_by_email
from ecosystem.accounts.services.passwords import hash_password
from ecosystem.accounts.services.tokens import issue_token
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.search import normalise
from ecosystem.notifications.services import forget_sent_mails

SESSIONS_KEPT = timedelta(days=90)
UNCONFIRMED_KEPT = timedelta(days=14)


def create_account(
    *,
    name: str,
    email: str,
    password: str = "",
    is_operator: bool = False,
    language: str = "vi",
) -> Account:
    """Make an account whose address counts as confirmed. Without a password its owner chooses one by a link.

    For operators and the demonstration; people sign up. Raises AlreadyTaken.
    """
    hashed = hash_password(password) if password else ""
    with transaction() as current:
        account = Account(
            name=normalise(name),
            email=email.strip(),
            email_key=address_key(email),
            email_verified_at=clock.now(),
            password_hash=hashed,
            is_operator=is_operator,
            language=language,
        )
        account.index_name()
        with unique_or(_l("This address has an account already.")):
            current.add(account)
            current.flush()
        record("account.created", account, by=None)
        return account


def make_reset_link(email: str) -> str:
    """Return the path of a link by which the owner chooses a password. Raises NoSuchRecord."""
    with transaction():
        account = account_by_email(email)
        if account is None or not account.is_active:
            raise NoSuchRecord(_l("No account has this address."))
        record("account.reset_link_made", account, by=None)
        return f"/account/reset/{issue_token(account, TokenPurpose.RESET_PASSWORD)}"


def set_operator(email: str, *, is_operator: bool) -> Account:
    """Make somebody an operator of this deployment, or take it back. Raises NoSuchRecord."""
    with transaction():
        account = account_by_email(email)
        if account is None or not account.is_active:
            raise NoSuchRecord(_l("No account has this address."))
        account = locked(Account, account.id)
        record("account.operator_set", account, by=None, changes={"is_operator": (account.is_operator, is_operator)})
        account.is_operator = is_operator
        return account


def forget_old_sessions() -> int:
    """Delete sessions that ended long ago; return how many."""
    before = clock.now() - SESSIONS_KEPT
    with transaction() as current:
        gone = or_(SignInSession.ended_at < before, SignInSession.expires_at < before)
        return int(current.execute(delete(SignInSession).where(gone)).rowcount)  # type: ignore[attr-defined]


def forget_farewells() -> int:
    """Empty the last mails to people who were erased, a day after they were sent; return how many."""
    return forget_sent_mails(ERASED.name, before=clock.now() - timedelta(days=1))


def unconfirmed_accounts() -> list[int]:
    """Return the ids of accounts whose address nobody confirmed within 14 days of signing up."""
    before = clock.now() - UNCONFIRMED_KEPT
    waiting = select(Account.id).where(
        Account.email_verified_at.is_(None), Account.erased_at.is_(None), Account.updated_at < before
    )
    return list(session().scalars(waiting.order_by(Account.id)))
