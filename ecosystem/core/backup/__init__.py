"""Backup of the whole product into a folder, and its return into an empty place.

A backup holds the database, the uploaded files and `manifest.json`, which says of every table how many rows it has and
what their hash is, and of every file its size and hash. A restored deployment is compared with it row by row.
The web server may run while a backup is made; it must not while one is restored.
"""

import contextlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Engine

from ecosystem.core import clock
from ecosystem.core.backup import postgresql, sqlite
from ecosystem.core.backup.content import FileDigest, TableDigest, file_digests, table_digests
from ecosystem.core.backup.errors import BackupFailed

__all__ = ["BackupFailed", "Manifest", "create", "restore", "verify"]

MANIFEST, FILES = "manifest.json", "files"
FORMAT = 1
PASSING = ("drafts", ".probe")  # files in the making, and what the readiness check leaves for an instant
DATABASES = {"sqlite": sqlite, "postgresql": postgresql}


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    format: int
    made_at: str
    database: str
    tables: Mapping[str, TableDigest]
    files: Mapping[str, FileDigest]

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(table.rows for table in self.tables.values())

    def __str__(self) -> str:
        return f"{len(self.tables)} tables, {self.rows} rows, {len(self.files)} files"


def create(engine: Engine, uploads: Path, folder: Path) -> Manifest:
    """Write a backup into `folder`, which must not exist; return what it holds.

    The database is read at one instant, and the files after it: a file is kept before its row is stored, so every row's
    file is there. Raises BackupFailed; then nothing is left under the folder's name.
    """
    if folder.exists():
        raise BackupFailed(f"{folder} exists already: give the backup a folder of its own")
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(mode=0o700, parents=True)
        tables = DATABASES[engine.dialect.name].save(engine, partial)
        _copy_files(uploads, partial / FILES)
        made_at = clock.now().isoformat(timespec="seconds")
        manifest = Manifest(FORMAT, made_at, engine.dialect.name, tables, file_digests(partial / FILES))
        (partial / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n")
        partial.rename(folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise BackupFailed(f"the backup could not be written: {error}") from error
    except BackupFailed:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return manifest


def verify(folder: Path) -> Manifest:
    """Read a backup again and compare it with its manifest. Raises BackupFailed naming what is missing or changed."""
    manifest = _read_manifest(folder)
    _compare("file", manifest.files, file_digests(folder / FILES))
    DATABASES[manifest.database].check(folder, manifest.tables)
    return manifest


def restore(engine: Engine, uploads: Path, folder: Path) -> Manifest:
    """Bring a backup back into an empty database and an empty folder of files, and compare every row and file.

    Raises BackupFailed when the place is not empty, the backup is damaged or of another kind of database.
    """
    manifest = verify(folder)
    if manifest.database != engine.dialect.name:
        raise BackupFailed(f"this is a backup of {manifest.database}; DATABASE_URL names {engine.dialect.name}")
    with engine.connect() as connection:
        if table_digests(connection):
            raise BackupFailed("the database is not empty: restore into a new one")
    if uploads.exists() and any(uploads.iterdir()):
        raise BackupFailed(f"{uploads} is not empty: restore into a new instance folder")
    engine.dispose()
    DATABASES[manifest.database].load(engine, folder)
    _copy_files(folder / FILES, uploads)
    with engine.connect() as connection:
        _compare("table", manifest.tables, table_digests(connection))
    _compare("file", manifest.files, file_digests(uploads))
    return manifest


def _copy_files(source: Path, target: Path) -> None:
    for path in source.rglob("*") if source.exists() else ():
        inside = path.relative_to(source)
        if inside.parts[0] in PASSING or not path.is_file():
            continue
        (target / inside).parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # deleted for good since the folder was listed
            shutil.copy2(path, target / inside)


def _read_manifest(folder: Path) -> Manifest:
    try:
        told = json.loads((folder / MANIFEST).read_text())
        return Manifest(
            format=told["format"],
            made_at=told["made_at"],
            database=told["database"],
            tables={name: TableDigest(**digest) for name, digest in told["tables"].items()},
            files={name: FileDigest(**digest) for name, digest in told["files"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupFailed(f"{folder} holds no readable backup: {type(error).__name__}: {error}") from error


def _compare(kind: str, wanted: Mapping[str, object], found: Mapping[str, object]) -> None:
    different = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
    if different:
        raise BackupFailed(f"{kind} not as in the backup: {', '.join(different[:10])}")
