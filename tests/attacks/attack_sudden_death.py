"""Workers are killed again and again while people write: whatever was answered with success is stored, once."""

import json
import os
import signal
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException

import pytest
from flask import Flask

from ecosystem.applications.models import Answer as StoredAnswer
from ecosystem.applications.models import Application, Submission
from ecosystem.core.database import session
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.servers import ProductionServer
from tests.support.visitors import Caller, caller

pytestmark = pytest.mark.both_databases
WRITERS, SAVES, DEATHS = 8, 25, 6
EVERY = WRITERS * SAVES // (DEATHS + 1)


@dataclass
class Writer:
    """Somebody who saves an answer again and again and hands it in at the end; a broken try is made again."""

    entry: str
    browser: Caller
    acknowledged: str = ""
    version: int = 0
    saved: int = 0
    broken: int = 0
    receipts: list[str] = field(default_factory=list)

    def work(self) -> None:
        for number in range(SAVES):
            self.insist(lambda number=number: self.save(f"Bản {number}"))  # type: ignore[misc]
        self.insist(self.hand_in)

    def insist(self, act) -> None:  # type: ignore[no-untyped-def]
        while True:
            try:
                if act():
                    return
            except (OSError, HTTPException):
                self.broken += 1
            time.sleep(0.05)

    def save(self, text: str) -> bool:
        body = json.dumps({"value": text, "version": self.version}).encode()
        answer = self.browser.send(
            "POST", f"/entries/{self.entry}/answers/problem", body, {"Content-Type": "application/json"}
        )
        told = json.loads(answer.text)
        self.version = told["version"]
        if answer.status == 409:  # the try before was stored although its answer never came
            return False
        assert answer.status == 200, answer.text
        self.acknowledged = text
        self.saved += 1
        return True

    def hand_in(self) -> bool:
        answer = self.browser.post(f"/entries/{self.entry}/check", {"commitment": "y"})
        assert answer.location.endswith("/receipt"), answer.text
        self.receipts.append(answer.location)
        return True


@pytest.fixture
def writers(committed_app: Flask, production_server: ProductionServer) -> list[Writer]:
    with committed_app.app_context():
        contest = make_contest()
        made = [make_application(contest, answers={}) for _ in range(WRITERS)]
        return [
            Writer(entry.public_id, caller(committed_app, production_server.url, entry.members[0].account))
            for entry in made
        ]


def test_nothing_acknowledged_is_lost_however_often_workers_die(
    committed_app: Flask, production_server: ProductionServer, writers: list[Writer]
) -> None:
    threads = [threading.Thread(target=writer.work) for writer in writers]
    for thread in threads:
        thread.start()
    deaths = 0
    while any(thread.is_alive() for thread in threads) and deaths < DEATHS:
        # In the middle of the writes, and the one that has been answering, not one that is only starting.
        if sum(writer.saved for writer in writers) > (deaths + 1) * EVERY:
            os.kill(min(production_server.workers(), key=lambda each: each.create_time()).pid, signal.SIGKILL)
            deaths += 1
        time.sleep(0.01)
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    broken = sum(writer.broken for writer in writers)
    assert (deaths, broken > 0) == (DEATHS, True), "nobody was in the middle of anything"
    with committed_app.app_context():
        for writer in writers:
            entry = session().query(Application).filter_by(public_id=writer.entry).one()
            assert session().query(StoredAnswer).filter_by(application_id=entry.id).one().value == writer.acknowledged
            assert session().query(Submission).filter_by(application_id=entry.id).count() == 1
    print(
        f"\n{deaths} workers killed, {WRITERS * SAVES} saves, {sum(w.broken for w in writers)} tries broken off, 0 lost"
    )
