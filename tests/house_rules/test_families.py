"""A child is found under its own parent only: every address of two ids or more, asked with those of two families.

Whoever asks may do everything in both, so that nothing but the address is wrong.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from ecosystem.core.access import guard_of
from ecosystem.core.database import db
from tests.house_rules.family_world import Family, People, make_family, make_siblings, people
from tests.house_rules.test_access import nobodys
from tests.house_rules.worlds import tables, words
from tests.support.factories.accounts import sign_in
from tests.support.factories.files import PDF

# Arguments that choose among what a page does, or count within a parent; they name no record of their own.
WORDS = frozenset(("kind", "step", "purpose", "number", "language")) | words()
ARGUMENT = re.compile(r"<(?:[^<>:]+:)?(\w+)>")
ACTORS = {"/entries/": "lead", "/startups/": "lead", "/judge/": "judge"} | tables("ACTORS")
# What a form must hold besides, for the address to be looked at: fields with the record of the family they name.
SENT: dict[str, dict[str, str]] = {
    "judging_assignment.give": {"judge": "a judge without that entry", "entry": "/entries/<entry>"},
    "judging_assignment.take": {"judge": "a judge of the panel", "entry": "/entries/<entry>"},
    "judging_panels.copy": {"source": "/panels/<public_id>"},
    "contests_form.place_question": {"section": "/sections/<int:section_id>"},
    "startups.transfer": {"member_id": "a member of the team"},
    **tables("SENT"),
}
# Answers that are no 404 and give nothing away either.
OTHERWISE: dict[str, int] = {
    "GET entry_form.section": 302,  # to the first part: a part may have been taken out while somebody was writing
    "POST entry_form.section": 302,
    "POST contests_form.place_question": 400,
    **tables("OTHERWISE"),
}
NOT_THERE_YET = {
    "POST judging_results.withdraw": "no results are announced",
    "GET judging_paper.scan": "no paper sheet was taken in",
    "POST voting_desk.review": "no ballots wait",
    "POST judging_calibration.add": "no entry is named in the form",
    **tables("NOT_THERE_YET"),
}
OF_THE_CHAIR = frozenset(("judging:reopen", "judging:chair_vote"))


def records_in(rule: Rule) -> dict[str, str]:
    """The arguments that name records, each with the part of the address that it ends."""
    found = {match[1]: rule.rule[: match.end()] for match in ARGUMENT.finditer(rule.rule)}
    return {name: prefix for name, prefix in found.items() if name not in WORDS}


def families(app: Flask) -> list[Rule]:
    """The addresses that name, with the form sent to them, two records or more."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return [rule for rule in rules if len(records_in(rule)) + len(SENT.get(rule.endpoint, ())) > 1]


def kind_of(prefix: str, family: Family) -> str:
    """Which record of a family stands at the end of this address: the longest ending that it knows."""
    known = [ending for ending in family if prefix.endswith(ending)]
    assert known, f"family_world has no record for {prefix}"
    return max(known, key=len)


@dataclass(frozen=True)
class Asked:
    """One request: the address, and what the form holds."""

    rule: Rule
    url: str
    form: dict[str, Any]


def request_for(rule: Rule, chosen: Mapping[str, str]) -> Asked:
    named = {name: chosen.get(name, "1" if name == "number" else nobodys(rule, name)) for name in rule.arguments}
    built = rule.build(named)
    assert built is not None, rule.rule
    form: dict[str, Any] = {name: chosen[name] for name in SENT.get(rule.endpoint, ())}
    if rule.endpoint == "events.change_role":
        form[f"m{chosen['member_id']}-role"] = "screener"
    if rule.endpoint == "entry_files.add":
        form["file"] = (io.BytesIO(PDF), "thuyet-minh.pdf")
    return Asked(rule, str(built[1]), form)


def kinds_of(rule: Rule, family: Family) -> dict[str, str]:
    """By argument and field, which record of a family it names."""
    in_address = {name: kind_of(prefix, family) for name, prefix in records_in(rule).items()}
    return in_address | SENT.get(rule.endpoint, {})


def mixed(rule: Rule, one: Family, other: Family) -> Iterator[Asked]:
    """Requests with records of both families, in every combination."""
    kinds = kinds_of(rule, one)
    for sources in product((one, other), repeat=len(kinds)):
        if sources.count(one) not in (0, len(kinds)):
            yield request_for(rule, {name: of[kinds[name]] for name, of in zip(kinds, sources, strict=True)})


def beside(rule: Rule, family: Family, siblings: Family) -> Iterator[Asked]:
    """The request with a child of a brother or sister of its parent."""
    kinds = kinds_of(rule, family)
    last = list(kinds)[-1]
    if len(kinds) > 2 and kinds[last] in siblings:
        yield request_for(rule, {name: family[kind] for name, kind in kinds.items()} | {last: siblings[kinds[last]]})


def actor_of(app: Flask, rule: Rule) -> str:
    guard = guard_of(app.view_functions[rule.endpoint])
    if guard is not None and guard.action in OF_THE_CHAIR:
        return "chair"
    return next((part for start, part in ACTORS.items() if rule.rule.startswith(start)), "owner")


@pytest.fixture
def by(session: Session) -> People:
    return people()


@pytest.fixture
def clients(app: Flask, by: People) -> dict[str, FlaskClient]:
    made = {part: app.test_client() for part in by}
    for part, client in made.items():
        sign_in(client, by[part])
    return made


def ask(client: FlaskClient, asked: Asked) -> dict[str, int]:
    """Every method of the address; what an answer changed is taken back."""
    answers = {}
    for method in sorted((asked.rule.methods or set()) - {"HEAD", "OPTIONS"}):
        body: dict[str, Any] = {"data": dict(asked.form)} if method == "POST" else {}
        if asked.rule.endpoint == "entry_form.answer":
            body = {"json": {"value": "x", "version": 0}}
        db.session.commit()
        undo = db.engine.begin_nested()  # type: ignore[attr-defined]  # in a test, the engine is one connection
        answers[f"{method} {asked.rule.endpoint}"] = client.open(asked.url, method=method, **body).status_code
        db.session.rollback()
        undo.rollback()
    return answers


def test_a_child_of_another_parent_is_not_there(app: Flask, by: People, clients: dict[str, FlaskClient]) -> None:
    one, other = make_family(by), make_family(by)
    siblings = make_siblings(one, by)
    found = {}
    for rule in families(app):
        client = clients[actor_of(app, rule)]
        for asked in (*mixed(rule, one, other), *beside(rule, one, siblings)):
            answers = ask(client, asked)
            wrong = {name: status for name, status in answers.items() if status not in (404, OTHERWISE.get(name))}
            found |= {(name, asked.url, str(asked.form)): status for name, status in wrong.items()}
    assert not found, "\n".join(map(str, sorted(found.items())))


def test_every_child_is_there_under_its_own_parent(app: Flask, by: People, clients: dict[str, FlaskClient]) -> None:
    """The test above proves nothing about an address that is not found with records of one family either."""
    family = make_family(by)
    missing = {}
    for rule in families(app):
        asked = request_for(rule, {name: family[kind] for name, kind in kinds_of(rule, family).items()})
        answers = ask(clients[actor_of(app, rule)], asked)
        missing |= {name: status for name, status in answers.items() if status == 404 or status >= 500}
    assert set(missing) == set(NOT_THERE_YET), "\n".join(map(str, sorted(missing.items())))
