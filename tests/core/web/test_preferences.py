"""The display bar: works without JavaScript, remembers, believes nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ecosystem.core.web import preferences
from ecosystem.core.web.preferences import Display


@pytest.mark.parametrize(
    ("cookie", "display"),
    [
        ("theme=dark&size=l&contrast=more&lang=en", Display("dark", "l", "more", "en")),
        ("theme=dark", Display(theme="dark")),
        ("theme=pink&size=xxl&lang=fr&other=1", Display()),
        ("%00&&==;", Display()),
        ("", Display()),
    ],
)
def test_the_cookie_is_read_and_nonsense_ignored(cookie: str, display: Display) -> None:
    assert preferences.read_display(cookie) == display


def test_a_choice_shows_on_the_page_it_was_made_on_and_adds_to_earlier_ones(client: FlaskClient) -> None:
    answer = client.post("/display", data={"size": "l", "next": "/styleguide/?a=1"})
    assert (answer.status_code, answer.location) == (303, "/styleguide/?a=1")
    client.post("/display", data={"theme": "dark"})
    page = client.get("/styleguide/").text
    assert 'data-size="l"' in page
    assert 'data-theme="dark"' in page


def test_the_way_back_never_leaves_the_site(client: FlaskClient) -> None:
    assert client.post("/display", data={"size": "s", "next": "https://evil.example/"}).location == "/"


def test_a_foreign_site_changes_nothing(client: FlaskClient) -> None:
    answer = client.post("/display", data={"size": "l"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [("", "en-GB,en;q=0.9", "en"), ("", "fr", "vi"), ("", "", "vi"), ("lang=vi", "en", "vi"), ("lang=en", "vi", "en")],
)
def test_the_language_is_the_choice_then_the_browsers_then_vietnamese(
    app: Flask, cookie: str, accepted: str, language: str
) -> None:
    headers = {"Accept-Language": accepted, "Cookie": f"display={cookie}"}
    with app.test_request_context(headers=headers):
        assert preferences.chosen_language() == language


def test_outside_a_request_the_product_speaks_vietnamese(app: Flask) -> None:
    assert preferences.chosen_language() == "vi"
    assert preferences.chosen_zone() == "Asia/Ho_Chi_Minh"
