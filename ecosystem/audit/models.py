"""The audit log: append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ecosystem.core import clock
from ecosystem.core.database import Model


class AuditEntry(Model):
    """One act. `account_id` None means the product itself (a job, a command).

    `subject_type` and `subject_id` name the record, `scope_type`/`scope_id` what it belongs to (an
    organiser, a contest), so that whoever answers for the scope can read its history.
    `changes` maps a field to [before, after].
    """

    __table_args__ = (
        Index(None, "subject_type", "subject_id", "at"),
        Index(None, "scope_type", "scope_id", "at"),
    )

    at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    action: Mapped[str] = mapped_column(String(64))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    scope_type: Mapped[str | None] = mapped_column(String(40))
    scope_id: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(20), default="")
