"""Alive, and ready: what is missing is named."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from ecosystem.core.database import db
from tests.house_rules.test_migrations import migrated_app
from tests.support.applications import build, settings_for_tests

__all__ = ["migrated_app"]


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "alive"})


@pytest.mark.both_databases
def test_a_migrated_deployment_is_ready(migrated_app: Flask) -> None:
    answer = migrated_app.test_client().get("/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "problems": []})


@pytest.mark.both_databases
def test_a_schema_of_another_version_is_not_ready(migrated_app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    answer = migrated_app.test_client().get("/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "not ready", "problems": ["schema"]})


def test_a_place_for_files_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    app = build(settings_for_tests(f"sqlite:///{tmp_path}/x.db", tmp_path))
    (tmp_path / "uploads").write_text("a file where a folder should be")
    assert "files" in app.test_client().get("/ready").json["problems"]
