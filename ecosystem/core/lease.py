"""A lease in the database: of any number of processes, one leads at a time.

The holder renews before `until`; when it dies, another takes over after at most the lease's length. The lease
keeps work from being done twice as a rule; correctness rests on claiming each due row (see `claimed`).
"""

from datetime import datetime, timedelta

from sqlalchemy import String, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from ecosystem.core.database import Model, session, transaction

LENGTH = timedelta(seconds=30)


class Lease(Model):
    """Who leads in `name`, and until when."""

    name: Mapped[str] = mapped_column(String(40), unique=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime]


def hold(name: str, *, holder: str, now: datetime, length: timedelta = LENGTH) -> bool:
    """Take or renew the lease `name` for `holder`; tell whether it is held now."""
    with transaction() as current:
        taken = current.execute(
            update(Lease)
            .where(Lease.name == name, or_(Lease.holder == holder, Lease.until < now))
            .values(holder=holder, until=now + length)
        )
        if taken.rowcount == 1:  # type: ignore[attr-defined]
            return True
        return _first(name, holder, now + length)


def _first(name: str, holder: str, until: datetime) -> bool:
    """Make the row if nobody ever held the lease."""
    if session().query(Lease.id).filter_by(name=name).first() is not None:
        return False
    try:
        with session().begin_nested():
            session().add(Lease(name=name, holder=holder, until=until))
    except IntegrityError:
        return False  # another process was faster
    return True


def release(name: str, *, holder: str) -> None:
    """Give the lease back at a clean stop, so that another takes over at once."""
    with transaction() as current:
        current.query(Lease).filter_by(name=name, holder=holder).delete()
