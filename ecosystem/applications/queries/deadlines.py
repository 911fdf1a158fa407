"""Until when an entry may be changed: the only place that puts contest, extensions and returns together."""

from sqlalchemy import select

from ecosystem.applications.domain.deadline import EntryDeadline, deadline
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.services.deadlines import deadline_for
from ecosystem.core.database import session


def deadline_of(application: Application) -> EntryDeadline:
    """Return the deadline of the entry, extensions for those who lead or edit it included.

    It rests on the announced state: a decision that is held must not show by an entry that closed too early.
    """
    contest = application.contest
    state = application.announced_state
    is_returned = state is ApplicationState.RETURNED  # has a date of its own
    window = contest.window if is_returned else deadline_for(contest, editors_of(application.id))
    runs = contest.state is ContestState.PUBLISHED
    return deadline(state, window, returned_until=application.returned_until, contest_runs=runs)


def editors_of(application_id: int) -> list[int]:
    """Return the accounts that lead or edit the entry."""
    statement = select(ApplicationMember.account_id).where(
        ApplicationMember.application_id == application_id,
        ApplicationMember.account_id.is_not(None),
        ApplicationMember.is_lead | ApplicationMember.may_edit,
    )
    return [ident for ident in session().scalars(statement) if ident is not None]
