"""Reading the audit log."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from ecosystem.audit.kinds import act_text, code_text, field_text
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
            changes=tuple(_changes(entry)),
            note=str(code_text(entry.note)),
        )
        for entry in entries
    ]


def _changes(entry: AuditEntry) -> Iterator[tuple[Text, Any, Any]]:
    """Yield what changed; references to other rows (`…_id`) say nothing to people and are left out."""
    for name, (before, after) in entry.changes.items():
        if not name.endswith("_id"):
            yield field_text(name), _readable(before), _readable(after)


def _readable(value: Any) -> Any:
    """Codes as words, stored moments as moments, and of lists of rows only how many they are."""
    if isinstance(value, str):
        return _moment(value) or code_text(value)
    if isinstance(value, list):
        plain = all(isinstance(item, str) for item in value)
        return ", ".join(str(code_text(item)) for item in value) if plain and value else len(value)
    return len(value) if isinstance(value, dict) else value


def _moment(text: str) -> datetime | None:
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
