"""Every form, sent by who may use it, filled with what nobody should type: never an error of ours, never slow.

The values come from a generator with a seed; FUZZ_SEED and FUZZ_ROUNDS in the environment choose others.
"""

import os
import random
import re
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from ecosystem.core.database import db
from tests.house_rules.family_world import Family, People, make_family, people
from tests.house_rules.test_access import nobodys
from tests.house_rules.test_families import WORDS, actor_of, kind_of, records_in
from tests.support.factories.accounts import operator, sign_in

SEED = int(os.environ.get("FUZZ_SEED", "20261122"))
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "6"))
LONGEST_ANSWER = 5.0  # seconds
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
# Fields that scripts send or that only some states of a page show.
MORE_FIELDS = ("version", "value", "key", "entry", "sheet", "judge", "source", "section", "index", "prize", "board")
MORE_FIELDS += ("member_id", "answer", "direction", "do", "start", "go", "remove", "lines", "step", "verdict", "reason")
HOSTILE = (
    "",
    " ",
    "\x00",
    "a" * 5_000,
    "Ê\u0323" * 300,
    "\u202eabc\u0007\ufeff",
    "😀" * 50,
    "\ud83d",
    "' OR '1'='1' --",
    "{{7*7}}{% for %}${7*7}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "=HYPERLINK(1)",
    "-1",
    "0",
    "9" * 30,
    "1e999",
    "NaN",
    "Infinity",
    "1,5.2.3",
    "٣",
    "²",
    "0000-00-00",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "2027-02-30",
    "24:61",
    "on",
    "None",
    "[]",
    '{"a": [1]}',
    "a@b@c",
    "http://[::1",
    "javascript:alert(1)",
    "y",
    "rule",
    "vi",
)
OF_PEOPLE = re.compile(r"/sign-out|/account/privacy/delete|/account/sessions/end-others")


@pytest.fixture
def by(session: Session) -> People:
    return {**people(), "operator": operator()}


def records(rule: Rule, family: Family) -> dict[str, str] | None:
    """The arguments of the address; None where the world has no record of that kind."""
    found = {}
    for name, prefix in records_in(rule).items():
        if not any(prefix.endswith(ending) for ending in family):
            found[name] = nobodys(rule, name)
        else:
            found[name] = family[kind_of(prefix, family)]
    return found | {name: "1" if name == "number" else nobodys(rule, name) for name in WORDS & rule.arguments}


def address(rule: Rule, family: Family) -> str:
    built = rule.build(records(rule, family) or {})
    assert built is not None, rule.rule
    return str(built[1])


def forms(app: Flask) -> list[Rule]:
    return [
        rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()) and not OF_PEOPLE.search(rule.rule)
    ]


class Fuzzer:
    """Sends one form after the other; what an answer changed is taken back."""

    def __init__(self, app: Flask, chance: random.Random) -> None:
        self.app, self.chance, self.sent = app, chance, 0
        self.wrong: list[str] = []
        app.config["PROPAGATE_EXCEPTIONS"] = False

    def try_all(self, rule: Rule, client: FlaskClient, url: str) -> None:
        names = self.fields(rule, client, url)
        for number in range(ROUNDS):
            self.send(rule, client, url, self.filled(names, few=number % 2 == 0))

    def fields(self, rule: Rule, client: FlaskClient, url: str) -> list[str]:
        page = client.get(url).text if "GET" in (rule.methods or ()) else ""
        return sorted({*FIELD.findall(page), *MORE_FIELDS} - {"csrf_token"})

    def filled(self, names: list[str], *, few: bool) -> dict[str, Any]:
        chosen = self.chance.sample(names, k=max(1, len(names) // 3)) if few else names
        return {name: self.chance.choice(HOSTILE) for name in chosen}

    def send(self, rule: Rule, client: FlaskClient, url: str, form: dict[str, Any]) -> None:
        as_json = self.chance.random() < 0.2
        body: dict[str, Any] = {"json": form} if as_json else {"data": encodable(form)}
        db.session.commit()
        undo = db.engine.begin_nested()  # type: ignore[attr-defined]  # in a test, the engine is one connection
        began = time.monotonic()
        answer = client.post(url, **body)
        took = time.monotonic() - began
        db.session.rollback()
        undo.rollback()
        self.sent += 1
        if answer.status_code >= 500 or b"Traceback" in answer.data or took > LONGEST_ANSWER:
            self.wrong.append(f"{rule.endpoint} {answer.status_code} {took:.1f} s {body}"[:2000])


def encodable(form: dict[str, str]) -> dict[str, str]:
    """Half of a character cannot be sent in a form, only in JSON."""
    return {name: value.encode("utf-8", "replace").decode() for name, value in form.items()}


def test_every_form(app: Flask, by: People, request: pytest.FixtureRequest) -> None:
    family = make_family(by)
    clients = {part: app.test_client() for part in by}
    for part, client in clients.items():
        sign_in(client, by[part])
    propagates = app.config.get("PROPAGATE_EXCEPTIONS")
    request.addfinalizer(lambda: app.config.update(PROPAGATE_EXCEPTIONS=propagates))
    fuzzer = Fuzzer(app, random.Random(SEED))
    for rule in forms(app):
        fuzzer.try_all(rule, clients[actor_of(app, rule)], address(rule, family))
    print(f"\n{fuzzer.sent} forms sent to {len(forms(app))} addresses with seed {SEED}")
    assert not fuzzer.wrong, "\n".join(fuzzer.wrong)
