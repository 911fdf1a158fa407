"""The front page: what is open, what comes, what won."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Prize
from ecosystem.contests.policies import public_contests
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.events.models import Event, EventState
from ecosystem.judging.models import Award

PUBLIC_EVENT = (Event.state == EventState.PUBLISHED) & Event.published_at.is_not(None)


@dataclass(frozen=True)
class Winner:
    """A prize announced lately, for the home page."""

    title: str
    prize: str
    contest: Contest


def open_contests(now: datetime, *, limit: int = 6) -> list[Contest]:
    """Contests that take entries now, the one that closes first in front."""
    return _contests(Contest.opens_at <= now, Contest.closes_at > now, order=Contest.closes_at.asc(), limit=limit)


def upcoming_contests(now: datetime, *, limit: int = 3) -> list[Contest]:
    """Contests announced whose entries open later."""
    return _contests(Contest.opens_at > now, order=Contest.opens_at.asc(), limit=limit)


def next_events(now: datetime, *, limit: int = 4) -> list[Event]:
    """Public events that are not over, by date."""
    today = now.astimezone(clock.zone(clock.DEFAULT_ZONE)).date()
    return list(
        session().scalars(
            select(Event)
            .options(joinedload(Event.organiser), joinedload(Event.cover))
            .where(PUBLIC_EVENT, Event.ends_on >= today)
            .order_by(Event.starts_on, Event.id)
            .limit(limit)
        )
    )


def last_winners(*, limit: int = 6) -> list[Winner]:
    """First prizes announced lately."""
    rows = session().execute(
        select(Application.title, Prize.name, Contest)
        .select_from(Award)
        .join(Prize, Prize.id == Award.prize_id)
        .join(Application, Application.id == Award.application_id)
        .join(Contest, Contest.id == Award.contest_id)
        .where(Award.announced_at.is_not(None), public_contests(), Contest.is_test.is_(False))
        .order_by(Award.announced_at.desc(), Prize.rank.nulls_last(), Award.id)
        .limit(limit)
    )
    return [Winner(*row) for row in rows]


def _contests(*conditions: Any, order: Any, limit: int) -> list[Contest]:
    return list(
        session().scalars(
            select(Contest)
            .options(joinedload(Contest.event).joinedload(Event.organiser), joinedload(Contest.cover))
            .where(public_contests(), Contest.state == "published", Contest.is_test.is_(False), *conditions)
            .order_by(order, Contest.id)
            .limit(limit)
        )
    )
