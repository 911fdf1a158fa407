"""The outer limit: one address, however it asks, gets so many answers a minute and then a page that says so."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ecosystem.app import create_app
from ecosystem.core.database import Model, db
from ecosystem.core.settings import Mode, Settings


@pytest.fixture
def limited(tmp_path: Path) -> Flask:
    return made(tmp_path, "memory://")


def made(folder: Path, storage: str) -> Flask:
    settings = Settings(
        mode=Mode.TESTING,
        secret_key="s" * 40,
        database_url=f"sqlite:///{folder / 'limits.db'}",
        base_url="http://localhost",
        instance=folder,
        requests_per_minute=5,
        rate_limit_storage=storage,
    )
    app = create_app(settings)
    with app.app_context():
        Model.metadata.create_all(db.engine)
    return app


def asked(client: FlaskClient, number: int, address: str = "203.0.113.7") -> list[int]:
    return [client.get("/contests", environ_overrides={"REMOTE_ADDR": address}).status_code for _ in range(number)]


def test_the_sixth_request_of_a_minute_is_told_to_wait(limited: Flask) -> None:
    client = limited.test_client()
    assert asked(client, 6) == [200] * 5 + [429]
    refused = client.get("/", environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert refused.status_code == 429
    assert "Chờ một lát" in refused.text or "thử lại" in refused.text


def test_another_address_is_not_concerned(limited: Flask) -> None:
    client = limited.test_client()
    asked(client, 6)
    assert asked(client, 1, "203.0.113.8") == [200]


def test_files_and_monitors_are_not_counted(limited: Flask) -> None:
    client = limited.test_client()
    for _ in range(8):
        assert client.get("/health").status_code == 200
    assert asked(client, 5) == [200] * 5


def test_a_store_that_is_away_lets_people_in(tmp_path: Path) -> None:
    app = made(tmp_path, "redis://127.0.0.1:1")
    assert asked(app.test_client(), 1) == [200]


def test_without_a_number_nothing_is_counted(client: FlaskClient) -> None:
    assert asked(client, 30) == [200] * 30
