"""Reading accounts."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account, Consent, SignInSession
from ecosystem.audit.queries import HistoryLine, history_lines
from ecosystem.core import clock
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.pagination import Page, page_of
from ecosystem.notifications.services import Recipient


def hash_of(token: str) -> str:
    """Return what is stored of a random token: its SHA-256. Tokens carry 256 bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_of_session(session_id: str) -> Account | None:
    """Return who is signed in by the token in the cookie, in one statement; None unless the session lives.

    The account carries the session: `account.signed_in_through`.
    """
    sign_in = session().scalar(_living_session(), {"token": hash_of(session_id), "now": clock.now()})
    if sign_in is None:
        return None
    sign_in.account.signed_in_through = sign_in
    return sign_in.account


@cache
def _living_session() -> Select[SignInSession]:
    """Built once: this is asked by every request of somebody signed in."""
    return (
        select(SignInSession)
        .join(SignInSession.account)
        .options(contains_eager(SignInSession.account))
        .where(
            SignInSession.token_hash == bindparam("token"),
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > bindparam("now"),
            SignInSession.epoch == Account.sign_in_epoch,
            Account.erased_at.is_(None),
        )
    )


def account_by_email(email: str) -> Account | None:
    """Return the account with this address, in whatever case it is written."""
    return session().scalar(select(Account).where(Account.email_key == address_key(email)))


def account_by_public_id(public_id: str) -> Account:
    """Return the account. Raises NoSuchRecord when there is none or it was erased."""
    found = session().scalar(select(Account).where(Account.public_id == public_id, Account.erased_at.is_(None)))
    return one_or_missing(found)


def recipient_of(account: Account) -> Recipient:
    """Return the account as somebody a message is written to."""
    return Recipient(account.email, account.name, account.language, account.id, account.timezone)


def names_of(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of these accounts by their ids, in one statement; none for an empty list."""
    wanted = {ident for ident in account_ids if ident is not None}
    if not wanted:
        return {}
    rows = session().execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row.id: row.name or gettext("Deleted account") for row in rows}


def history_page(statement: Select[Any], *, number: int = 1, per_page: int = 50) -> Page[HistoryLine]:
    """Return a page of the audit log with names, in three statements whatever its length.

    `statement` comes from `audit.queries`; `templates/audit/history.html` shows the page.
    """
    page = page_of(statement, number=number, per_page=per_page)
    names = names_of(entry.account_id for entry in page.items)
    return Page(history_lines(page.items, names), page.number, page.per_page, page.total)


def consents_of(account_id: int) -> Sequence[Consent]:
    """Return the log of a person's consents, newest first."""
    return scalars(
        select(Consent).where(Consent.account_id == account_id).order_by(Consent.given_at.desc(), Consent.id)
    )


def live_sessions(account_id: int) -> Sequence[SignInSession]:
    """Return the browsers signed in at present, the one seen last first."""
    return scalars(
        select(SignInSession)
        .join(SignInSession.account)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > clock.now(),
            SignInSession.epoch == Account.sign_in_epoch,
        )
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    )


def session_by_public_id(public_id: str) -> SignInSession:
    """Return the sign-in session. Raises NoSuchRecord when there is none."""
    return one_or_missing(session().scalar(select(SignInSession).where(SignInSession.public_id == public_id)))
