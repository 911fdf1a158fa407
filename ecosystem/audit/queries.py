"""Reading the audit log."""

from typing import Any

from sqlalchemy import Select, select

from ecosystem.audit.models import AuditEntry
from ecosystem.core.database import Model


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
