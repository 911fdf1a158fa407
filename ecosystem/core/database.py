"""The database: the base of all models and the one transaction; the column types are in `columns`.

Reading needs no ceremony: `session()` is there. Writing happens inside `transaction()` only; the
session refuses to flush outside one. On PostgreSQL a use case locks what it decides on with `locked()`;
on SQLite the transaction itself takes the single write lock at its first statement (BEGIN IMMEDIATE),
so `locked()` re-reads the row under it. What was loaded before the transaction began may be stale in
both cases: decide on what `locked()` returns.
"""

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, ClassVar, TypeVar

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, Integer, MetaData, String, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from ecosystem.core import clock
from ecosystem.core.columns import BigId, Exact, Instant, Json, JsonOrNull, SortKey, choice
from ecosystem.core.errors import AlreadyTaken, NoSuchRecord, StaleEdit
from ecosystem.core.errors import Text as Message
from ecosystem.core.identifiers import public_id
from ecosystem.core.write_queue import WriteQueue, write_queue

__all__ = [
    "Addressable",
    "BigId",
    "Exact",
    "Instant",
    "Json",
    "JsonOrNull",
    "Model",
    "SortKey",
    "Timed",
    "Versioned",
    "check_version",
    "choice",
    "db",
    "forget",
    "in_transaction",
    "init_database",
    "locked",
    "one_or_missing",
    "remembered",
    "scalars",
    "session",
    "transaction",
    "unique_or",
]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Base of all tables. The table is named after the class: `ScoreSheet` is `score_sheet`."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant(),
        Decimal: Exact(4),
        str: String(255),
        dict[str, Any]: Json,
        list[str]: Json,
        list[Any]: Json,
    }

    @declared_attr.directive
    def __tablename__(cls) -> str:
        name = cls.__name__
        return "".join(("_" + c.lower()) if c.isupper() else c for c in name).lstrip("_")

    id: Mapped[int] = mapped_column(BigId, primary_key=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


class Addressable:
    """Mix-in: a random public id for URLs, never the primary key."""

    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)


class Timed:
    """Mix-in: when the row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(Instant(), default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(Instant(), default=clock.now, onupdate=clock.now)


class Versioned:
    """Mix-in: a version that each change raises; an update of an old version raises StaleEdit."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


db = SQLAlchemy(
    metadata=Model.metadata,
    session_options={"expire_on_commit": False},
    engine_options={"pool_pre_ping": True},
)
migrate = Migrate(db=db, render_as_batch=True, compare_server_default=True)

M = TypeVar("M", bound=Model)
T = TypeVar("T")

_writing: ContextVar[bool] = ContextVar("ecosystem_writing", default=False)
_turn: ContextVar[WriteQueue | None] = ContextVar("ecosystem_turn", default=None)


def session() -> Session:
    """Return the session of this request, job item or command."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Run a use case: all of it is stored, or nothing.

    Nested use cases join as savepoints. The outermost one first ends the reading transaction the session
    may be in, so that no decision rests on an old snapshot and SQLite's write lock is taken at once.
    Raises StaleEdit when a versioned row was changed by somebody else meanwhile.
    """
    current = session()
    if _writing.get():
        with current.begin_nested():
            yield current
        return
    _commit(current)
    token = _writing.set(True)
    try:
        yield current
        _commit(current)
    except StaleDataError as error:
        current.rollback()
        raise StaleEdit(_l("Somebody else changed this meanwhile. Please look at it again.")) from error
    except BaseException:
        current.rollback()
        raise
    finally:
        _writing.reset(token)
        _let_others_write()
        current.info.pop("remembered", None)


def _commit(current: Session) -> None:
    current.commit()


def in_transaction() -> bool:
    """Tell whether a use case is under way."""
    return _writing.get()


@contextmanager
def unique_or(message: Message) -> Iterator[None]:
    """Turn a broken unique constraint inside the block into AlreadyTaken(message)."""
    try:
        with session().begin_nested():
            yield
    except IntegrityError as error:
        if not _is_unique_violation(error):
            raise
        raise AlreadyTaken(message) from error


def _is_unique_violation(error: IntegrityError) -> bool:
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return bool(code in ("23505", "23P01"))
    return "UNIQUE constraint failed" in str(error.orig)


def locked(kind: type[M], ident: int) -> M:
    """Re-read a row inside the transaction and keep others from changing it until the end.

    Raises NoSuchRecord when it is gone.
    """
    row = (
        session()
        .execute(
            select(kind).where(kind.id == ident).with_for_update(of=kind).execution_options(populate_existing=True)
        )
        .unique()
        .scalar_one_or_none()
    )
    if row is None:
        raise NoSuchRecord(_l("This is no longer here."))
    return row


def one_or_missing(row: M | None) -> M:
    """Return `row`; raise NoSuchRecord when it is None."""
    if row is None:
        raise NoSuchRecord(_l("There is no such page."))
    return row


def check_version(row: Versioned, shown: int | None) -> None:
    """Raise StaleEdit when the form was shown with another version than `row` now has."""
    check_state(row.version, shown)


def check_state(present: int, shown: int | None) -> None:
    """Raise StaleEdit when the form was shown with another number than `present`, which stands for what it shows."""
    if shown is not None and present != shown:
        raise StaleEdit(_l("Somebody else changed this meanwhile. Please look at it again."))


def scalars(statement: Any) -> Sequence[Any]:
    """Run a select of one entity and return all of it."""
    return session().scalars(statement).unique().all()


def remembered(key: Hashable, load: Callable[[], T]) -> T:
    """Return what `load` gave for `key` earlier in this request (or job item); load it the first time.

    For small facts asked over and over, such as the roles of the actor. `forget()` empties it after a change.
    """
    kept: dict[Hashable, Any] = session().info.setdefault("remembered", {})
    if key not in kept:
        kept[key] = load()
    value: T = kept[key]
    return value


def forget() -> None:
    """Drop everything remembered; `transaction()` does so when it ends."""
    session().info.pop("remembered", None)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # SQLAlchemy begins transactions, sqlite3 must not
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute("PRAGMA " + pragma)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _writing.get():
        _wait_to_write(connection.engine.url.database)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _wait_to_write(path: str | None) -> None:
    if _turn.get() is None and path not in (None, "", ":memory:") and not str(path).startswith("file:"):
        queue = write_queue(str(path))
        queue.enter()
        _turn.set(queue)


def _let_others_write() -> None:
    queue = _turn.get()
    if queue is not None:
        _turn.set(None)
        queue.leave()


@event.listens_for(Session, "before_flush")
def _only_in_transactions(flushed: Session, _context: Any, _instances: Any) -> None:
    if not _writing.get() and (flushed.new or flushed.dirty or flushed.deleted):
        raise RuntimeError("a write outside transaction()")


def init_database(app: Flask) -> None:
    """Wire the extension and the migrations to the application."""
    for name in ("lease", "background"):  # tables without a feature
        import_module(f"ecosystem.core.{name}")
    db.init_app(app)
    migrate.init_app(app, directory=app.config.get("MIGRATIONS_DIR", "migrations"))
