"""The migrated schema is the models' schema, and every migration can be taken back, on both databases."""

from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from ecosystem.app import create_app
from ecosystem.core.database import Model, db
from tests.house_rules.sources import ROOT
from tests.support.applications import settings_for_tests
from tests.support.databases import Databases

pytestmark = pytest.mark.both_databases


@pytest.fixture
def migrated_app(database: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a database that was made by the migrations."""
    settings = settings_for_tests(database.fresh("migrated"), tmp_path_factory.mktemp("migrated"))
    application = create_app(settings)
    with application.app_context():
        flask_migrate.upgrade()
        yield application
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences() -> list[object]:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "render_as_batch": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Model.metadata))


def test_migrations_and_models_agree(migrated_app: Flask) -> None:
    assert tables() == set(Model.metadata.tables)
    assert differences() == []


def test_migrations_go_down_and_up_again(migrated_app: Flask) -> None:
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert differences() == []


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
