"""Headers of every answer and redirects that stay on the site."""

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from ecosystem.core.web import responses


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/styleguide/", "/no-such-page", "/styleguide/error/409"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers


def test_https_answers_ask_for_https(client: FlaskClient) -> None:
    answer = client.get("/styleguide/", base_url="https://localhost")
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("target", ["/contests?page=2", "/", "/a/b#c"])
def test_a_path_of_ours_is_a_safe_target(target: str) -> None:
    assert responses.safe_target(target) == target


@pytest.mark.parametrize(
    "target",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
        *("/\t/evil.example", "/\n/evil.example", "evil.example", "", None, "///evil.example"),
    ],
)
def test_other_targets_lead_home(target: str | None) -> None:
    assert responses.safe_target(target) == "/"


def test_htmx_is_redirected_by_a_header_and_people_by_a_redirect(app: Flask) -> None:
    with app.test_request_context(headers={"HX-Request": "true"}):
        answer = responses.hx_redirect("/contests")
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/contests")
    with app.test_request_context():
        answer = responses.hx_redirect("/contests")
        assert (answer.status_code, answer.location) == (303, "/contests")


def test_triggers_add_up_and_are_ascii() -> None:
    answer = responses.with_toast(responses.hx_trigger(Response(), "scored", {"entry": 7}), "Đã lưu")
    header = answer.headers["HX-Trigger"]
    assert header.isascii()
    assert '"scored"' in header
    assert '"toast"' in header
