"""Slowing down guesses, in the database, so that it holds for any number of processes.

A try is stored before it is decided, so that tries made at the same time count each other.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ecosystem.accounts.domain.throttle import Limit, wait
from ecosystem.accounts.models import Attempt
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import TooMany

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

# By kind and by what is counted. An account's own limit is the milder one in length: nobody shall be able to lock
# somebody else out for long. A whole hall may sit behind one network address.
LIMITS: dict[tuple[str, str], Limit] = {
    ("sign_in", "pair"): Limit(free=5, first=2 * SECOND, longest=15 * MINUTE, window=12 * HOUR),
    ("sign_in", "account"): Limit(free=20, first=2 * SECOND, longest=MINUTE, window=12 * HOUR),
    ("sign_in", "network"): Limit(free=200, first=SECOND, longest=MINUTE, window=HOUR),
    ("code", "account"): Limit(free=5, first=10 * SECOND, longest=HOUR, window=24 * HOUR),
    ("password", "account"): Limit(free=5, first=5 * SECOND, longest=15 * MINUTE, window=12 * HOUR),
    ("mail", "account"): Limit(free=3, first=MINUTE, longest=HOUR, window=6 * HOUR),
    ("ballot", "account"): Limit(free=3, first=MINUTE, longest=HOUR, window=6 * HOUR),
    ("ballot", "network"): Limit(free=300, first=SECOND, longest=MINUTE, window=HOUR),
    ("enquiry", "account"): Limit(free=12, first=MINUTE, longest=HOUR, window=6 * HOUR),
    ("enquiry", "network"): Limit(free=300, first=SECOND, longest=MINUTE, window=HOUR),
    ("verify", "network"): Limit(free=60, first=SECOND, longest=MINUTE, window=HOUR),
    ("mail", "network"): Limit(free=200, first=SECOND, longest=MINUTE, window=HOUR),
}
KEPT = 25 * HOUR


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: network address and what the browser calls itself."""

    address: str = ""
    device: str = ""


def begin_attempt(kind: str, keys: dict[str, str]) -> list[int]:
    """Store a try of `kind` under each key and return the rows' ids. `keys` maps what is counted to its value.

    Raises TooMany, with the seconds to wait, when one of them was tried too often; nothing is stored then.
    """
    with transaction() as current:
        for counted, key in sorted(keys.items()):
            _one_at_a_time(f"{kind}:{counted}:{key[:254]}")
            _refuse_if_too_many(f"{kind}:{counted}", key[:254], LIMITS[kind, counted])
        rows = [Attempt(kind=f"{kind}:{counted}", key=key[:254], at=clock.now()) for counted, key in keys.items()]
        current.add_all(rows)
        current.flush()
        return [row.id for row in rows]


def attempt_succeeded(rows: list[int]) -> None:
    """Mark the try as a success: what was tried before no longer counts."""
    with transaction() as current:
        current.execute(update(Attempt).where(Attempt.id.in_(rows)).values(succeeded=True))


def sign_in_keys(email_key: str, origin: Origin) -> dict[str, str]:
    """Return what a try to sign in is counted by."""
    return {"pair": f"{email_key}|{origin.address}", "account": email_key, "network": origin.address}


def forget_old_attempts() -> int:
    """Delete the tries no limit looks at any more; return how many."""
    with transaction() as current:
        result = current.execute(delete(Attempt).where(Attempt.at < clock.now() - KEPT))
        return int(result.rowcount)  # type: ignore[attr-defined]


def _one_at_a_time(key: str) -> None:
    """Tries of one key wait for each other until they are stored; on SQLite there is one writer anyway."""
    if session().get_bind().dialect.name == "postgresql":
        session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def _refuse_if_too_many(kind: str, key: str, limit: Limit) -> None:
    now = clock.now()
    mine = (Attempt.kind == kind, Attempt.key == key)
    since = select(func.max(Attempt.at)).where(*mine, Attempt.succeeded).scalar_subquery()
    tries, last = session().execute(
        select(func.count(), func.max(Attempt.at)).where(
            *mine,
            Attempt.at > now - limit.window,
            Attempt.at > func.coalesce(since, now - limit.window),
        )
    ).one()  # fmt: skip
    left = wait(limit, tries=tries, last=last, now=now)
    if left:
        seconds = int(left.total_seconds()) + 1
        raise TooMany(
            _l("Too many tries. Please wait %(seconds)d seconds and try again.", seconds=seconds), retry_after=seconds
        )
