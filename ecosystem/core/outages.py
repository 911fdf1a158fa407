"""What a database that fails means for people: busy, away, full, or asked to keep what it cannot; else it is a bug."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from ecosystem.core.errors import EcosystemError, Invalid, StorageFull, Unavailable

FAILURES = (DataError, OperationalError, InterfaceError, PoolExhausted)

# Names of SQLite's result codes, and classes of PostgreSQL's: 08 connection, 53 resources, 57P shutdown, 40, 55P locks.
SQLITE_AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PROTOCOL")
POSTGRES_AWAY = ("08", "53", "57P", "40", "55P")
POSTGRES_FULL = "53100"


def outage(error: Exception) -> EcosystemError | None:
    """Return what to tell people about a failure of the database; None when it is not an outage but a bug."""
    if isinstance(error, PoolExhausted):
        return _away()
    if isinstance(error, DataError):  # a null character, a number beyond all columns
        return Invalid(_l("This cannot be stored. Please check what you typed."))
    cause = error.orig if isinstance(error, DBAPIError) else None
    name = getattr(cause, "sqlite_errorname", None)
    if name is not None:
        return _full() if name == "SQLITE_FULL" else _away() if name.startswith(SQLITE_AWAY) else None
    state = getattr(cause, "sqlstate", None)
    if state == POSTGRES_FULL:
        return _full()
    # A connection that never came about, or broke, has no state.
    return _away() if state is None or state.startswith(POSTGRES_AWAY) else None


def _away() -> EcosystemError:
    return Unavailable(
        _l("The database does not answer at the moment. What was saved before is safe; please try again in a minute.")
    )


def _full() -> EcosystemError:
    return StorageFull(
        _l("The server has no room left, so this was not saved. What was saved before is safe; please keep your text.")
    )
