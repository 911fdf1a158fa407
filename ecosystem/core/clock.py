"""One clock.

`now()` is read once a request (and once a job item): everything decided in it sees the same instant.
Pure code takes `now` as a parameter instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Invalid

_instant: ContextVar[datetime | None] = ContextVar("ecosystem_instant", default=None)

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


def now() -> datetime:
    """Return the instant of this request, aware and in UTC; outside a request the present instant."""
    return _instant.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime | None = None) -> Iterator[datetime]:
    """Hold the clock still inside the block, at `instant` or at the present one."""
    value = (instant or datetime.now(UTC)).astimezone(UTC)
    token = _instant.set(value)
    try:
        yield value
    finally:
        _instant.reset(token)


def start_request() -> None:
    """Take the instant of a request. Wired as the first thing a request does."""
    _instant.set(datetime.now(UTC))


def end_request() -> None:
    """Forget the instant of the request that ends."""
    _instant.set(None)


def zone(name: str) -> ZoneInfo:
    """Return the IANA zone `name`. Raises ValueError when there is none."""
    if not is_zone(name):
        raise ValueError(f"unknown time zone: {name!r}")
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Tell whether `name` is a time zone of the IANA database."""
    return name in zones()


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones; looking them up walks the file system, so it is done once."""
    return frozenset(available_timezones())


def local(naive: datetime, zone_name: str) -> datetime:
    """Read a wall-clock time typed by a person in the zone `zone_name`; return it aware, in UTC.

    Raises Invalid for a day at the edge of time, which has no instant in UTC.
    """
    try:
        return naive.replace(tzinfo=zone(zone_name)).astimezone(UTC)
    except OverflowError as error:
        raise Invalid(_l("Please give a date and a time.")) from error
