"""Every endpoint says who may; a change of access shows as a change of tests/house_rules/access.txt."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from ecosystem.core.access import access_table, guard_of
from tests.house_rules.sources import ROOT

TABLE = ROOT / "tests" / "house_rules" / "access.txt"
NOBODYS = {"int": "999999", "float": "9.5", "path": "no/such/thing", "uuid": "0" * 32}


def rendered(app: Flask) -> str:
    rows = [row for row in access_table(app) if not row[0].startswith("styleguide.")]
    return "".join("  ".join(row) + "\n" for row in rows)


def test_the_access_table_is_on_record(app: Flask, request: pytest.FixtureRequest) -> None:
    """Accept a change with: python3 dev.py test tests/house_rules/test_access.py --accept"""
    now = rendered(app)
    if request.config.getoption("--accept"):
        TABLE.write_text(now)
    assert TABLE.exists(), "there is no tests/house_rules/access.txt yet"
    assert TABLE.read_text() == now


def address(rule: Rule) -> str:
    """The URL of something that does not exist."""
    arguments = {name: nobodys(rule, name) for name in rule.arguments}
    built = rule.build({name: value for name, value in arguments.items() if name not in (rule.defaults or {})})
    assert built is not None, rule.rule
    return str(built[1])


def nobodys(rule: Rule, argument: str) -> str:
    """A value of the argument that names nothing; of a closed list its first word."""
    listed = getattr(rule._converters[argument], "items", None)
    if listed:
        return sorted(listed)[0]
    return NOBODYS.get(converter_name(rule, argument), "nosuchthing")


def converter_name(rule: Rule, argument: str) -> str:
    kinds = {"IntegerConverter": "int", "FloatConverter": "float", "PathConverter": "path", "UUIDConverter": "uuid"}
    ancestors = (each.__name__ for each in type(rule._converters[argument]).__mro__)
    return next((kinds[name] for name in ancestors if name in kinds), "string")


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def ask(client: FlaskClient, rule: Rule, method: str) -> int:
    return client.open(address(rule), method=method).status_code


def test_every_endpoint_declares_its_access(app: Flask) -> None:
    undeclared = [
        rule.endpoint for rule in app.url_map.iter_rules() if guard_of(app.view_functions[rule.endpoint]) is None
    ]
    assert not undeclared


def test_somebody_signed_out_gets_nowhere(app: Flask, client: FlaskClient) -> None:
    """Whatever needs an account asks to sign in before it looks at anything else."""
    open_doors = {}
    for rule in rules(app):
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is None or guard.action is None or guard.anonymous:
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            status = ask(client, rule, method)
            if status not in (302, 303, 401, 404):
                open_doors[f"{method} {rule.rule}"] = status
    assert not open_doors


def test_open_pages_answer_nonsense_calmly(app: Flask, client: FlaskClient) -> None:
    broken = {}
    for rule in rules(app):
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is None or not (guard.action is None or guard.anonymous) or rule.endpoint == "health.ready":
            continue  # readiness answers 503 here on purpose: the tests' tables were made without migrations
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            status = ask(client, rule, method)
            if status >= 500:
                broken[f"{method} {rule.rule}"] = status
    assert not broken
