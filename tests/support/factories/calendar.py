"""Engagements for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from ecosystem.accounts.models import Account
from ecosystem.calendar.models import Engagement
from ecosystem.calendar.services import engage

NINE = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)  # nine o'clock in Việt Nam
_numbers = count(1)


def engaged(
    people: Sequence[Account],
    starts_at: datetime = NINE,
    *,
    hours: float = 1,
    subject: str = "",
    title: str = "Buổi cố vấn",
    places: Sequence[str] = (),
    by: Account | None = None,
    kind: str = "test",
    **told: str,
) -> Engagement:
    """Engage people for an hour; every further engagement belongs to a record of its own."""
    return engage(
        kind=kind,
        subject=subject or f"record{next(_numbers)}",
        title=title,
        people=[each.id for each in people],
        places=places,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        by=by.id if by is not None else None,
        **told,
    )
