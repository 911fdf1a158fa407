"""The address at which a calendar can be read without signing in: made, replaced, revoked."""

import secrets

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from ecosystem.audit import services as audit
from ecosystem.calendar.models import CalendarFeed
from ecosystem.calendar.queries.feeds import feed_of
from ecosystem.core import clock
from ecosystem.core.database import locked, transaction, unique_or


def make_feed(account_id: int) -> CalendarFeed:
    """Make the person's feed; the one they have is given back."""
    with transaction() as current:
        present = feed_of(account_id)
        if present is not None:
            return present
        made = CalendarFeed(account_id=account_id, nonce=_nonce())
        with unique_or(_l("There is an address already. Please reload the page.")):
            current.add(made)
            current.flush()
        audit.record("calendar.feed_made", made, by=account_id)
        return made


def replace_feed(account_id: int) -> CalendarFeed:
    """Give the feed another address: whoever knows the old one reads nothing any more."""
    with transaction():
        feed = make_feed(account_id)
        present = locked(CalendarFeed, feed.id)
        present.nonce, present.read_at = _nonce(), None
        audit.record("calendar.feed_replaced", present, by=account_id)
        return present


def revoke_feed(account_id: int) -> None:
    """Take the feed away."""
    with transaction() as current:
        present = feed_of(account_id)
        if present is not None:
            audit.record("calendar.feed_revoked", present, by=account_id)
            current.execute(delete(CalendarFeed).where(CalendarFeed.id == present.id))


def note_reading(feed: CalendarFeed) -> None:
    """Note that a calendar program fetched the feed, once an hour at most."""
    now = clock.now()
    if feed.read_at is None or (now - feed.read_at).total_seconds() > 3600:
        with transaction():
            locked(CalendarFeed, feed.id).read_at = now


def _nonce() -> str:
    return secrets.token_hex(12)
