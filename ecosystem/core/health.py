"""Two answers for machines: is the process alive, and can it serve."""

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ecosystem.core.access import public
from ecosystem.core.database import session
from ecosystem.core.logs import log
from ecosystem.core.settings import Settings

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(status="alive")


@blueprint.get("/ready")
@public
def ready() -> tuple[Response, int]:
    """The database answers and has the schema of this code, and files can be stored; 503 names what is not so."""
    problems = [name for name, check in CHECKS.items() if not check()]
    answer = jsonify(status="not ready" if problems else "ready", problems=problems)
    return answer, 503 if problems else 200


def _database_answers() -> bool:
    try:
        session().execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        log.warning("database away", error=type(error).__name__)
        return False
    return True


def _schema_is_current() -> bool:
    config = Config()
    config.set_main_option("script_location", current_app.config["MIGRATIONS_DIR"])
    try:
        wanted = set(ScriptDirectory.from_config(config).get_heads())
        present = set(MigrationContext.configure(session().connection()).get_current_heads())
    except (SQLAlchemyError, CommandError) as error:
        log.warning("schema unknown", error=str(error))
        return False
    return present == wanted


def _files_can_be_stored() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    folder = settings.uploads
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"ok")
        probe.unlink()
    except OSError as error:
        log.warning("files cannot be stored", error=str(error))
        return False
    return True


CHECKS = {"database": _database_answers, "schema": _schema_is_current, "files": _files_can_be_stored}


def init_health(app: Flask) -> None:
    """Register the two addresses."""
    app.register_blueprint(blueprint)
