"""What happens when things happen at the same moment, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from ecosystem.accounts import services
from ecosystem.accounts.models import Account, SignInSession, TokenPurpose
from ecosystem.accounts.services import CodeAwaited, NewAccount, Origin, tokens
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.errors import EcosystemError
from tests.support.factories.accounts import PASSWORD, account

pytestmark = pytest.mark.both_databases
HOME = Origin("203.0.113.7", "Firefox · Linux")


def at_once(app: Flask, people: int, act: Callable[[], object]) -> list[str]:
    """Let so many do `act` at the same moment; return the names of what came back or was raised."""
    start = Barrier(people)

    def one(_number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                return type(act()).__name__
            except EcosystemError as error:
                return type(error).__name__

    with ThreadPoolExecutor(people) as pool:
        return sorted(pool.map(one, range(people)))


def test_one_address_becomes_one_account(committed_app: Flask) -> None:
    given = NewAccount(name="Y Phương", email="yphuong@example.vn", password="rẫy cà phê chín đỏ")
    outcomes = at_once(committed_app, 3, lambda: services.sign_up(given, origin=HOME))
    assert set(outcomes) == {"Account"}  # not confirmed yet: each starts it anew
    with committed_app.app_context():
        assert session().scalar(select(func.count(Account.id))) == 1


def test_one_code_opens_one_session(committed_app: Flask) -> None:
    with committed_app.app_context():
        who = account()
        services.begin_enrolment(who.id, password=PASSWORD)
        key = services.enrolment_key(who)
        assert key is not None
        recovery = services.confirm_enrolment(who.id, pyotp.TOTP(key).at(clock.now()))
        step = CodeAwaited(who.id, who.sign_in_epoch)
    outcomes = at_once(committed_app, 4, lambda: services.sign_in_with_code(step, recovery[0], origin=HOME))
    assert outcomes == ["SignInSession", "WrongCode", "WrongCode", "WrongCode"]
    with committed_app.app_context():
        assert session().scalar(select(func.count(SignInSession.id))) == 1


def test_one_link_is_used_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        token = tokens.issue_token(account(), TokenPurpose.RESET_PASSWORD)
    outcomes = at_once(committed_app, 4, lambda: services.reset_password(token, "sương sớm trên đèo"))
    assert outcomes == ["Account", "DeadLink", "DeadLink", "DeadLink"]


def test_guesses_at_the_same_moment_count_each_other(committed_app: Flask) -> None:
    with committed_app.app_context():
        email = account().email
    outcomes = at_once(committed_app, 9, lambda: services.sign_in(email=email, password="wrong one here", origin=HOME))
    assert outcomes.count("WrongPassword") == 5
    assert outcomes.count("TooMany") == 4
