"""Running numbers without gaps, given by the database."""

import secrets

from sqlalchemy import update

from ecosystem.core.database import session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken
from ecosystem.payments.models import NumberSeries

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def next_number(name: str, year: int) -> int:
    """Take the next number of the series of a year, from 1.

    Called inside the use case that needs it: one UPDATE gives each caller its own number and keeps the series locked
    until the use case ends, so that a failure gives the number back and leaves no gap.
    """
    with transaction():
        number = _advance(name, year)
        if number is None:
            _begin(name, year)
            number = _advance(name, year)
        assert number is not None
        return number


def _advance(name: str, year: int) -> int | None:
    return session().execute(
        update(NumberSeries)
        .where(NumberSeries.name == name, NumberSeries.year == year)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()  # fmt: skip


def _begin(name: str, year: int) -> None:
    try:
        with unique_or(""):
            session().add(NumberSeries(name=name, year=year, last=0))
            session().flush()
    except AlreadyTaken:  # two came first at the same time
        session().expire_all()


def note_code() -> str:
    """Return a code for the note of a transfer: "DH" and eight letters that no one mistakes for others (39 bits)."""
    return "DH" + "".join(secrets.choice(_LETTERS) for _ in range(8))
