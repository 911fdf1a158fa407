"""Reads across features: what is open, what comes, what won; what one person has to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.models import Contest, Prize, Round
from ecosystem.contests.policies import public_contests
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event, EventState
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.models import Assignment, Award, Panelist, ScoreSheet
from ecosystem.startups.models import Startup, StartupMember

PUBLIC_EVENT = (Event.state == EventState.PUBLISHED) & Event.published_at.is_not(None)


@dataclass(frozen=True)
class Winner:
    """A prize announced lately, for the home page."""

    title: str
    prize: str
    contest: Contest


@dataclass(frozen=True)
class JudgeTask:
    """A round somebody judges in: how many charges, how many done."""

    round: Round
    contest: Contest
    assigned: int
    done: int


@dataclass(frozen=True)
class Invitation:
    """An invitation to a panel that waits for an answer."""

    panelist: Panelist
    round: Round
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


def found_contests(query: str) -> Select[Any]:
    """Statement: public contests that match a search, newest first."""
    return (
        select(Contest)
        .join(Event, Event.id == Contest.event_id)
        .where(public_contests(), matches(Contest.search_text, query))
        .order_by(Contest.closes_at.desc(), Contest.id)
        .limit(20)
    )


def found_events(query: str) -> Select[Any]:
    """Statement: public events that match a search."""
    return (
        select(Event).where(PUBLIC_EVENT, matches(Event.search_text, query)).order_by(Event.starts_on.desc()).limit(20)
    )


def found_startups(query: str) -> Select[Any]:
    """Statement: startups with a public profile that match a search."""
    public = Startup.is_public.is_(True) & Startup.archived_at.is_(None)
    return select(Startup).where(public, matches(Startup.search_text, query)).order_by(Startup.sort_key).limit(20)


def entries_of(account_id: int) -> list[Application]:
    """The live entries a person is on, the ones still to hand in first, then by deadline."""
    mine = select(ApplicationMember.application_id).where(ApplicationMember.account_id == account_id)
    return list(
        session().scalars(
            select(Application)
            .options(joinedload(Application.contest), joinedload(Application.board))
            .join(Contest, Contest.id == Application.contest_id)
            .where(
                or_(Application.id.in_(mine), Application.created_by_id == account_id),
                Application.state != ApplicationState.WITHDRAWN,
            )
            .order_by(
                Application.state.in_([ApplicationState.DRAFT, ApplicationState.RETURNED]).desc(),
                Contest.closes_at.desc(),
                Application.id,
            )
            .limit(12)
        )
    )


def judge_tasks_of(account_id: int) -> list[JudgeTask]:
    """The rounds a person judges in, those that close first in front."""
    rows = session().execute(
        select(
            Round,
            Contest,
            func.count(Assignment.id),
            func.count(ScoreSheet.id).filter(ScoreSheet.state.in_([SheetState.HANDED_IN, SheetState.ABSTAINED])),
        )
        .select_from(Panelist)
        .join(Round, Round.id == Panelist.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .outerjoin(Assignment, (Assignment.panelist_id == Panelist.id) & (Assignment.state == AssignmentState.ACTIVE))
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Panelist.account_id == account_id, Panelist.state == PanelistState.ACCEPTED)
        .group_by(Round.id, Contest.id)
        .order_by(Round.closes_at.desc().nulls_last(), Round.id)
        .limit(12)
    )
    return [JudgeTask(*row) for row in rows]


def invitations_of(account_id: int, email: str, now: datetime) -> list[Invitation]:
    """Invitations to panels that wait for this person's answer."""
    rows = session().execute(
        select(Panelist, Round, Contest)
        .join(Round, Round.id == Panelist.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(
            or_(Panelist.account_id == account_id, func.lower(Panelist.email) == email.lower()),
            Panelist.state == PanelistState.INVITED,
            Panelist.expires_at > now,
        )
        .order_by(Panelist.expires_at)
    )
    return [Invitation(*row) for row in rows]


def startups_of(account_id: int) -> list[Startup]:
    """The startups a person is in."""
    return list(
        session().scalars(
            select(Startup)
            .options(joinedload(Startup.logo))
            .join(StartupMember, StartupMember.startup_id == Startup.id)
            .where(StartupMember.account_id == account_id, Startup.archived_at.is_(None))
            .order_by(Startup.sort_key)
            .limit(12)
        )
    )


def contests_run_by(organiser_ids: Sequence[int]) -> list[Contest]:
    """The contests of some organisers that are under way, by deadline."""
    if not organiser_ids:
        return []
    return list(
        session().scalars(
            select(Contest)
            .options(joinedload(Contest.event))
            .join(Event, Event.id == Contest.event_id)
            .where(Event.organiser_id.in_(organiser_ids), Contest.state.in_(["draft", "published"]))
            .order_by(Contest.closes_at, Contest.id)
            .limit(12)
        )
    )


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
