"""Deadlines and entry numbers: what every door to an entry asks, in one place."""

from collections.abc import Collection

from sqlalchemy import func, select, update

from ecosystem.contests.models import Contest, Extension
from ecosystem.core.database import session, transaction
from ecosystem.core.windows import Window


def deadline_for(contest: Contest, account_ids: Collection[int]) -> Window:
    """Return the window in which an entry led or edited by `account_ids` is taken.

    The contest's own window, closing later if one of the accounts has an extension that was not revoked.
    Ask `accepts(at)` for decisions and `phase(now)` for what people read. One statement.
    """
    if not account_ids:
        return contest.window
    latest = session().scalar(
        select(func.max(Extension.closes_at)).where(
            Extension.contest_id == contest.id,
            Extension.account_id.in_(account_ids),
            Extension.revoked_at.is_(None),
        )
    )
    return contest.window.extended_to(latest)


def take_number(contest: Contest) -> tuple[int, str]:
    """Take the contest's next number; return it with the entry's code, such as (42, "HS-2026-0042").

    Race-free: one UPDATE gives each caller its own number. Called inside the use case that submits; if
    that fails, the number is given back. The version of the contest does not change by it.
    """
    with transaction() as current:
        number = current.execute(
            update(Contest)
            .where(Contest.id == contest.id)
            .values(next_number=Contest.next_number + 1, updated_at=Contest.updated_at)
            .returning(Contest.next_number)
            .execution_options(synchronize_session=False)
        ).scalar_one()
        return number - 1, code_of(contest, number - 1)


def code_of(contest: Contest, number: int) -> str:
    """Return the code of entry `number`: `<prefix>-<year>-<number of at least four digits>`."""
    return f"{contest.code_prefix}-{contest.year}-{number:04d}"
