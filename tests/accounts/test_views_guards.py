"""What guards the pages of signing in besides their own checks: the cookie's kind, and what an answer costs."""

from pathlib import Path
from unittest.mock import patch

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.applications import build, settings_for_tests
from tests.support.databases import Databases
from tests.support.factories.accounts import account
from tests.support.statements import count_statements


def test_over_https_the_cookie_belongs_to_this_host_alone(database: Databases, tmp_path: Path) -> None:
    settings = settings_for_tests(database.fresh("https"), tmp_path, base_url="https://khoinghiep.example")
    answer = build(settings).test_client().get("/sign-in", base_url=settings.base_url)
    cookie = next(text for text in answer.headers.getlist("Set-Cookie") if text.startswith("__Host-ecosystem="))
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_an_unknown_address_costs_as_much_as_a_known_one(app: Flask, session: Session) -> None:
    """The password is hashed and the tries are counted for both, so that the time tells nothing either."""
    who = account()
    counts = []
    for email in (who.email, "nobody@example.vn"):
        with count_statements() as counted, patch.object(PasswordHasher, "verify", autospec=True) as verify:
            verify.side_effect = VerifyMismatchError
            answer = app.test_client().post("/sign-in", data={"email": email, "password": "một câu sai nhưng dài"})
        assert answer.status_code == 400
        counts.append((verify.call_count, len(counted)))
    assert counts[0][0] == counts[1][0] == 1
    assert abs(counts[0][1] - counts[1][1]) <= 1, counts
