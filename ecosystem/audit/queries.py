"""Reading the audit log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from ecosystem.audit.kinds import act_text, field_text
from ecosystem.audit.models import AuditEntry
from ecosystem.core.database import Model
from ecosystem.core.errors import Text


def history_of(subject: Model) -> Select[Any]:
    """Statement: the entries about one record, newest first."""
    return (
        select(AuditEntry)
        .where(AuditEntry.subject_type == subject.__tablename__, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )


def history_in(scope: Model) -> Select[Any]:
    """Statement: the entries about everything that belongs to `scope`, newest first."""
    return (
        select(AuditEntry)
        .where(AuditEntry.scope_type == scope.__tablename__, AuditEntry.scope_id == scope.id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )


def history_by(account_id: int) -> Select[Any]:
    """Statement: what a person did, newest first."""
    return (
        select(AuditEntry)
        .where(AuditEntry.account_id == account_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )


@dataclass(frozen=True)
class HistoryLine:
    """An entry as people read it.

    `who` is empty when the product itself acted; `changes` are (field, before, after).
    """

    at: datetime
    who: str
    act: Text
    changes: tuple[tuple[Text, Any, Any], ...]
    note: str


def history_lines(entries: Iterable[AuditEntry], names: Mapping[int, str]) -> list[HistoryLine]:
    """Return the entries with what they are called and who acted; `names` come from `accounts.queries.names_of`."""
    return [
        HistoryLine(
            at=entry.at,
            who=names.get(entry.account_id or 0, ""),
            act=act_text(entry.action),
            changes=tuple((field_text(name), before, after) for name, (before, after) in entry.changes.items()),
            note=entry.note,
        )
        for entry in entries
    ]
