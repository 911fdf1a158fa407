"""What an organiser must know of a contest at a glance, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application
from ecosystem.audit.models import AuditEntry
from ecosystem.contests.models import Contest, ContestQuery, Round
from ecosystem.core.database import remembered, session
from ecosystem.judging.domain.life_cycle import AssignmentState, Decision, PanelistState, SheetState
from ecosystem.judging.models import Assignment, Panelist, RoundEntry, ScoreSheet
from ecosystem.notifications.models import Mail, MailState


@dataclass(frozen=True)
class RoundProgress:
    """How far a judged round is: entries in it, charges given, sheets handed in, and what was decided."""

    round: Round
    entries: int = 0
    assigned: int = 0
    done: int = 0
    judges: int = 0
    advanced: int = 0
    undecided: int = 0
    unannounced: int = 0

    @property
    def share(self) -> int:
        """Per cent of the charges that are done; 0 where nothing is assigned."""
        return round(100 * self.done / self.assigned) if self.assigned else 0


@dataclass(frozen=True)
class JudgeBehind:
    """A judge with charges open while the round's time runs."""

    name: str
    round_name: str
    open: int
    assigned: int


@dataclass(frozen=True)
class Overview:
    """The figures of one contest's desk."""

    states: Mapping[ApplicationState, int]
    unannounced: int
    rounds: Sequence[RoundProgress]
    behind: Sequence[JudgeBehind]
    mails: Mapping[MailState, int]
    unanswered: int

    @property
    def submitted(self) -> int:
        """Entries handed in and not withdrawn."""
        inactive = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
        return sum(count for state, count in self.states.items() if state not in inactive)

    @property
    def to_screen(self) -> int:
        """Entries whose eligibility awaits a decision."""
        return self.states.get(ApplicationState.SUBMITTED, 0)


def overview_of(contest: Contest, *, now: datetime) -> Overview:
    """Read the figures of a contest, fictional entries of its test mode included while it is in test mode."""
    states = _states(contest)
    return Overview(
        states=states,
        unannounced=_unannounced(contest),
        rounds=_rounds(contest, states.get(ApplicationState.ELIGIBLE, 0)),
        behind=_behind(contest, now),
        mails=mail_counts(contest),
        unanswered=_unanswered(contest),
    )


def mail_counts(contest: Contest) -> dict[MailState, int]:
    """Return how many mails about a contest are in each state."""

    def load() -> dict[MailState, int]:
        rows = session().execute(
            select(Mail.state, func.count())
            .where(Mail.scope_type == "contest", Mail.scope_id == contest.id, Mail.is_secret.is_(False))
            .group_by(Mail.state)
        )
        return {row.state: row[1] for row in rows}

    return remembered(("mail_counts", contest.id), load)


def history_of_contest(contest: Contest) -> Select[Any]:
    """Statement: everything on record about a contest and what belongs to it, newest first."""
    about = (AuditEntry.subject_type == "contest") & (AuditEntry.subject_id == contest.id)
    within = (AuditEntry.scope_type == "contest") & (AuditEntry.scope_id == contest.id)
    return select(AuditEntry).where(or_(about, within)).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def _states(contest: Contest) -> dict[ApplicationState, int]:
    rows = session().execute(
        select(Application.state, func.count()).where(Application.contest_id == contest.id).group_by(Application.state)
    )
    return {row.state: row[1] for row in rows}


def _unannounced(contest: Contest) -> int:
    decided = [ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE]
    return _count(
        select(func.count(Application.id)).where(
            Application.contest_id == contest.id,
            Application.state.in_(decided),
            Application.announced_state != Application.state,
        )
    )


def _rounds(contest: Contest, eligible: int) -> list[RoundProgress]:
    """How far the judged rounds are; the first one judges what is eligible, the others what was let through."""
    charges = _charges(contest)
    decisions = _decisions(contest)
    judges = _judges(contest)
    judged = [each for each in contest.rounds if each.kind.is_judged]
    if judged:
        first = decisions.setdefault(judged[0].id, {"entries": 0, "undecided": 0})
        decided = first["entries"] - first["undecided"]
        first |= {"entries": eligible, "undecided": max(eligible - decided, 0)}
    return [
        RoundProgress(
            round=each,
            judges=judges.get(each.id, 0),
            **charges.get(each.id, {}),
            **decisions.get(each.id, {}),
        )
        for each in judged
    ]


def _charges(contest: Contest) -> dict[int, dict[str, int]]:
    finished = ScoreSheet.state.in_([SheetState.HANDED_IN, SheetState.ABSTAINED])
    rows = session().execute(
        select(Assignment.round_id, func.count(), func.sum(case((finished, 1), else_=0)))
        .join(Round, Round.id == Assignment.round_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(Round.contest_id == contest.id, Assignment.state == AssignmentState.ACTIVE)
        .group_by(Assignment.round_id)
    )
    return {row[0]: {"assigned": row[1], "done": int(row[2] or 0)} for row in rows}


def _decisions(contest: Contest) -> dict[int, dict[str, int]]:
    undecided = RoundEntry.decision == Decision.PENDING
    rows = session().execute(
        select(
            RoundEntry.round_id,
            func.count(),
            func.sum(case((RoundEntry.decision == Decision.ADVANCE, 1), else_=0)),
            func.sum(case((undecided, 1), else_=0)),
            func.sum(case((undecided, 0), (RoundEntry.announced_at.is_(None), 1), else_=0)),
        )
        .join(Round, Round.id == RoundEntry.round_id)
        .where(Round.contest_id == contest.id)
        .group_by(RoundEntry.round_id)
    )
    names = ("entries", "advanced", "undecided", "unannounced")
    return {row[0]: {name: int(value or 0) for name, value in zip(names, row[1:], strict=True)} for row in rows}


def _judges(contest: Contest) -> dict[int, int]:
    rows = session().execute(
        select(Panelist.round_id, func.count())
        .join(Round, Round.id == Panelist.round_id)
        .where(Round.contest_id == contest.id, Panelist.state == PanelistState.ACCEPTED)
        .group_by(Panelist.round_id)
    )
    return {row[0]: row[1] for row in rows}


def _behind(contest: Contest, now: datetime) -> list[JudgeBehind]:
    """Judges with open charges in rounds whose time runs or is over, the most behind first."""
    unfinished = case((ScoreSheet.state.in_([SheetState.HANDED_IN, SheetState.ABSTAINED]), 0), else_=1)
    rows = session().execute(
        select(Panelist.name, Round.name, func.sum(unfinished), func.count())
        .join(Assignment, Assignment.panelist_id == Panelist.id)
        .join(Round, Round.id == Assignment.round_id)
        .outerjoin(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Round.contest_id == contest.id,
            or_(Round.opens_at.is_(None), Round.opens_at <= now),
            Assignment.state == AssignmentState.ACTIVE,
        )
        .group_by(Panelist.id, Panelist.name, Round.name)
        .having(func.sum(unfinished) > 0)
        .order_by(func.sum(unfinished).desc(), Panelist.name)
        .limit(8)
    )
    return [JudgeBehind(row[0], row[1], int(row[2]), row[3]) for row in rows]


def _unanswered(contest: Contest) -> int:
    return _count(
        select(func.count(ContestQuery.id)).where(
            ContestQuery.contest_id == contest.id, ContestQuery.answered_at.is_(None)
        )
    )


def _count(statement: Select[Any]) -> int:
    return session().scalar(statement) or 0
