"""Three hundred hand in during the last seconds, some twice, some again: in time if and only if the server says so."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ecosystem.applications.models import Application, Submission
from ecosystem.contests.models import Contest
from ecosystem.core.database import session, transaction
from ecosystem.core.windows import GRACE
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.servers import ProductionServer
from tests.support.visitors import Answer, Caller, caller

PEOPLE, THREADS = 300, 30
BEFORE = 8.0  # seconds from the first submission to the end of the grace
AFTER = 4.0
SERVER_TIME = re.compile(r'name="server-time" content="([^"]+)"')


@dataclass
class Applicant:
    """One entry with whoever hands it in, and what came back."""

    number: int
    entry: str
    browser: Caller
    answers: list[Answer] = field(default_factory=list)

    @property
    def was_told_received(self) -> bool:
        return any(answer.location.endswith("/receipt") for answer in self.answers)

    def hand_in(self, begin: float) -> None:
        """At a moment of one's own; every fifth clicks twice, every seventh tries again."""
        time.sleep(max(0.0, begin + (BEFORE + AFTER) * self.number / PEOPLE - time.monotonic()))
        if self.number % 5 == 0:
            other = threading.Thread(target=self.click)
            other.start()
            self.click()
            other.join()
        else:
            self.click()
        if self.number % 7 == 0:
            self.click()

    def click(self) -> None:
        self.answers.append(self.browser.post(f"/entries/{self.entry}/check", {"commitment": "y"}))


@pytest.fixture
def applicants(committed_app: Flask, production_server: ProductionServer) -> list[Applicant]:
    with committed_app.app_context():
        contest = make_contest()
        made = [make_application(contest) for _ in range(PEOPLE)]
        return [
            Applicant(at, entry.public_id, caller(committed_app, production_server.url, entry.members[0].account))
            for at, entry in enumerate(made)
        ]


@pytest.mark.both_databases
def test_the_last_seconds(committed_app: Flask, applicants: list[Applicant]) -> None:
    end = datetime.now(UTC) + timedelta(seconds=BEFORE)
    with committed_app.app_context(), transaction():
        session().query(Contest).one().closes_at = end - GRACE
    begin = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda each: each.hand_in(begin), applicants))
    took = time.monotonic() - begin
    with committed_app.app_context():
        stored = {
            entry.public_id: (entry, submission)
            for entry, submission in session().execute(
                select(Application, Submission).join(Submission, Submission.application_id == Application.id)
            )
        }
        count = session().query(Submission).count()
        numbers = sorted(entry.number for entry, _ in stored.values())
    assert count == len(stored), "somebody was stored twice"
    assert numbers == list(range(1, count + 1)), "a number was given twice or lost"
    assert 0 < count < PEOPLE, "all were on one side of the boundary: nothing was tried"
    for applicant in applicants:
        check(applicant, stored.get(applicant.entry), end)
    print(f"\n{PEOPLE} people, {sum(len(a.answers) for a in applicants)} requests in {took:.1f} s; {count} in time")


def check(applicant: Applicant, stored: tuple[Application, Submission] | None, end: datetime) -> None:
    """The answers, the database and the pages afterwards tell the same story."""
    browser, here = applicant.browser, f"/entries/{applicant.entry}"
    assert applicant.answers, "the request got no answer"
    assert {answer.status for answer in applicant.answers} <= {200, 302}, applicant.answers
    receipt = browser.get(f"{here}/receipt")
    if stored is None:
        assert not applicant.was_told_received
        assert receipt.status == 404
        for answer in applicant.answers:
            assert server_time(answer) >= end, "refused before the end"
            assert "Đã hết hạn" in answer.text
        return
    entry, submission = stored
    assert applicant.was_told_received
    assert submission.submitted_at < end, "taken after the end"
    assert receipt.status == 200
    assert str(entry.code) in receipt.text
    assert submission.content_hash in receipt.text
    assert str(entry.code) in browser.get(here).text


def server_time(answer: Answer) -> datetime:
    found = SERVER_TIME.search(answer.text)
    assert found is not None
    return datetime.fromisoformat(found[1])
