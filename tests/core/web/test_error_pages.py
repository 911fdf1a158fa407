"""Every error says what to do next, in the form the client reads."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

pytestmark = pytest.mark.usefixtures("answers_unexpected_errors")
STATUSES = (400, 403, 404, 409, 413, 429, 500, 503, 507)


@pytest.fixture
def answers_unexpected_errors(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production: an unexpected error is answered instead of reaching the test."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_person_gets_a_page_with_a_number_to_quote(client: FlaskClient, status: int, language: str) -> None:
    answer = client.get(f"/styleguide/error/{status}", headers={"Accept-Language": language})
    assert answer.status_code == status
    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", STATUSES)
def test_a_program_gets_json(client: FlaskClient, status: int) -> None:
    answer = client.get(f"/styleguide/error/{status}", headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == status
    assert answer.json["message"]


def test_a_part_of_a_page_gets_a_toast_and_no_page(client: FlaskClient) -> None:
    answer = client.get("/styleguide/error/409", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.data == b""
    assert '"toast"' in answer.headers["HX-Trigger"]


def test_a_stale_edit_shows_both_versions(client: FlaskClient) -> None:
    page = client.get("/styleguide/error/409").text
    assert "Sâm dây Măng Đen" in page
    assert "Sâm dây và cà phê" in page
    answer = client.get("/styleguide/error/409", headers={"Accept": "application/json"})
    assert answer.json is not None
    assert answer.json["changes"] == [{"field": "Tên", "theirs": "Sâm dây Măng Đen", "yours": "Sâm dây và cà phê"}]


def test_an_unexpected_error_tells_nothing_of_itself(client: FlaskClient) -> None:
    page = client.get("/styleguide/error/500").text
    assert "ZeroDivisionError" not in page
    assert "Traceback" not in page


def test_an_unknown_address_is_not_found_and_a_wrong_method_says_so(client: FlaskClient) -> None:
    assert client.get("/khong-co-trang-nay").status_code == 404
    assert client.post("/styleguide/").status_code == 405
