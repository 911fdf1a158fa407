"""Investor sessions for tests: with people, wishes and a timetable."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.events.models import Event
from ecosystem.investors.domain.plan import SessionPlan
from ecosystem.investors.domain.scheduling.engine import repair, schedule
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    Participant,
    ParticipantState,
    RunKind,
    RunState,
    SessionState,
    Side,
    TimetableRun,
    Wish,
    WishKind,
)
from ecosystem.investors.services import planning, publishing, sessions
from ecosystem.startups.models import Startup
from tests.support.factories.events import make_event
from tests.support.factories.startups import make_person, make_startup

_numbers = count(1)
DAY = date(2026, 11, 30)


def make_investor(account: Account | None = None, **values: Any) -> InvestorProfile:
    """A fund, spoken for by one person."""
    number = next(_numbers)
    account = account or make_person(f"Ngô Mẫu Tư {number}")
    investor = InvestorProfile(**{"account_id": account.id, "name": f"Fund {number}", "thesis": "Seed"} | values)
    investor.sort_key, investor.search_text = sort_key(investor.name), fold(investor.name)
    with transaction():
        session().add(investor)
    return investor


def make_plan(**values: Any) -> SessionPlan:
    """A morning of six slots of twenty minutes with a break, in four weeks, at four tables and a spare one."""
    plan = SessionPlan(
        "Phiên kết nối",
        clock.now().date() + timedelta(days=28),
        starts_minute=8 * 60,
        ends_minute=10 * 60 + 20,
        breaks=((9 * 60, 9 * 60 + 20),),
        tables=4,
    )
    return replace(plan, **values)


def make_session(event: Event | None = None, by: Account | None = None, **values: Any) -> InvestorSession:
    """A session that is open for wishes; `state=` for another one, other values as `SessionPlan`."""
    event = event or make_event()
    by = by or event.organiser.staff[0].account
    state = values.pop("state", SessionState.OPEN)
    made = sessions.create_session(event, make_plan(**values), by=by)
    with transaction():
        made.state = state
    return made


def take_part(
    session_: InvestorSession,
    profile: Startup | InvestorProfile | None = None,
    *,
    side: Side = Side.FOUNDER,
    account: Account | None = None,
    **values: Any,
) -> Participant:
    """Somebody who takes part: a startup unless `side` or `profile` says otherwise."""
    if profile is None:
        profile = make_startup(account) if side is Side.FOUNDER else make_investor(account)
    is_startup = isinstance(profile, Startup)
    if account is None:
        account = profile.members[0].account if isinstance(profile, Startup) else profile.account
    with transaction() as current:
        participant = Participant(
            **{
                "session_id": session_.id,
                "side": Side.FOUNDER if is_startup else Side.INVESTOR,
                "account_id": account.id,
                "startup_id": profile.id if is_startup else None,
                "investor_id": None if is_startup else profile.id,
                "state": ParticipantState.APPROVED,
                "approved_at": clock.now(),
            }
            | values
        )
        current.add(participant)
    return participant


def wish(giver: Participant, target: Participant, kind: WishKind = WishKind.MEET) -> Wish:
    """One wish."""
    with transaction() as current:
        made = Wish(session_id=giver.session_id, from_id=giver.id, to_id=target.id, kind=kind)
        giver.wished_at = clock.now()
        current.add(made)
    return made


def people_of(
    session_: InvestorSession, founders: int, investors: int, *, wishes: bool = True
) -> tuple[list[Participant], list[Participant]]:
    """Founders and investors; with `wishes` every founder would like to meet every investor."""
    left = [take_part(session_) for _ in range(founders)]
    right = [take_part(session_, side=Side.INVESTOR) for _ in range(investors)]
    if wishes:
        for founder in left:
            for investor in right:
                wish(founder, investor)
    return left, right


def plan_run(session_: InvestorSession, by: Account | None = None, base: TimetableRun | None = None) -> TimetableRun:
    """A proposal, worked out here and now."""
    by = by or session_.event.organiser.staff[0].account
    run = planning.ask_for_run(session_, effort=1, seed=1, base=base, by=by)
    work_out(run, base)
    return run


def work_out(run: TimetableRun, base: TimetableRun | None = None) -> None:
    """Solve a run that waits."""
    if run.kind is RunKind.REPAIR:
        planning.work_out(run, base, solve=lambda standing: repair(standing.problem))
    else:
        planning.work_out(run, base, solve=lambda standing: schedule(standing.problem, seed=run.seed))
    assert run.state is RunState.READY


def publish_session(session_: InvestorSession, by: Account | None = None) -> TimetableRun:
    """Close the wishes, plan and publish."""
    by = by or session_.event.organiser.staff[0].account
    with transaction():
        session_.state = SessionState.WISHES_CLOSED
    run = plan_run(session_, by)
    publishing.publish(run, by=by)
    return run


def begins(session_: InvestorSession) -> datetime:
    """When the first slot begins."""
    return sessions.plan_of(session_).slots()[0].starts_at
