"""The door of the running production server: guesses are slowed over all workers, sessions are new and end."""

import re

import pytest
from flask import Flask

from tests.support.factories.accounts import PASSWORD, account
from tests.support.servers import ProductionServer
from tests.support.visitors import Answer, Caller

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Door:
    """A browser of its own in front of the pages that ask who one is."""

    def __init__(self, url: str) -> None:
        self.browser = Caller(url)

    def send(self, path: str, **form: str) -> Answer:
        found = TOKEN.search(self.browser.get(path).text)
        self.browser.token = found[1] if found else self.browser.token
        return self.browser.post(path, form)

    def sign_in(self, email: str, password: str = PASSWORD) -> Answer:
        return self.send("/sign-in", email=email, password=password)

    @property
    def is_in(self) -> bool:
        return self.browser.get("/work").status == 200


@pytest.fixture
def url(committed_app: Flask, production_server: ProductionServer) -> str:
    with committed_app.app_context():
        account(email="linh@example.vn")
        account(email="hanh@example.vn")
    return production_server.url


def test_the_door(url: str) -> None:
    a_planted_cookie_is_worth_nothing(url)
    a_new_password_ends_all_other_sessions(url)
    guesses_are_slowed_over_all_workers(url)
    links_are_not_sent_without_end(url)


def a_planted_cookie_is_worth_nothing(url: str) -> None:
    """Fixation: the cookie an attacker knows from before the sign-in opens nothing after it, nor after signing out."""
    victim, attacker = Door(url), Door(url)
    attacker.browser.get("/sign-in")
    victim.browser.cookies.update(attacker.browser.cookies)
    assert victim.sign_in("linh@example.vn").status == 302
    assert victim.is_in
    assert not attacker.is_in
    stolen = Caller(url, dict(victim.browser.cookies))
    assert stolen.get("/work").status == 200
    victim.browser.token = TOKEN.search(victim.browser.get("/account/security/password").text)[1]  # type: ignore[index]
    assert victim.browser.post("/sign-out").status == 302
    assert stolen.get("/work").status != 200


def a_new_password_ends_all_other_sessions(url: str) -> None:
    here, elsewhere = Door(url), Door(url)
    for door in (here, elsewhere):
        door.sign_in("hanh@example.vn")
        assert door.is_in
    new = "một câu khác cũng dài và dễ nhớ"
    changed = here.send("/account/security/password", password=PASSWORD, new_password=new)
    assert changed.location == "/account/security"
    assert here.is_in
    assert not elsewhere.is_in
    assert Door(url).sign_in("hanh@example.vn").status == 400
    assert Door(url).sign_in("hanh@example.vn", new).status == 302


def guesses_are_slowed_over_all_workers(url: str) -> None:
    answers = [Door(url).sign_in("linh@example.vn", f"sai {number}") for number in range(8)]
    assert answers[0].status == 400
    assert answers[-1].status == 429
    assert re.search(r"đợi \d+ giây", answers[-1].text)
    assert Door(url).sign_in("linh@example.vn").status == 429, "the right password is no way around"


def links_are_not_sent_without_end(url: str) -> None:
    """Whoever has an account and whoever has none are answered alike, to the end."""
    told = []
    for email in ("linh@example.vn", "khong.co@example.vn"):
        answers = [Door(url).send("/account/reset", email=email) for _ in range(4)]
        told.append([(answer.status, answer.location) for answer in answers])
    assert told[0] == told[1]
    assert told[0][0] == (302, "/account/reset/sent")
    assert told[0][-1][0] == 429
