"""Writing the audit log. Called inside the use case that acts, so the record and the act are one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import insert, inspect, update
from structlog.contextvars import get_contextvars

from ecosystem.audit.models import AuditEntry
from ecosystem.core import clock
from ecosystem.core.database import Model, session, transaction


def record(
    action: str,
    subject: Model,
    *,
    by: int | None,
    scope: Model | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    note: str = "",
) -> AuditEntry:
    """Put one act on record. `by` is the account's id, None for the product itself.

    `subject` (and `scope`) must be stored already or are flushed here. `changes` maps a field to
    (before, after); fields whose value did not change are left out. Never pass secrets.
    """
    current = session()
    if inspect(subject).pending:  # its id is not known before it is stored
        current.flush()
    entry = AuditEntry(
        **_act(action, type(subject), by, scope, note),
        subject_id=subject.id,
        changes={name: [_plain(a), _plain(b)] for name, (a, b) in (changes or {}).items() if a != b},
    )
    current.add(entry)
    return entry


def _act(action: str, kind: type[Model], by: int | None, scope: Model | None, note: str) -> dict[str, Any]:
    """The columns that say what was done, by whom, where; without the record it was done to."""
    return {
        "account_id": by,
        "action": action,
        "subject_type": kind.__tablename__,
        "scope_type": scope.__tablename__ if scope is not None else None,
        "scope_id": scope.id if scope is not None else None,
        "note": note,
        "request_id": str(get_contextvars().get("request_id", "")),
    }


def record_all(
    action: str, kind: type[Model], idents: Sequence[int], *, by: int | None, scope: Model | None, note: str = ""
) -> None:
    """Put the same act on many records of one `kind` on record, each with an entry of its own, in one statement."""
    act = _act(action, kind, by, scope, note) | {"at": clock.now(), "changes": {}}
    rows: list[dict[str, Any]] = [act | {"subject_id": ident} for ident in idents]
    if rows:
        session().execute(insert(AuditEntry), rows)


def assign(row: Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the attributes of `row` to `values`; return what changed, ready for `record(changes=…)`."""
    changes: dict[str, tuple[Any, Any]] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = (before, value)
            setattr(row, name, value)
    return changes


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    return value


def forget_values(subject: Model) -> None:
    """Keep that acts on `subject` happened, and by whom, but not the values: for a person who was erased."""
    with transaction() as current:
        current.execute(
            update(AuditEntry)
            .where(AuditEntry.subject_type == subject.__tablename__, AuditEntry.subject_id == subject.id)
            .values(changes={}, note="")
        )
