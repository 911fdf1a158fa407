"""Links in mails: 32 random bytes, used once, bound to a purpose and to the account's present epoch."""

import secrets
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from ecosystem.accounts.models import Account, SingleUseToken, TokenPurpose
from ecosystem.accounts.queries import hash_of
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused

LIVES = {
    TokenPurpose.VERIFY_EMAIL: timedelta(days=3),
    TokenPurpose.CHANGE_EMAIL: timedelta(days=1),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=2),
}


class DeadLink(Refused):
    """The link was used, has expired, or never existed."""

    status = 410


def issue_token(account: Account, purpose: TokenPurpose, *, payload: str = "") -> str:
    """Make a link's token; earlier ones of the same purpose are dead from now on."""
    with transaction() as current:
        now, token = clock.now(), secrets.token_urlsafe(32)
        current.execute(
            update(SingleUseToken)
            .where(SingleUseToken.account_id == account.id, SingleUseToken.purpose == purpose)
            .where(SingleUseToken.used_at.is_(None))
            .values(used_at=now)
        )
        current.add(
            SingleUseToken(
                account_id=account.id,
                purpose=purpose,
                token_hash=hash_of(token),
                epoch=account.sign_in_epoch,
                payload=payload,
                created_at=now,
                expires_at=now + LIVES[purpose],
            )
        )
        current.flush()
        return token


def live_token(token: str, purpose: TokenPurpose) -> tuple[SingleUseToken, Account]:
    """Return the stored token and its account. Raises DeadLink unless it can still be used for `purpose`."""
    row = session().execute(
        select(SingleUseToken, Account)
        .join(Account, Account.id == SingleUseToken.account_id)
        .where(
            SingleUseToken.token_hash == hash_of(token),
            SingleUseToken.purpose == purpose,
            SingleUseToken.used_at.is_(None),
            SingleUseToken.expires_at > clock.now(),
            SingleUseToken.epoch == Account.sign_in_epoch,
            Account.erased_at.is_(None),
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        raise DeadLink(_l("This link was used already or has expired. Please ask for a new one."))
    return row[0], row[1]


def use_token(token: str, purpose: TokenPurpose) -> tuple[SingleUseToken, Account]:
    """Use up the token inside the present use case; return it with the locked account. Raises DeadLink."""
    found, account = live_token(token, purpose)
    account = locked(Account, account.id)
    found, account = live_token(token, purpose)  # again under the lock: of two clicks one wins
    locked(SingleUseToken, found.id).used_at = clock.now()
    return found, account


def forget_old_tokens() -> int:
    """Delete the tokens that can no longer be used; return how many."""
    with transaction() as current:
        result = current.execute(delete(SingleUseToken).where(SingleUseToken.expires_at < clock.now()))
        return int(result.rowcount)  # type: ignore[attr-defined]
