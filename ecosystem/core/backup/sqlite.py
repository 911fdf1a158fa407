"""SQLite: a copy made by its online backup, while the product reads and writes."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from ecosystem.core.backup.content import TableDigest, table_digests
from ecosystem.core.backup.errors import BackupFailed

COPY = "database.sqlite"


def save(engine: Engine, folder: Path) -> dict[str, TableDigest]:
    """Write the copy; return the digests of its tables."""
    copy = folder / COPY
    with closing(_opened(_path(engine))) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # A copy in one file: without the write-ahead log that the product uses.
        target.execute("PRAGMA journal_mode=DELETE")
    copy.chmod(0o600)
    return _digests(copy)


def check(folder: Path, tables: Mapping[str, TableDigest]) -> None:
    """Raise BackupFailed when the copy is damaged or its rows are not those of the manifest."""
    try:
        if _digests(folder / COPY) != tables:
            raise BackupFailed("the rows of the saved database are not those of the manifest")
    except (DBAPIError, sqlite3.Error) as error:
        raise BackupFailed(f"the saved database cannot be read: {error}") from error


def load(engine: Engine, folder: Path) -> None:
    """Copy the saved database to where the engine looks for it."""
    path = _path(engine)
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_opened(folder / COPY)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)


def _path(engine: Engine) -> Path:
    path = engine.url.database
    if not path or path == ":memory:":
        raise BackupFailed("a database in memory cannot be saved")
    return Path(path)


def _opened(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise BackupFailed(f"there is no database at {path}")
    return sqlite3.connect(path, timeout=30)


def _digests(copy: Path) -> dict[str, TableDigest]:
    if not copy.exists():
        raise BackupFailed(f"{copy} is missing")
    # Immutable: reading a backup writes nothing beside it.
    reader = create_engine(f"sqlite:///file:{copy}?mode=ro&immutable=1&uri=true", poolclass=NullPool)
    with reader.connect() as connection:
        return table_digests(connection)
