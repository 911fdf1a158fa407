"""Addresses that no column could hold name nothing, on either database."""

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from ecosystem.core.web.addresses import init_addresses
from tests.support.factories.accounts import sign_in
from tests.support.factories.contests import make_contest


@pytest.mark.both_databases
@pytest.mark.parametrize("number", ["2147483648", "9" * 19, "9" * 5000, "²"])
def test_a_number_larger_than_a_column_holds(client: FlaskClient, session: Session, number: str) -> None:
    contest = make_contest()
    sign_in(client, contest.event.organiser.staff[0].account)
    assert client.get(f"/contests/{contest.slug}/results-{number}.json").status_code == 404
    assert client.get(f"/organise/contests/{contest.slug}/setup/boards/{number}").status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("path", "status"),
    [("/contests/a%00b", 404), ("/events/%00", 404), ("/search?q=a%00b", 400), ("/contests?province=%00", 400)],
)
def test_a_null_character(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_rules_are_prepared_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = Rule._compile_builder

    def noticed(rule: Rule, append_unknown: bool = True) -> object:
        made.append(rule.rule)
        return make(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noticed)
    app = Flask(__name__)
    init_addresses(app)
    app.add_url_rule("/halls/<name>/<int:number>", "hall")
    app.add_url_rule("/tickets/<name>", "ticket")
    assert not [rule for rule in made if rule != "/static/<path:filename>"]
    with app.test_request_context():
        assert url_for("hall", name="Sảnh A", number=3) == "/halls/S%E1%BA%A3nh%20A/3"
        assert url_for("hall", name="B", number=4, page=2) == "/halls/B/4?page=2"
    assert "/tickets/<name>" not in made
