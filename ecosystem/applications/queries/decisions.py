"""Decisions that are held, and whom they concern."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.core.database import scalars, session

_DECIDED = (ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE)
_IS_HELD = (Application.state.in_(_DECIDED), Application.announced_state != Application.state)


def held_decisions(contest_id: int) -> Sequence[Application]:
    """Return the entries of the contest whose eligibility was decided and not announced, by code."""
    rows: Sequence[Application] = scalars(
        select(Application)
        .where(Application.contest_id == contest_id, *_IS_HELD)
        .options(joinedload(Application.board))
        .order_by(Application.state, Application.number, Application.id)
    )
    return rows


def held_entries_of(contest_id: int, account_ids: Sequence[int]) -> dict[int, list[Application]]:
    """Map each of these accounts to its entries with a held decision, in one statement."""
    if not account_ids:
        return {}
    statement = (
        select(ApplicationMember.account_id, Application)
        .join(Application, ApplicationMember.application_id == Application.id)
        .where(Application.contest_id == contest_id, ApplicationMember.account_id.in_(account_ids), *_IS_HELD)
        .order_by(Application.number)
    )
    found: dict[int, list[Application]] = {}
    for account_id, entry in session().execute(statement):
        assert account_id is not None
        found.setdefault(account_id, []).append(entry)
    return found


def people_told(application_ids: Sequence[int]) -> dict[int, list[str]]:
    """Map each entry to the names of those who get a mail about it, in one statement."""
    if not application_ids:
        return {}
    statement = (
        select(ApplicationMember.application_id, Account.name)
        .join(Account, ApplicationMember.account_id == Account.id)
        .where(ApplicationMember.application_id.in_(application_ids), Account.erased_at.is_(None))
        .order_by(ApplicationMember.position, ApplicationMember.id)
    )
    found: dict[int, list[str]] = {}
    for application_id, name in session().execute(statement):
        found.setdefault(application_id, []).append(name)
    return found
