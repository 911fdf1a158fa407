"""Signing in and out: a password, a code where the account asks for one, a session that is a row."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account, SignInSession
from ecosystem.accounts.queries import account_by_email, hash_of
from ecosystem.accounts.services.passwords import hash_password, needs_rehash, verify_password
from ecosystem.accounts.services.throttling import Origin, attempt_succeeded, begin_attempt, sign_in_keys
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, transaction
from ecosystem.core.errors import Invalid, Refused

IDLE = timedelta(hours=12)
REMEMBERED = timedelta(days=30)
# Even a session in constant use ends: a stolen one does not live for ever.
LONGEST, LONGEST_REMEMBERED = timedelta(days=7), timedelta(days=180)
SEEN_EVERY = timedelta(minutes=10)


class WrongPassword(Invalid):
    """The address or the password is not right; which of them is not said."""


class AddressUnproved(Refused):
    """The password is right, but the address was never confirmed."""


@dataclass(frozen=True)
class CodeAwaited:
    """The password was right; the account asks for a code as well. Dead once the password changes."""

    account_id: int
    epoch: int


def sign_in(*, email: str, password: str, origin: Origin, remember: bool = False) -> SignInSession | CodeAwaited:
    """Open a session, or say that a code is awaited (`sign_in_with_code`).

    The password is checked outside the transaction and takes as long for an unknown address. Raises WrongPassword,
    AddressUnproved (with the right password only), TooMany.
    """
    key = address_key(email)
    rows = begin_attempt("sign_in", sign_in_keys(key, origin))
    account = account_by_email(key)
    proved = account.password_hash if account and account.is_active else ""
    if not verify_password(proved, password) or account is None:
        raise WrongPassword(_l("The e-mail address or the password is not right."))
    fresh_hash = hash_password(password) if needs_rehash(proved) else None
    with transaction():
        attempt_succeeded(rows)
        outcome = _admit(account.id, proved, fresh_hash, origin=origin, remember=remember)
    if outcome is None:
        raise AddressUnproved(_l("Please confirm your e-mail address first."))
    return outcome


def _admit(
    account_id: int, proved: str, fresh_hash: str | None, *, origin: Origin, remember: bool
) -> SignInSession | CodeAwaited | None:
    """Decide on the account as it is now: the password may have changed while it was checked."""
    account = locked(Account, account_id)
    if account.password_hash != proved or not account.is_active:
        raise WrongPassword(_l("The e-mail address or the password is not right."))
    if fresh_hash:
        account.password_hash = fresh_hash
    if not account.is_verified:
        return None
    if account.totp_confirmed_at:
        return CodeAwaited(account.id, account.sign_in_epoch)
    return open_session(account, origin=origin, remember=remember)


def open_session(account: Account, *, origin: Origin, remember: bool = False) -> SignInSession:
    """Open a session for a person whose identity was proved; `token` of the result goes into the cookie.

    It lives 12 hours from when it was last used, 30 days when it is to be remembered.
    """
    with transaction() as current:
        now, token = clock.now(), secrets.token_urlsafe(32)
        opened = SignInSession(
            account=account,
            token_hash=hash_of(token),
            epoch=account.sign_in_epoch,
            started_at=now,
            seen_at=now,
            expires_at=now + (REMEMBERED if remember else IDLE),
            is_remembered=remember,
            address=origin.address[:64],
            device=origin.device[:200],
        )
        current.add(opened)
        record("account.signed_in", account, by=account.id, note=opened.device)
        current.flush()
    opened.token = token
    account.signed_in_through = opened
    return opened


def sign_out(token: str) -> None:
    """End the session of this token; without effect when there is none."""
    with transaction() as current:
        current.execute(
            update(SignInSession)
            .where(SignInSession.token_hash == hash_of(token), SignInSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )


def end_session(sign_in_id: int, *, by: int) -> None:
    """End one of the person's own sessions. Ending it twice has no second effect."""
    with transaction():
        found = locked(SignInSession, sign_in_id)
        if found.ended_at is None:
            found.ended_at = clock.now()
            record("account.session_ended", found.account, by=by, note=found.device)


def end_all_sessions(account_id: int) -> None:
    """End every session of the account, inside the use case that gives the reason."""
    with transaction() as current:
        current.execute(
            update(SignInSession)
            .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )


def end_other_sessions(account_id: int, *, kept: int | None, by: int) -> int:
    """End all sessions of the account but `kept`; return how many."""
    with transaction() as current:
        account = locked(Account, account_id)
        result = current.execute(
            update(SignInSession)
            .where(
                SignInSession.account_id == account_id,
                SignInSession.ended_at.is_(None),
                SignInSession.id != (kept or 0),
            )
            .values(ended_at=clock.now())
        )
        ended = int(result.rowcount)  # type: ignore[attr-defined]
        if ended:
            record("account.other_sessions_ended", account, by=by, changes={"sessions": (ended, 0)})
        return ended


def is_seen_stale(sign_in: SignInSession) -> bool:
    """Tell whether `note_seen` is due."""
    return clock.now() - sign_in.seen_at >= SEEN_EVERY


def note_seen(sign_in: SignInSession) -> None:
    """Store that the session was used just now and extend it up to its longest; at most once in ten minutes."""
    now = clock.now()
    length, longest = (REMEMBERED, LONGEST_REMEMBERED) if sign_in.is_remembered else (IDLE, LONGEST)
    expires_at = min(now + length, sign_in.started_at + longest)
    with transaction() as current:
        current.execute(
            update(SignInSession)
            .where(SignInSession.id == sign_in.id, SignInSession.seen_at <= now - SEEN_EVERY)
            .values(seen_at=now, expires_at=expires_at)
            .execution_options(synchronize_session=False)
        )
