"""No other site changes anything here: every POST needs the token, and every answer carries the headers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.notifications.kinds import all_kinds
from ecosystem.notifications.letter import unsubscribe_token
from tests.house_rules.test_access import address, rules
from tests.support.factories.accounts import account, sign_in, signed_in
from tests.support.factories.contests import make_contest

# What Stripe signed. The mail program's one click, whose signed token is the key; the look of pages, where the browser
# tells the site; the telephones at the gates, whose secret address is the key; the count of looks at a booth, which
# knows nobody and changes nothing else.
WITHOUT_A_TOKEN = {
    "stripe_webhook.receive",
    "notifications.unsubscribe",
    "preferences.change",
    "check_in.scans",
    "check_in.undo",
    "showcase_visits.visit",
}
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")


def test_every_change_needs_the_token(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    signed_in(client)
    asked = [rule for rule in rules(app) if "POST" in (rule.methods or set())]
    open_doors = {
        rule.endpoint: status
        for rule in asked
        if (status := client.post(address(rule), data={"csrf_token": "made up"}).status_code) != 400
    }
    assert set(open_doors) <= WITHOUT_A_TOKEN, open_doors
    assert len(asked) > 100


def test_another_site_does_not_change_the_look(client: FlaskClient) -> None:
    assert client.post("/display", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_mail_program_unsubscribes_with_one_click(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    kind = next(kind for kind in all_kinds() if not kind.duty)
    token = unsubscribe_token(account().id, kind.name, app.config["SETTINGS"])
    answer = client.post(f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert client.post(f"/unsubscribe/{token}x", data={"List-Unsubscribe": "One-Click"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/no-such-page", "/sign-in", "/health", "/contests?page=%00", "/work", "/search"]
)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert [name for name in HEADERS if name not in answer.headers] == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_files_carry_the_headers(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    sign_in(client, contest.event.organiser.staff[0].account)
    answer = client.get(f"/organise/contests/{contest.slug}/entries/export.csv")
    assert answer.status_code == 200
    assert [name for name in HEADERS if name not in answer.headers] == []


@pytest.mark.parametrize(
    "wish", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away_after_signing_in(client: FlaskClient, wish: str) -> None:
    signed_in(client)
    assert client.get("/sign-in", query_string={"next": wish}).headers["Location"] == "/work"
