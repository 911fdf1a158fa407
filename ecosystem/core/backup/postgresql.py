"""PostgreSQL: pg_dump and pg_restore, of a version not older than the server's."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from ecosystem.core.backup.content import TableDigest, table_digests
from ecosystem.core.backup.errors import BackupFailed

DUMP = "database.dump"


def save(engine: Engine, folder: Path) -> dict[str, TableDigest]:
    """Write the dump; return the digests of the tables, read at the very instant of the dump."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        _run("pg_dump", engine, *options, f"--file={folder / DUMP}")
        (folder / DUMP).chmod(0o600)
        return table_digests(connection)


def check(folder: Path, _tables: Mapping[str, TableDigest]) -> None:
    """Raise BackupFailed when the dump has no readable contents; its rows are compared when it is restored."""
    _run("pg_restore", None, "--list", str(folder / DUMP))


def load(engine: Engine, folder: Path) -> None:
    """Restore the dump in one transaction."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", engine, *options, str(folder / DUMP))


def _run(program: str, engine: Engine | None, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupFailed(
            f"{program} was not found. Install PostgreSQL's client programs, in the server's version or a newer one"
            " (Debian: apt-get install postgresql-client)."
        )
    with _address(engine) as address:
        result = subprocess.run(  # noqa: S603 - a fixed program with our own arguments
            [path, *address, *arguments], capture_output=True, text=True, check=False
        )
    if result.returncode:
        raise BackupFailed(f"{program} failed:\n{result.stderr.strip()}")


@contextmanager
def _address(engine: Engine | None) -> Iterator[tuple[str, ...]]:
    """Where the database is; the password goes by a file only we can read, because arguments are seen by all."""
    if engine is None:
        yield ()
        return
    url = engine.url.set(drivername="postgresql")
    with tempfile.NamedTemporaryFile("w", prefix="ecosystem-", suffix=".pgpass") as passwords:
        if url.password:
            escaped = str(url.password).replace("\\", "\\\\").replace(":", "\\:")
            passwords.write(f"*:*:*:*:{escaped}\n")
            passwords.flush()
            url = url.set(password=None).update_query_dict({"passfile": passwords.name})
        yield (f"--dbname={url.render_as_string(hide_password=False)}",)
