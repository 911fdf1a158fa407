"""A person's rights: a copy of what is kept about them, and to be forgotten."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, or_, select

from ecosystem.accounts import notices
from ecosystem.accounts.models import (
    Account,
    Attempt,
    DataRequest,
    DataRequestKind,
    SignInSession,
    SingleUseToken,
)
from ecosystem.accounts.queries import consents_of
from ecosystem.accounts.services.proofs import prove_password
from ecosystem.accounts.signals import AccountErased, ErasureObstacles, PersonalData
from ecosystem.audit.queries import history_of
from ecosystem.audit.services import forget_values, record
from ecosystem.core import clock
from ecosystem.core.database import locked, scalars, session, transaction
from ecosystem.core.errors import Refused, Text
from ecosystem.core.signals import announce, ask
from ecosystem.notifications.services import forget_messages, messages_of

PROFILE = ("email", "name", "sort_name", "phone", "organisation", "job_title", "language", "timezone")


def export_personal_data(account_id: int) -> dict[str, Any]:
    """Return everything the product keeps about a person, by subject, as plain values; the request is logged."""
    with transaction() as current:
        account = locked(Account, account_id)
        now = clock.now()
        request = DataRequest(account_id=account_id, kind=DataRequestKind.EXPORT, requested_at=now, done_at=now)
        current.add(request)
        record("account.data_exported", account, by=account_id)
    return {**_own_data(account), **{each.name: each.records for each in ask(PersonalData(account_id))}}


def erasure_obstacles(account: Account) -> list[Text]:
    """Return, in sentences, what keeps the person from being erased now; empty when nothing does."""
    found: list[Text] = list(ask(ErasureObstacles(account.id)))
    if account.is_operator and not _other_operators(account.id):
        found.append(_l("You are the only operator. Make somebody else an operator first."))
    return found


def erase_own_account(account_id: int, *, password: str) -> None:
    """Erase a person on their own wish. Raises WrongPassword, TooMany, Refused with what is in the way."""
    prove_password(account_id, password)
    erase_account(account_id, by=account_id)


def erase_account(account_id: int, *, by: int | None) -> None:
    """Make an account anonymous for ever: what names the person goes, records of what happened stay.

    The features above are told (`AccountErased`) before the name is gone. Raises Refused, with the sentences in
    `details["obstacles"]`, when something is in the way. Erasing twice has no second effect.
    """
    with transaction() as current:
        account = locked(Account, account_id)
        if account.erased_at is not None:
            return
        obstacles = erasure_obstacles(account)
        if obstacles:
            raise Refused(" ".join(str(each) for each in obstacles), details={"obstacles": obstacles})
        announce(AccountErased(account_id))
        _forget_traces(account)
        if account.is_verified:
            notices.account_erased(account)
        _make_anonymous(account)
        now = clock.now()
        current.add(DataRequest(account_id=account_id, kind=DataRequestKind.ERASURE, requested_at=now, done_at=now))
        record("account.erased", account, by=by)


def _other_operators(account_id: int) -> int:
    others = select(func.count(Account.id)).where(
        Account.is_operator, Account.id != account_id, Account.erased_at.is_(None)
    )
    return session().scalar(others) or 0


def _forget_traces(account: Account) -> None:
    """Sessions, links, tries and messages name the person, their devices or their addresses."""
    current = session()
    current.execute(delete(SignInSession).where(SignInSession.account_id == account.id))
    current.execute(delete(SingleUseToken).where(SingleUseToken.account_id == account.id))
    key = account.email_key
    tried = or_(Attempt.key == key, Attempt.key.startswith(f"{key}|", autoescape=True))
    current.execute(delete(Attempt).where(tried))
    forget_messages(account.id)
    forget_values(account)


def _make_anonymous(account: Account) -> None:
    account.email = account.email_key = f"{account.public_id}@erased.invalid"
    for name in ("name", "sort_name", "phone", "organisation", "job_title", "password_hash", "totp_secret"):
        setattr(account, name, "")
    account.totp_confirmed_at, account.recovery_codes = None, []
    account.is_operator = False
    account.email_verified_at = None
    account.sign_in_epoch += 1
    account.sort_key, account.search_text = "", ""
    account.erased_at = clock.now()


def _own_data(account: Account) -> dict[str, Any]:
    sessions = scalars(select(SignInSession).where(SignInSession.account_id == account.id).order_by(SignInSession.id))
    return {
        "about": {"text": gettext("Everything kept about you."), "written_at": clock.now().isoformat()},
        "profile": {name: getattr(account, name) for name in PROFILE},
        "account": {
            "created_at": account.created_at.isoformat(),
            "address_confirmed_at": _told(account.email_verified_at),
            "authenticator_since": _told(account.totp_confirmed_at),
        },
        "consents": [
            {
                "purpose": each.purpose,
                "text_version": each.text_version,
                "text": each.text,
                "channel": each.channel,
                "given_at": each.given_at.isoformat(),
                "withdrawn_at": _told(each.withdrawn_at),
            }
            for each in consents_of(account.id)
        ],
        "sessions": [
            {
                "device": each.device,
                "network_address": each.address,
                "started_at": each.started_at.isoformat(),
                "last_seen_at": each.seen_at.isoformat(),
                "ended_at": _told(each.ended_at),
            }
            for each in sessions
        ],
        "history": [
            {"at": each.at.isoformat(), "act": each.action, "changes": each.changes, "note": each.note}
            for each in scalars(history_of(account))
        ],
        "messages": messages_of(account.id),
    }


def _told(instant: Any) -> str | None:
    return instant.isoformat() if instant else None
