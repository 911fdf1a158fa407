"""What an operator does from the terminal."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ecosystem.accounts import services
from ecosystem.accounts.queries import account_by_email
from tests.support.factories.accounts import account


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    outcome = app.test_cli_runner().invoke(args=["accounts", *arguments])
    return outcome.exit_code, outcome.output


def test_an_operator_is_made_with_a_link_that_works(app: Flask, session: Session) -> None:
    code, told = run(app, "create", "op@example.vn", "--name", "Quản trị viên", "--operator")
    assert code == 0
    made = account_by_email("op@example.vn")
    assert made is not None
    assert made.is_operator
    assert made.is_verified
    found = re.search(r"http://localhost/account/reset/(\S+)", told)
    assert found is not None
    assert services.reset_link_is_live(found[1]) is made


def test_an_address_is_not_given_twice(app: Flask, session: Session) -> None:
    account(email="op@example.vn")
    code, told = run(app, "create", "OP@example.vn", "--name", "Quản trị viên")
    assert code == 1
    assert "Error" in told


@pytest.mark.parametrize("command", ["reset-link", "operator", "remove-authenticator"])
def test_an_unknown_address_is_told(app: Flask, session: Session, command: str) -> None:
    code, told = run(app, command, "nobody@example.vn")
    assert code == 1
    assert "Error" in told


def test_operators_come_and_go(app: Flask, session: Session) -> None:
    who = account()
    run(app, "operator", who.email)
    session.refresh(who)
    assert who.is_operator
    run(app, "operator", who.email, "--off")
    session.refresh(who)
    assert not who.is_operator
