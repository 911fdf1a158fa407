"""A database that is busy, full or away: people read words, and nothing is half-written."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.access import public
from ecosystem.core.database import db, session, transaction
from ecosystem.notifications.models import Mail
from tests.support.applications import build, settings_for_tests
from tests.support.factories.accounts import account

LONG = 2_000_000


def write_a_little_then_much() -> str:
    """A use case of two writes, of which the second is the larger."""
    with transaction() as current:
        current.execute(text("UPDATE account SET organisation = 'first'"))
        current.flush()
        mail = Mail(kind="x", to_address="a@b.vn", to_name="A", subject="S", due_at=clock.now(), body="B" * LONG)
        current.add(mail)
        current.flush()
    return "done"


@pytest.fixture
def app_that_writes(committed_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The product, with the use case above behind one of its addresses."""
    monkeypatch.setitem(committed_app.view_functions, "preferences.change", public(write_a_little_then_much))
    monkeypatch.setitem(committed_app.config, "WTF_CSRF_ENABLED", False)
    with committed_app.app_context():
        account()
    return committed_app


@pytest.fixture
def set_in_sqlite(app_that_writes: Flask) -> Iterator[Callable[[str], None]]:
    """Give SQLite's connections a setting that belongs to the connection."""
    with app_that_writes.app_context():
        engine = db.engine
    settings: list[str] = []

    def set_up(connection: Any, _record: Any) -> None:
        for setting in settings:
            connection.execute(setting)

    def use(setting: str) -> None:
        settings.append(setting)
        engine.dispose()

    event.listen(engine, "connect", set_up)
    yield use
    event.remove(engine, "connect", set_up)
    engine.dispose()


def path_of(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].database_url.removeprefix("sqlite:///"))


def nothing_was_written(app: Flask) -> bool:
    with app.app_context():
        first = session().scalar(select(func.count()).where(Account.organisation == "first"))
        return first == 0 and session().scalar(select(func.count()).select_from(Mail)) == 0


def post(app: Flask) -> Any:
    return app.test_client().post("/display", headers={"Accept-Language": "en"})


def test_a_locked_database_is_a_503_with_words(app_that_writes: Flask, set_in_sqlite: Callable[[str], None]) -> None:
    set_in_sqlite("PRAGMA busy_timeout=100")
    with closing(sqlite3.connect(path_of(app_that_writes), isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        answer = post(app_that_writes)
        assert answer.status_code == 503
        assert "What was saved before is safe" in answer.text
        assert app_that_writes.test_client().get("/sign-in").status_code == 200, "reading goes on"
        stranger.execute("ROLLBACK")
    assert nothing_was_written(app_that_writes)
    assert post(app_that_writes).text == "done"


def test_a_full_disk_is_a_507_and_nothing_is_half_written(
    app_that_writes: Flask, set_in_sqlite: Callable[[str], None]
) -> None:
    with closing(sqlite3.connect(path_of(app_that_writes))) as counting:
        counting.execute("VACUUM")
        used = counting.execute("PRAGMA page_count").fetchone()[0]
    set_in_sqlite(f"PRAGMA max_page_count={used + 10}")
    answer = post(app_that_writes)
    assert answer.status_code == 507
    assert "no room left" in answer.text
    assert nothing_was_written(app_that_writes)


@pytest.mark.postgres
def test_a_full_disk_of_postgresql_is_told_the_same_way(app_that_writes: Flask) -> None:
    with app_that_writes.app_context(), db.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER full_up BEFORE INSERT ON mail FOR EACH ROW EXECUTE FUNCTION disk_full()")
        )
    try:
        answer = post(app_that_writes)
        assert answer.status_code == 507
        assert nothing_was_written(app_that_writes)
    finally:
        with app_that_writes.app_context(), db.engine.begin() as connection:
            connection.execute(text("DROP FUNCTION disk_full() CASCADE"))


@pytest.mark.postgres
def test_postgresql_that_ends_connections_is_a_503_once(app_that_writes: Flask) -> None:
    ends_it = "SELECT pg_terminate_backend(pg_backend_pid())"
    with app_that_writes.app_context():
        listener = lambda *_: session().execute(text(ends_it))  # noqa: E731  removed below by identity
    event.listen(Mail, "before_insert", listener)
    try:
        assert post(app_that_writes).status_code == 503
    finally:
        event.remove(Mail, "before_insert", listener)
    assert nothing_was_written(app_that_writes)
    assert post(app_that_writes).text == "done"


@pytest.fixture
def without_database(tmp_path: Path) -> FlaskClient:
    """The product while nobody listens where PostgreSQL should be."""
    settings = settings_for_tests("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2", tmp_path)
    return build(settings).test_client()


def test_pages_say_that_the_database_is_away(without_database: FlaskClient) -> None:
    with without_database.session_transaction() as cookie:
        cookie["_user_id"] = "somebody signed in before"
    answer = without_database.get("/work", headers={"Accept-Language": "vi"})
    assert answer.status_code == 503
    assert "Cơ sở dữ liệu" in answer.text
    ready = without_database.get("/ready")
    assert (ready.status_code, ready.json["problems"]) == (503, ["database", "schema"])
    assert without_database.get("/health").status_code == 200


@pytest.mark.postgres
def test_text_that_postgresql_cannot_keep_is_our_readers_mistake_not_ours(committed_app, monkeypatch):
    def keep_a_null_character() -> str:
        with transaction():
            account(name="a\x00b")
        return "kept"

    monkeypatch.setitem(committed_app.view_functions, "preferences.change", public(keep_a_null_character))
    monkeypatch.setitem(committed_app.config, "WTF_CSRF_ENABLED", False)
    answer = committed_app.test_client().post("/display")
    assert answer.status_code == 400
    assert "Không lưu được nội dung này" in answer.text
