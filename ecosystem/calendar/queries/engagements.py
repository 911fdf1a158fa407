"""Who is engaged when."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from ecosystem.calendar.domain.intervals import Interval, gaps, merged
from ecosystem.calendar.models import EngagedPerson, Engagement
from ecosystem.core.database import scalars, session


def engagement_of(kind: str, subject: str) -> Engagement | None:
    """Return the engagement of a record, live or cancelled; None when it never had one."""
    return session().scalar(select(Engagement).where(Engagement.kind == kind, Engagement.subject == subject))


def engagements_of(
    account_id: int, since: datetime, until: datetime, *, cancelled: bool = False
) -> Sequence[Engagement]:
    """Return what holds the person between two instants, in order of time; cancelled ones too when asked for."""
    statement = (
        select(Engagement)
        .join(EngagedPerson)
        .where(EngagedPerson.account_id == account_id, Engagement.starts_at < until, Engagement.ends_at > since)
        .order_by(Engagement.starts_at, Engagement.id)
    )
    return scalars(statement if cancelled else statement.where(Engagement.cancelled_at.is_(None)))


def taken_of(
    people: Collection[int],
    since: datetime,
    until: datetime,
    *,
    besides: int | None = None,
    besides_all: tuple[str, Select[Any]] | None = None,
) -> dict[int, list[Interval]]:
    """Return for each of `people` the times that are taken between two instants, merged and in order.

    Left out are the engagement with the id `besides`, and with `besides_all` those of a kind whose subjects a select
    yields. One statement, however many people.
    """
    statement = (
        select(EngagedPerson.account_id, Engagement.starts_at, Engagement.ends_at)
        .join(Engagement)
        .where(
            EngagedPerson.account_id.in_(sorted(people)),
            Engagement.cancelled_at.is_(None),
            Engagement.starts_at < until,
            Engagement.ends_at > since,
            Engagement.id != (besides or 0),
        )
    )
    if besides_all is not None:
        kind, subjects = besides_all
        statement = statement.where(or_(Engagement.kind != kind, Engagement.subject.not_in(subjects)))
    rows = session().execute(statement)
    found: dict[int, list[Interval]] = {each: [] for each in people}
    for account_id, starts_at, ends_at in rows:
        found[account_id].append((max(starts_at, since), min(ends_at, until)))
    return {account_id: merged(taken) for account_id, taken in found.items()}


def free_of(people: Collection[int], since: datetime, until: datetime) -> list[Interval]:
    """Return the times between two instants at which all of `people` are free, in order."""
    taken = [interval for each in taken_of(people, since, until).values() for interval in each]
    return gaps(merged(taken), since, until)
