"""How Alembic reaches the database and compares it with the models. Batch mode, because SQLite cannot alter tables."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeEngine

from ecosystem.core.columns import BigId, Exact, Instant, Json, JsonOrNull, SortKey
from ecosystem.core.database import Model, db

config = context.config
OWN = {"BigId": BigId, "Json": Json, "JsonOrNull": JsonOrNull, "SortKey": SortKey}


def told_by(kind: TypeEngine[Any]) -> tuple[str, str]:
    """What tells our named types apart: the type and its variants for single databases."""
    return repr(kind), repr(sorted(kind._variant_mapping))


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our own column types by their short names."""
    if kind == "type" and isinstance(item, Instant):
        return "columns.Instant()"
    if kind == "type" and isinstance(item, Exact):
        return f"columns.Exact({item.places})"
    if kind == "type":
        return next((f"columns.{name}" for name, own in OWN.items() if told_by(own) == told_by(item)), False)
    return False


def run() -> None:
    """Migrate the application's database, on its own connection or on one that a test lends."""
    lent = config.attributes.get("connection")
    if lent is not None:
        _migrate(lent)
        return
    with db.engine.connect() as connection:
        _migrate(connection)


def _migrate(connection: Any) -> None:
    options = {**current_app.extensions["migrate"].configure_args, "render_item": render_item}
    context.configure(connection=connection, target_metadata=Model.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()


run()
