"""Accounts for tests, and a visitor who is signed in."""

from functools import cache
from itertools import count
from typing import Any

from flask.testing import FlaskClient

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account, SignInSession
from ecosystem.accounts.services import Origin, open_session
from ecosystem.accounts.services.passwords import hash_password
from ecosystem.core import clock
from ecosystem.core.database import transaction

PASSWORD = "một câu dài dễ nhớ"
_numbers = count(1)


@cache
def _hash(password: str) -> str:
    return hash_password(password)


def account(
    name: str = "Trần Thị Bình", email: str = "", *, password: str = PASSWORD, verified: bool = True, **values: Any
) -> Account:
    """Make an account with a confirmed address; every further one gets an address of its own."""
    email = email or f"nguoi{next(_numbers)}@example.vn"
    hashed = _hash(password)
    with transaction() as session:
        made = Account(
            name=name,
            email=email,
            email_key=address_key(email),
            email_verified_at=clock.now() if verified else None,
            password_hash=hashed,
            **values,
        )
        made.index_name()
        session.add(made)
        session.flush()
        return made


def operator(name: str = "Quản trị viên", **values: Any) -> Account:
    """Make the account of somebody who runs the deployment."""
    return account(name, is_operator=True, **values)


def sign_in(client: FlaskClient, who: Account) -> SignInSession:
    """Sign `who` in on `client`, without the form; return the session."""
    opened = open_session(who, origin=Origin("127.0.0.1", "Firefox on Linux"))
    with client.session_transaction() as cookie:
        cookie["_user_id"] = opened.token
        cookie["_fresh"] = True
    return opened


def signed_in(client: FlaskClient, name: str = "Trần Thị Bình", **values: Any) -> Account:
    """Make an account and sign it in on `client`."""
    made = account(name, **values)
    sign_in(client, made)
    return made
