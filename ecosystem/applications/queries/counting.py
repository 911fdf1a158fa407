"""Numbers about entries that other features ask for."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Answer, Application, ApplicationFile, ApplicationMember
from ecosystem.core.database import session

_NOT_LIVE = (ApplicationState.WITHDRAWN, ApplicationState.INELIGIBLE)


def count_by_state(contest_id: int, *, with_tests: bool = True) -> dict[ApplicationState, int]:
    """Return how many entries of the contest are in each state; states without entries are left out."""
    statement = select(Application.state, func.count()).where(Application.contest_id == contest_id)
    if not with_tests:
        statement = statement.where(Application.is_test.is_(False))
    rows = session().execute(statement.group_by(Application.state))
    return {row[0]: row[1] for row in rows}


def entries_answering(question_id: int) -> int:
    """Return how many entries hold an answer or a file for a question."""
    answered = select(Answer.application_id).where(Answer.question_id == question_id, Answer.value.is_not(None))
    filed = select(ApplicationFile.application_id).where(ApplicationFile.question_id == question_id)
    both = answered.union(filed).subquery()
    return session().scalar(select(func.count()).select_from(both)) or 0


def entries_on_board(board_id: int) -> int:
    """Return how many entries stand on a board."""
    return session().scalar(select(func.count()).where(Application.board_id == board_id)) or 0


def entrants(contest_id: int) -> Sequence[int]:
    """Return the accounts on live entries of a contest, each once; a decision that is held makes no difference."""
    statement = (
        select(ApplicationMember.account_id)
        .join(Application, ApplicationMember.application_id == Application.id)
        .where(
            Application.contest_id == contest_id,
            Application.announced_state.not_in(_NOT_LIVE),
            ApplicationMember.account_id.is_not(None),
        )
        .distinct()
    )
    return [ident for ident in session().scalars(statement) if ident is not None]
