"""Startups and their teams."""

from itertools import count
from typing import Any

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.search import fold, sort_key
from ecosystem.startups.models import Startup, StartupMember

_numbers = count(1)


def make_person(name: str = "Trần Mẫu An", **values: Any) -> Account:
    """A verified account without a password."""
    number = next(_numbers)
    email = values.pop("email", f"person{number}@places.example")
    account = Account(email=email, email_key=email.casefold(), name=name, email_verified_at=clock.now(), **values)
    account.index_name()
    with transaction():
        session().add(account)
    return account


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


def make_member(startup: Startup, account: Account | None = None, **values: Any) -> StartupMember:
    """One more member of the team, not an owner."""
    account = account or make_person()
    member = StartupMember(startup_id=startup.id, account_id=account.id, **values)
    with transaction():
        session().add(member)
    session().expire(startup, ["members"])
    return member
