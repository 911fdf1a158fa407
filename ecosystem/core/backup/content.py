"""What is in a database and in a folder, in figures that can be compared."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect

CHUNK = 1024 * 1024
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class TableDigest:
    """How many rows, and the SHA-256 over all of them in the order of the key."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class FileDigest:
    """Bytes, and their SHA-256."""

    size: int
    sha256: str


def table_digests(connection: Connection) -> dict[str, TableDigest]:
    """Return the digest of every table in the database, by its name."""
    structure = inspect(connection)
    names = [name for name in structure.get_table_names() if not name.startswith("sqlite_")]
    return {name: _digest(connection, name, _order(structure, name)) for name in sorted(names)}


def _order(structure: object, table: str) -> Sequence[str]:
    key = structure.get_pk_constraint(table)["constrained_columns"]  # type: ignore[attr-defined]
    columns = [column["name"] for column in structure.get_columns(table)]  # type: ignore[attr-defined]
    return key or columns


def _digest(connection: Connection, table: str, order: Sequence[str]) -> TableDigest:
    quoted = ", ".join(f'"{column}"' for column in order)
    query = f'SELECT * FROM "{table}" ORDER BY {quoted}'  # noqa: S608 - names of the database's own tables
    rows, total = 0, hashlib.sha256()
    answer = connection.execution_options(yield_per=ROWS_AT_ONCE).exec_driver_sql(query)
    columns = sorted(answer.keys())
    for row in answer.mappings():
        # By name, because a migrated table and one made from the models may order their columns differently.
        values = [[column, row[column]] for column in columns]
        total.update(json.dumps(values, sort_keys=True, ensure_ascii=False, default=repr).encode() + b"\n")
        rows += 1
    return TableDigest(rows, total.hexdigest())


def file_digests(folder: Path) -> dict[str, FileDigest]:
    """Return the digest of every file below the folder, by its path in it; none where there is no folder."""
    if not folder.exists():
        return {}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _file_digest(path) for path in files}


def _file_digest(path: Path) -> FileDigest:
    total = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            total.update(part)
    return FileDigest(path.stat().st_size, total.hexdigest())
