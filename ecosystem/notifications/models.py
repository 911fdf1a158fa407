"""Tables of the outbox and the inbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice


class MailState(StrEnum):
    """`held` waits for the organiser's release; `queued` for the next delivery; `sending` is claimed by a job."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Mail(Addressable, Timed, Versioned, Model):
    """One mail to one person, rendered when it was written, so that it can be read and edited.

    `dedup_key` makes writing it again a no-op. `batch` names what it is held and released with.
    `scope_type`/`scope_id` name the organiser or contest whose staff may see it.
    """

    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "scope_type", "scope_id", "created_at"),
        Index(None, "batch"),
    )

    kind: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    to_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str]
    language: Mapped[str] = mapped_column(String(5), default="vi")
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(500), default="")  # where its line in the inbox leads
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    attachments: Mapped[list[Any]] = mapped_column(Json, default=list)
    calendar: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))  # an iCalendar object
    state: Mapped[MailState] = mapped_column(choice(MailState), default=MailState.QUEUED)
    batch: Mapped[str] = mapped_column(String(120), default="")
    dedup_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    scope_type: Mapped[str | None] = mapped_column(String(40))
    scope_id: Mapped[int | None]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(200), default="")
    is_secret: Mapped[bool] = mapped_column(Boolean, default=False)  # holds a link that signs in: staff never read it


class Notification(Addressable, Timed, Model):
    """One line in a person's inbox in the product."""

    __table_args__ = (
        Index(None, "account_id", "read_at"),
        UniqueConstraint("account_id", "dedup_key"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    read_at: Mapped[datetime | None]
    dedup_key: Mapped[str | None] = mapped_column(String(200))


class NotificationPreference(Model):
    """What a person does not want by mail; absence means the default of the kind."""

    __table_args__ = (UniqueConstraint("account_id", "kind"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(64))
    by_mail: Mapped[bool] = mapped_column(Boolean, default=True)


class MailTemplate(Timed, Versioned, Model):
    """An organiser's own wording of a kind of mail, in one language."""

    __table_args__ = (UniqueConstraint("scope_type", "scope_id", "kind", "language"),)

    scope_type: Mapped[str] = mapped_column(String(40))
    scope_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
