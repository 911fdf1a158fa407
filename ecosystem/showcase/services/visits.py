"""Counting visits of booth pages, in the database, one row an exhibitor, hour and source."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from sqlalchemy.dialects import postgresql, sqlite

from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.domain.visiting import AGAIN_AFTER, VisitSource, hour_of, is_program
from ecosystem.showcase.models import BoothVisits

MOST_REMEMBERED = 20_000


class Lately:
    """Who looked at what within the last half hour, in this process's memory only, by a hash that lasts as long."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._seen: OrderedDict[int, datetime] = OrderedDict()
        self._lock = Lock()

    def is_new(self, key: int, now: datetime) -> bool:
        """Tell whether the key was not seen within half an hour, and note it."""
        with self._lock:
            last = self._seen.get(key)
            if last is not None and now - last < AGAIN_AFTER:
                return False
            self._seen[key] = now
            self._seen.move_to_end(key)
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
            return True

    def clear(self) -> None:
        """Forget everything; for tests."""
        with self._lock:
            self._seen.clear()


lately = Lately()


def count_visit(exhibitor: Exhibitor, *, source: VisitSource, address: str, user_agent: str) -> bool:
    """Count one look at an exhibitor's page; return whether it counted.

    Programs do not count, nor does the same browser (address and name) within half an hour. Python's own hash is
    salted anew in each process, so that what is remembered says nothing outside it.
    """
    now = clock.now()
    if is_program(user_agent) or not lately.is_new(hash((exhibitor.id, source, address, user_agent)), now):
        return False
    with transaction():
        add_visits(exhibitor.id, hour_of(now), source, 1)
    return True


def add_visits(exhibitor_id: int, hour: datetime, source: VisitSource, number: int) -> None:
    """Add to the count of one hour, in one statement, so that counts made at the same time add up."""
    kind = postgresql.insert if session().get_bind().dialect.name == "postgresql" else sqlite.insert
    row = kind(BoothVisits).values(exhibitor_id=exhibitor_id, hour=hour, source=source, count=number)
    adding = row.on_conflict_do_update(
        index_elements=["exhibitor_id", "hour", "source"], set_={"count": BoothVisits.count + number}
    )
    session().execute(adding)
