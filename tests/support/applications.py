"""The application inside one transaction per test, and a client that stands for a visitor."""

import contextlib
import contextvars
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ecosystem.core.database import Model, db
from ecosystem.core.settings import Mode, Settings
from tests.support.databases import Databases

SECRET = "a key that signs nothing of value, only in tests"
COMPILED = Path(__file__).resolve().parents[2] / ".pytest_cache" / "templates"
CHEAP_HASHING = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}  # milliseconds instead of 50


def settings_for_tests(database_url: str, instance: Path, **changes: Any) -> Settings:
    """Settings of a test application; any of them can be replaced. All compile their templates into one folder."""
    COMPILED.mkdir(parents=True, exist_ok=True)
    instance.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        (instance / "templates").symlink_to(COMPILED, target_is_directory=True)
    chosen: dict[str, Any] = {
        "mode": Mode.TESTING,
        "secret_key": SECRET,
        "database_url": database_url,
        "base_url": "http://localhost",
        "instance": instance,
        "fake_payments": True,
        "extra": {"WTF_CSRF_ENABLED": False, "PASSWORD_HASHING": CHEAP_HASHING},
    }
    return Settings(**chosen | changes)


def build(settings: Settings) -> Flask:
    """Make the application; imported here, so that tests of the domain need none of it."""
    from ecosystem.app import create_app

    return create_app(settings)


class Visitor(FlaskClient):
    """A client whose every request gets a context and a database session of its own, as in the real server.

    Without that, a request would share the context the test holds, and with it the signed-in user. What the test's
    session read before is forgotten afterwards, so that the test sees what the request wrote.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs["buffered"] = True  # the body is read while the request's context is still there
        if has_app_context():
            db.session.commit()
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return answer


@pytest.fixture(scope="session")
def app(database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on an otherwise empty database with the tables of the models."""
    settings = settings_for_tests(database.fresh("rolled_back"), tmp_path_factory.mktemp("instance"))
    application = build(settings)
    application.test_client_class = Visitor
    with application.app_context():
        Model.metadata.create_all(db.engine)
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The session of the test, inside an application context; all that happens is rolled back.

    The use cases' own commits end savepoints here. Code that opens connections of its own needs `committed_app`.
    """
    with app.app_context():
        engine = db.engine
        db.session.configure(join_transaction_mode="create_savepoint")
    engines = db._app_engines[app]
    with engine.connect() as connection:
        outer = connection.begin()
        engines[None] = connection  # type: ignore[assignment]
        try:
            with app.app_context():
                yield db.session()
        finally:
            engines[None] = engine
            outer.rollback()
            empty(app.config["SETTINGS"])


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """A visitor who is not signed in. For a second one: `app.test_client()`; see factories.accounts.sign_in."""
    return app.test_client()


def empty(settings: Settings) -> None:
    """Forget the files that a test left in the instance folder."""
    for folder in (settings.uploads, settings.results, settings.mail_folder):
        shutil.rmtree(folder, ignore_errors=True)
