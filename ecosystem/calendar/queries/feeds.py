"""The feed of a calendar: whose it is, and what stands in it."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.calendar.models import CalendarFeed
from ecosystem.calendar.queries.entries import Entry, entries_of
from ecosystem.core.database import session
from ecosystem.core.errors import NoSuchRecord

PAST, AHEAD = timedelta(days=60), timedelta(days=365)
_SIGNED = 32


def token_of(feed: CalendarFeed) -> str:
    """Return what the address of a feed ends with: its nonce, and the signature that only this deployment makes."""
    return f"{feed.nonce}{_signature(feed.nonce)}"


def feed_of(account_id: int) -> CalendarFeed | None:
    """Return the person's feed; None when there is none."""
    return session().scalar(select(CalendarFeed).where(CalendarFeed.account_id == account_id))


def owner_of(token: str) -> tuple[CalendarFeed, Account]:
    """Return the feed of an address with its owner. Raises NoSuchRecord for a revoked or invented one."""
    nonce, signature = token[:-_SIGNED], token[-_SIGNED:]
    if not token.isascii() or not hmac.compare_digest(_signature(nonce), signature):
        raise NoSuchRecord
    row = session().execute(
        select(CalendarFeed, Account)
        .join(Account, Account.id == CalendarFeed.account_id)
        .where(CalendarFeed.nonce == nonce, Account.erased_at.is_(None))
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NoSuchRecord
    return row[0], row[1]


def entries_in_feed(account: Account, now: datetime) -> list[Entry]:
    """Return what stands in the feed: two months back and a year ahead, what was cancelled too."""
    return entries_of(account.id, now - PAST, now + AHEAD, cancelled=True)


def _signature(nonce: str) -> str:
    secret: str = current_app.config["SETTINGS"].secret_key
    return hmac.new(secret.encode(), f"ecosystem calendar feed {nonce}".encode(), sha256).hexdigest()[:_SIGNED]
