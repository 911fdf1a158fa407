"""What people read while something is away, that nothing of theirs is lost, and that it works again afterwards."""

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from ecosystem.applications.models import Answer as StoredAnswer
from ecosystem.applications.models import ApplicationFile, Submission
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core.database import session
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.files import PDF
from tests.support.servers import ProductionServer
from tests.support.visitors import Answer, Caller, caller

MEGABYTE = 1024 * 1024


class Applicant:
    """Somebody with a draft, at a browser."""

    def __init__(self, app: Flask, server: ProductionServer) -> None:
        with app.app_context():
            contest = make_contest()
            make_question(contest.sections[0], key="tep", kind=QuestionKind.FILE)
            entry = make_application(contest)
            self.browser: Caller = caller(app, server.url, entry.members[0].account)
            self.here = f"/entries/{entry.public_id}"

    def hand_in(self) -> Answer:
        return self.browser.post(f"{self.here}/check", {"commitment": "y"})

    def upload(self, content: bytes) -> Answer:
        return self.browser.upload(f"{self.here}/questions/tep/files", "thuyết minh.pdf", content)


@pytest.fixture
def applicant(committed_app: Flask, production_server: ProductionServer) -> Applicant:
    return Applicant(committed_app, production_server)


def stored(app: Flask, model: type) -> int:
    with app.app_context():
        return session().query(model).count()


def test_a_database_locked_for_long(committed_app: Flask, applicant: Applicant) -> None:
    applicant.browser.get(applicant.here)
    path = committed_app.config["SETTINGS"].database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        refused = applicant.hand_in()
        took = time.monotonic() - began
        assert refused.status == 503
        assert "đã lưu trước đó vẫn an toàn" in refused.text or "Không có gì thay đổi" in refused.text, refused.text
        assert took < 30
        assert applicant.browser.get(applicant.here).status == 200, "reading goes on"
        stranger.execute("ROLLBACK")
    assert stored(committed_app, Submission) == 0
    assert applicant.hand_in().location.endswith("/receipt")
    assert stored(committed_app, Submission) == 1
    print(f"\nlocked for {took:.0f} s: 503 with words, then handed in")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of its own under the folder of uploads; without the right to mount, the test fails and says so."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_is_full_while_a_file_comes(committed_app: Flask, applicant: Applicant) -> None:
    folder = committed_app.config["SETTINGS"].uploads
    with small_disk(folder, 2):
        large = PDF.replace(b"trailer", b"% " + b"x" * 3 * MEGABYTE + b"\ntrailer")
        refused = applicant.upload(large)
        assert refused.status == 507
        assert "đã điền vẫn được giữ" in refused.text or "không còn chỗ" in refused.text.lower(), refused.text
        assert [path for path in folder.rglob("*") if path.is_file()] == []
        assert stored(committed_app, ApplicationFile) == 0
        assert applicant.upload(PDF).status == 200, "what fits is taken at once"
        assert stored(committed_app, ApplicationFile) == 1
        assert stored(committed_app, StoredAnswer) == 1, "what was typed is still there"
