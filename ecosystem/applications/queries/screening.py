"""What the eligibility desk shows about one entry."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember, ApplicationNote
from ecosystem.applications.queries.eligibility import findings_of, names_in
from ecosystem.applications.queries.entries import members_of
from ecosystem.contests.domain.eligibility import Finding, Names, describe
from ecosystem.core.database import scalars, session
from ecosystem.core.errors import Text


@dataclass(frozen=True)
class Check:
    """One line of the checklist: the rule in words and what the product found."""

    rule: Text
    finding: Finding


def checklist_of(application: Application, members: Sequence[ApplicationMember] | None = None) -> list[Check]:
    """Return each eligibility rule with its automatic finding."""
    names: Names = names_in(application.contest)
    found = findings_of(application, members if members is not None else members_of(application.id))
    return [Check(describe(finding.rule, names), finding) for finding in found]


def next_to_screen(contest_id: int, after: Application | None = None) -> str | None:
    """Return the public id of the entry to check next: the first one handed in later than `after`, else the first."""
    waiting = select(Application.public_id).where(
        Application.contest_id == contest_id, Application.state == ApplicationState.SUBMITTED
    )
    ordered = waiting.order_by(Application.first_submitted_at, Application.id)
    if after is not None and after.first_submitted_at is not None:
        others = ordered.where(Application.id != after.id)
        later = session().scalar(others.where(Application.first_submitted_at >= after.first_submitted_at).limit(1))
        return later or session().scalar(others.limit(1))
    return session().scalar(ordered.limit(1))


def count_waiting(contest_id: int) -> int:
    """Return how many entries wait for their check."""
    statement = select(func.count()).where(
        Application.contest_id == contest_id, Application.state == ApplicationState.SUBMITTED
    )
    return session().scalar(statement) or 0


def notes_on(application_id: int) -> Sequence[ApplicationNote]:
    """Return the staff's remarks, oldest first."""
    rows: Sequence[ApplicationNote] = scalars(
        select(ApplicationNote)
        .where(ApplicationNote.application_id == application_id)
        .options(joinedload(ApplicationNote.account))
        .order_by(ApplicationNote.id)
    )
    return rows
