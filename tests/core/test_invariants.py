"""What must always hold is asked of a database as it is left, and a breach is told."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from ecosystem.cli import broken_invariants
from ecosystem.core.database import db, transaction
from tests.support.factories.accounts import account

pytestmark = pytest.mark.both_databases


def change(statement: str, **values: Any) -> None:
    with transaction() as current:
        current.execute(text(statement), values)


@pytest.mark.usefixtures("session")
def test_what_the_use_cases_leave_breaks_nothing() -> None:
    account()
    assert broken_invariants() == []


@pytest.mark.usefixtures("session")
def test_a_breach_is_named_with_the_rows_that_show_it() -> None:
    who = account()
    change("UPDATE account SET erased_at = created_at")
    assert [str(found) for found in broken_invariants()] == [
        f"not true: an erased account keeps nothing to sign in with (see {who.id})"
    ]


def test_the_command_says_so_and_fails(app: Flask) -> None:
    run = app.test_cli_runner()
    answer = run.invoke(args=["invariants"])
    assert (answer.exit_code, answer.output) == (0, "all invariants hold\n")


@pytest.mark.breaks_invariants
def test_the_command_fails_on_a_breach(committed_app: Flask) -> None:
    with committed_app.app_context():
        account()
        change("UPDATE account SET email_key = upper(email_key)")
    answer = committed_app.test_cli_runner().invoke(args=["invariants"])
    assert answer.exit_code == 1
    assert "not true: addresses are compared in lower case" in answer.output


@pytest.mark.breaks_invariants
def test_a_reference_without_a_target_is_found(committed_app: Flask) -> None:
    """Foreign keys can be off in SQLite, and triggers off in PostgreSQL, while somebody repairs by hand."""
    with committed_app.app_context():
        raw = db.engine.raw_connection()
        off, on = SWITCHES[db.engine.dialect.name]
        cursor = raw.cursor()
        for statement in (
            off,
            "INSERT INTO notification_preference (id, account_id, kind, by_mail) VALUES (1, 4711, 'x', true)",
            on,
        ):
            cursor.execute(statement)
        raw.commit()
        raw.close()
        assert [str(found) for found in broken_invariants()] == [
            "not true: fk_notification_preference_account_id_account leads somewhere (see 1)"
        ]


SWITCHES = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
    "postgresql": ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT"),
}
