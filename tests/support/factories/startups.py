"""Startups and their teams."""

from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.startups.models import Startup, StartupMember
from tests.support.factories.accounts import account

_numbers = count(1)


def make_person(name: str = "Trần Mẫu An", **values: Any) -> Account:
    """A person with a confirmed address."""
    return account(name, **values)


def make_startup(owner: Account | None = None, **values: Any) -> Startup:
    """A startup with one owner; private unless `is_public=True`."""
    number = next(_numbers)
    owner = owner or make_person()
    startup = Startup(**{"slug": f"startup-{number}", "name": f"Startup {number}"} | values)
    startup.sort_key = sort_key(startup.name)
    startup.search_text = fold(f"{startup.name} {startup.one_liner or ''}")
    startup.members.append(StartupMember(account_id=owner.id, is_owner=True, title="Founder"))
    with transaction():
        session().add(startup)
    return startup


def make_member(startup: Startup, person: Account | None = None, **values: Any) -> StartupMember:
    """One more member of the team, not an owner."""
    person = person or make_person()
    member = StartupMember(startup_id=startup.id, account_id=person.id, **values)
    with transaction():
        session().add(member)
    session().expire(startup, ["members"])
    return member
