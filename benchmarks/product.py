"""The product as it is measured: its data, its people, its server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, text, update

from config import settings_from
from ecosystem.accounts.models import Account
from ecosystem.accounts.services import Origin, open_session
from ecosystem.app import create_app
from ecosystem.applications.models import Application, GalleryState
from ecosystem.contests.models import Contest
from ecosystem.core.database import Model, db, session, transaction
from ecosystem.demo import loading
from ecosystem.demo.large import load_large
from ecosystem.judging.models import Assignment, Panelist, ScoreSheet

ROOT = Path(__file__).resolve().parent.parent
SECRET = "only for measuring, on made-up people and dossiers"  # noqa: S105
START_SECONDS = 60
CSRF = "0123456789abcdef0123456789abcdef01234567"


def environment(url: str, instance: Path, mode: str = "production") -> dict[str, str]:
    """What the product is told: production settings, with mails into a folder that nobody empties."""
    return {
        "ECOSYSTEM_MODE": mode,
        "ECOSYSTEM_INSTANCE": str(instance),
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "BASE_URL": "https://bench.example.vn",
        "MAIL_HOST": "localhost",
        "MAIL_SENDER": "Ecosystem <no-reply@example.vn>",
        "REQUESTS_PER_MINUTE": "1000000000",  # counted as in production, but one address asks for all
    }


def application(url: str, instance: Path, mode: str = "production") -> Flask:
    """The application in this process, for loading and for counting statements."""
    return create_app(settings_from(environment(url, instance, mode)))


def load(url: str, instance: Path, *, entries: int, judges: int) -> None:
    """Fill an empty database with the demonstration and a large contest, all its entries on one board."""
    began = time.monotonic()
    app = application(url, instance, "demo")
    with app.app_context():
        Model.metadata.create_all(db.engine)
        for _ in loading.load(entries=0, judges=0):
            pass
        for _ in load_large(entries=entries, judges=judges, on_boards=1):
            pass
        _open_some_sheets()
        _show_in_gallery()
        _analyse()
        db.session.remove()
        db.engine.dispose()
    print(f"loaded {entries:,} entries, {judges} judges, {entries * 3:,} sheets in {time.monotonic() - began:.0f} s")


def large_contest() -> Contest:
    """The contest that was made large: the latest."""
    return session().scalars(select(Contest).order_by(Contest.id.desc())).first()


def _open_some_sheets() -> None:
    """One sheet of every judge is a draft again, to be scored."""
    of_contest = (
        select(ScoreSheet.id, Assignment.panelist_id)
        .join(Assignment, Assignment.id == ScoreSheet.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.contest_id == large_contest().id)
    )
    chosen = {row.panelist_id: row.id for row in session().execute(of_contest)}
    with transaction() as current:
        current.execute(
            update(ScoreSheet).where(ScoreSheet.id.in_(chosen.values())).values(state="draft", handed_in_at=None)
        )


def _show_in_gallery() -> None:
    with transaction() as current:
        current.execute(
            update(Application)
            .where(Application.contest_id == large_contest().id)
            .values(gallery=GalleryState.SHOWN, gallery_text=Application.search_text)
        )


def _analyse() -> None:
    """What autovacuum and `PRAGMA optimize` do in the life of a deployment."""
    with db.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


@dataclass(frozen=True)
class Person:
    """Somebody signed in: the cookie, and the token that forms carry."""

    account_id: int
    address: str
    cookie: str
    token: str


def sign_in(app: Flask, account: Account) -> Person:
    """Sign in without the form, as the tests do."""
    opened = open_session(account, origin=Origin("127.0.0.1", "bench"))
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    content = signing.dumps({"_user_id": opened.token, "_fresh": True, "csrf_token": CSRF})
    token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF)
    return Person(account.id, account.email, f"{app.config['SESSION_COOKIE_NAME']}={content}", str(token))


def open_sheets() -> list[tuple[Account, str]]:
    """Every judge with a sheet that is still to be scored: (account, the sheet's address id)."""
    rows = session().execute(
        select(Account, Assignment.public_id)
        .join(Panelist, Panelist.account_id == Account.id)
        .join(Assignment, Assignment.panelist_id == Panelist.id)
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.contest_id == large_contest().id, ScoreSheet.state == "draft")
        .order_by(Account.id)
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    url: str
    process: subprocess.Popen[bytes]
    started_in: float

    def memory(self) -> list[float]:
        """Resident megabytes of each worker."""
        return [child.memory_info().rss / 2**20 for child in psutil.Process(self.process.pid).children()]

    def processor_seconds(self) -> float:
        """What the workers have used up so far, system calls included."""
        times = [child.cpu_times() for child in psutil.Process(self.process.pid).children()]
        return sum(each.user + each.system for each in times)


@contextmanager
def serving(target: str, env: Mapping[str, str], *, threads: int, workers: int = 2) -> Iterator[Server]:
    """Run `target` under gunicorn with the product's own settings; stop it in the end."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = ("-w", str(workers), "--threads", str(threads), "-b", f"127.0.0.1:{port}", "--max-requests", "0")
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options, "--log-level", "error", target],
        cwd=ROOT,
        env=os.environ | dict(env),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port, process)
        yield Server(f"http://127.0.0.1:{port}", process, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait for the first answer, not for the open port: the master listens before its workers are ready."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS) as asking:
                asking.sendall(b"GET /health HTTP/1.0\r\n\r\n")
                if asking.recv(16).startswith(b"HTTP/1."):
                    return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not start")
