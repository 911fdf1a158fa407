"""What is logged, and what never is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from flask import Flask

from ecosystem.core.logs import hide_secrets, log
from tests.support.applications import build, settings_for_tests


def test_values_under_names_of_secrets_are_hidden() -> None:
    told = hide_secrets(None, "info", {"event": "x", "new_password": "a", "Token": "b", "csrf_token": "c", "name": "d"})
    assert told == {
        "event": "x",
        "new_password": "[hidden]",
        "Token": "[hidden]",
        "csrf_token": "[hidden]",
        "name": "d",
    }


@contextmanager
def logging_as_in_production(instance: Path) -> Iterator[Flask]:
    """The product with its real log; not a fixture, because what a fixture writes is captured apart from the test."""
    before = structlog.get_config()
    app = build(settings_for_tests("sqlite://", instance, log_json=True))
    app.testing = False  # requests of tests are not logged
    try:
        yield app
    finally:
        structlog.configure(**before)


def test_a_request_is_logged_once_without_what_was_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as_in_production(tmp_path) as app:
        answer = app.test_client().get("/health?token=abc", headers={"Authorization": "Bearer abc"})
    [line] = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (line["endpoint"], line["status"]) == ("health.alive", 200)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert "abc" not in json.dumps(line)


def test_a_line_is_one_json_object_with_vietnamese_letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as_in_production(tmp_path):
        log.warning("thử\nlại", name="Y Blơi", password="a")
    output = capsys.readouterr().err
    assert "Y Blơi" in output
    [line] = output.splitlines()
    assert json.loads(line)["event"] == "thử\nlại"
    assert json.loads(line)["password"] == "[hidden]"
