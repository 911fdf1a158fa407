"""Killed at any moment: what was acknowledged is there, what was not is there whole or not at all."""

import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services import Origin, open_session
from ecosystem.core.database import session
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import account
from tests.support.servers import ROOT, ProductionServer

pytestmark = pytest.mark.both_databases
SAVES = 5
PEOPLE = 60
CLIENTS = 4


def test_killed_between_two_writes(committed_app: Flask) -> None:
    settings = committed_app.config["SETTINGS"]
    command = ("-m", "tests.core.sudden_death", settings.database_url, str(settings.instance), str(SAVES))
    died = subprocess.run([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    assert died.returncode == -signal.SIGKILL
    acknowledged = [f"luu{number}@example.vn" for number in died.stdout.split()]
    assert len(acknowledged) == SAVES
    with committed_app.app_context():
        assert sorted(session().scalars(select(Account.email))) == acknowledged
        assert sorted(session().scalars(select(Mail.to_address))) == acknowledged
        account()  # the dead process holds no lock


def cookies_of_people(app: Flask) -> dict[int, str]:
    """Sign many people in; return the cookie of each by the account's id."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    cookies = {}
    with app.app_context():
        for _ in range(PEOPLE):
            who = account(language="vi")
            token = open_session(who, origin=Origin("127.0.0.1", "Firefox")).token
            content = serializer.dumps({"_user_id": token, "_fresh": True})
            cookies[who.id] = f"{app.config['SESSION_COOKIE_NAME']}={content}"
    return cookies


class Switching:
    """Clients that switch the language of many people over HTTP, once more after a broken answer."""

    def __init__(self, server: ProductionServer, cookies: dict[int, str]) -> None:
        self.server, self.waiting, self.cookies = server, list(cookies), cookies
        self.acknowledged: set[int] = set()
        self.broken = 0

    def run(self) -> None:
        while self.waiting:
            ident = self.waiting.pop()
            try:
                self.switch(ident)
                self.acknowledged.add(ident)
            except (OSError, HTTPException, urllib.error.URLError):
                self.broken += 1
                self.waiting.append(ident)

    def switch(self, ident: int) -> None:
        request = urllib.request.Request(  # noqa: S310
            f"{self.server.url}/display",
            data=urllib.parse.urlencode({"lang": "en", "next": "/health"}).encode(),
            headers={"Cookie": self.cookies[ident]},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            assert answer.status == 200

    def in_english(self, app: Flask) -> set[int]:
        with app.app_context():
            return set(session().scalars(select(Account.id).where(Account.language == "en")))


def test_a_worker_killed_under_load_loses_nothing_acknowledged(
    committed_app: Flask, production_server: ProductionServer
) -> None:
    switching = Switching(production_server, cookies_of_people(committed_app))
    clients = [threading.Thread(target=switching.run) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    victims = production_server.workers()
    for worker in victims:
        while len(switching.acknowledged) < PEOPLE / 4 and any(client.is_alive() for client in clients):
            clients[0].join(0.01)
        os.kill(worker.pid, signal.SIGKILL)
        before = set(switching.acknowledged)
        assert before <= switching.in_english(committed_app)
    for client in clients:
        client.join(60)
    assert switching.acknowledged == set(switching.cookies) == switching.in_english(committed_app)
    assert not {worker.pid for worker in victims} & {worker.pid for worker in production_server.workers()}
