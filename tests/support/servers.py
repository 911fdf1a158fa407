"""Real servers on a database that commits: in threads of this process, or the production server beside it."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from flask import Flask
from sqlalchemy import Engine, text
from werkzeug.serving import BaseWSGIServer, make_server

from ecosystem.cli import broken_invariants
from ecosystem.core.database import Model, db
from ecosystem.core.settings import Settings
from tests.support.applications import SECRET, build, empty, settings_for_tests
from tests.support.databases import Databases

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


@dataclass(frozen=True)
class LiveServer:
    """The application answering at `url` in threads of this process; a held clock holds for it too."""

    url: str
    app: Flask


def wipe(engine: Engine) -> None:
    """Empty all tables, whatever refers to what."""
    names = [f'"{table.name}"' for table in Model.metadata.sorted_tables]
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
            connection.commit()
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        for name in names:
            driver.execute(f"DELETE FROM {name}")  # noqa: S608  names of our own tables
        driver.execute("PRAGMA foreign_keys=ON")


@pytest.fixture(scope="session")
def listening_app(database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with its real address, listening from the start; tests take `committed_app` instead."""
    server, application = _listen(database, tmp_path_factory.mktemp("committed"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield application
    server.shutdown()
    thread.join()
    server.server_close()
    with application.app_context():
        db.engine.dispose()


def _listen(database: Databases, instance: Path) -> tuple[BaseWSGIServer, Flask]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = settings_for_tests(database.fresh("committed"), instance, base_url=address, extra={})
        application = build(settings)
        port = int(listener.getsockname()[1])
        server = make_server("127.0.0.1", port, application, threaded=True, fd=os.dup(listener.fileno()))
    with application.app_context():
        Model.metadata.create_all(db.engine)
    return server, application


@pytest.fixture
def committed_app(request: pytest.FixtureRequest, listening_app: Flask) -> Iterator[Flask]:
    """The application on a database that really commits, empty at the start: for races and browsers.

    The test opens contexts itself: `with committed_app.app_context(): …`, one per thread. What it left behind must keep
    every invariant, unless it plants a breach on purpose and says so with `@pytest.mark.breaks_invariants`.
    """
    with listening_app.app_context():
        wipe(db.engine)
    empty(listening_app.config["SETTINGS"])
    yield listening_app
    with listening_app.app_context():
        broken = broken_invariants()
        # A context left open by a background thread must not keep a write lock into the next test.
        db.session.remove()
        db.engine.dispose()
    if request.node.get_closest_marker("breaks_invariants") is None:
        assert not broken, "\n".join(map(str, broken))


@pytest.fixture
def live_server(committed_app: Flask) -> LiveServer:
    return LiveServer(committed_app.config["SETTINGS"].base_url, committed_app)


@dataclass(frozen=True)
class ProductionServer:
    """gunicorn as in production: several processes on the committed database."""

    url: str
    process: subprocess.Popen[bytes]

    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests; a test may kill one."""
        return psutil.Process(self.process.pid).children()


@pytest.fixture
def production_server(committed_app: Flask, tmp_path: Path) -> Iterator[ProductionServer]:
    """The production server with two workers on the data of `committed_app`."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", tmp_path / "gunicorn.log"
    with log.open("wb") as messages:
        process = subprocess.Popen(
            [*gunicorn(port), "wsgi:app"],
            cwd=ROOT,
            env=os.environ | environment_of(committed_app.config["SETTINGS"], url),
            stdout=messages,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(port, process, log)
        yield ProductionServer(url, process)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def gunicorn(port: int) -> list[str]:
    options = ("-w", "2", "-k", "gthread", "--threads", "4", "--no-control-socket", "--graceful-timeout", "5")
    return [sys.executable, "-m", "gunicorn", *options, "-b", f"127.0.0.1:{port}"]


def environment_of(settings: Settings, url: str) -> dict[str, str]:
    """What another process needs to run on the same data."""
    return {
        "ECOSYSTEM_MODE": settings.mode.value,
        "ECOSYSTEM_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": SECRET,
        "BASE_URL": url,
    }


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"gunicorn did not start:\n{log.read_text()}")
