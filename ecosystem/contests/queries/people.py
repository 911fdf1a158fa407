"""People a contest deals with by name."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Contest, Extension
from ecosystem.contests.signals import Entrants
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.signals import ask

MOST = 50


def people_for_extension(contest: Contest, query: str) -> Sequence[Account]:
    """Return entrants whose name or address matches, and whoever has exactly the address searched for.

    Without a query the entrants by name. Nobody else's account can be found by parts of a name.
    """
    query = query.strip()
    entrants = Account.id.in_(set(ask(Entrants(contest.id))))
    statement = select(Account).where(Account.erased_at.is_(None))
    if query:
        named = entrants & matches(Account.search_text, query)
        statement = statement.where(or_(named, Account.email_key == query.casefold()))
    else:
        statement = statement.where(entrants)
    return scalars(statement.order_by(Account.sort_key, Account.id).limit(MOST))


def account_by_public_id(public_id: str) -> Account:
    """Return the account. Raises NoSuchRecord."""
    statement = select(Account).where(Account.public_id == public_id, Account.erased_at.is_(None))
    return one_or_missing(session().scalars(statement).one_or_none())


def extensions_of(contest: Contest) -> Sequence[Extension]:
    """Return the extensions by name, the latest first, with who has and who granted them. One statement."""
    statement = (
        select(Extension)
        .where(Extension.contest_id == contest.id)
        .options(joinedload(Extension.account), joinedload(Extension.granted_by))
    )
    return scalars(statement.order_by(Extension.id.desc()))
