"""Doing work and undoing it, so that an answer takes as long whether or not an address has an account."""

from collections.abc import Callable
from contextlib import suppress

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.core.database import session, transaction
from ecosystem.core.identifiers import public_id


class _Undone(Exception):
    """Rolls the rehearsal back."""


def rehearse(act: Callable[[Account], object], *, language: str) -> None:
    """Do `act` with the account of nobody inside the present use case; nothing of it stays."""
    with suppress(_Undone), transaction():
        email = f"{public_id()}@rehearsal.invalid"
        nobody = Account(name="–", email=email, email_key=address_key(email), language=language)
        nobody.index_name()
        session().add(nobody)
        session().flush()
        act(nobody)
        session().flush()
        raise _Undone
