"""What one person takes part in: entries, judging, startups; and what runs at organisers."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState, SheetState
from ecosystem.judging.models import Assignment, Panelist, ScoreSheet
from ecosystem.startups.models import Startup, StartupMember


@dataclass(frozen=True)
class JudgeTask:
    """A round somebody judges in: how many charges, how many done."""

    round: Round
    contest: Contest
    assigned: int
    done: int


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
