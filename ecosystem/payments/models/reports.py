"""What providers and banks report: events, and statements line by line."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.events.models import Organiser
from ecosystem.payments.models.money import Capture, Discrepancy
from ecosystem.payments.models.orders import Order


class EventOutcome(StrEnum):
    """What became of a provider's event."""

    DONE = "done"
    IGNORED = "ignored"  # of a kind, or about a thing, that is none of ours
    WAITING = "waiting"  # it came before the payment it speaks of


class ProviderEvent(Model):
    """An event that a provider sent, once, however often it was delivered.

    `subject` is the provider's name of the payment it is about; `data` holds the few values that are needed to act on
    it later, and nothing about the payer.
    """

    __table_args__ = (UniqueConstraint("provider", "event"), Index(None, "outcome", "subject"))

    provider: Mapped[str] = mapped_column(String(20))
    event: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200), default="")
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    outcome: Mapped[EventOutcome] = mapped_column(choice(EventOutcome), default=EventOutcome.DONE)
    said: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    received_at: Mapped[datetime]


class StatementState(StrEnum):
    """Where an imported statement stands."""

    COLUMNS = "columns"  # the columns wait for a hand
    READING = "reading"  # a background task reads it
    READ = "read"  # the dry run is there to look at
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDED = "discarded"


class LineState(StrEnum):
    """What a line of a statement is, or would be while the statement is not applied."""

    MATCHED = "matched"  # it pays an order to the đồng
    NEAR = "near"  # it comes near an order: for a decision
    UNMATCHED = "unmatched"
    HELD = "held"  # decided for an order it does not fit: among the discrepancies
    SET_ASIDE = "set_aside"  # a person decided that it pays no order
    REPEATED = "repeated"  # an earlier statement held it
    DEBIT = "debit"
    FLAWED = "flawed"


class Statement(Addressable, Timed, Versioned, Model):
    """A bank's export that somebody imported.

    `content` (compressed) is kept until it is applied or discarded. `columns` maps roles to columns, `header` is the
    row they stand in. `counts` has the number of lines by state at the dry run, and `applied` after it was applied.
    """

    __table_args__ = (Index(None, "organiser_id", "uploaded_at"),)

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    encoding: Mapped[str] = mapped_column(String(20), default="")
    delimiter: Mapped[str] = mapped_column(String(1), default="")
    columns: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    header: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[StatementState] = mapped_column(choice(StatementState), default=StatementState.COLUMNS)
    lines: Mapped[int] = mapped_column(Integer, default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    applied: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    organiser: Mapped[Organiser] = relationship()
    uploaded_by: Mapped[Account] = relationship(foreign_keys="Statement.uploaded_by_id")
    applied_by: Mapped[Account | None] = relationship(foreign_keys="Statement.applied_by_id")


class StatementLine(Addressable, Versioned, Model):
    """A line of a statement. `taken` names the line of the account once it is applied: no other line can bear it.

    `order_ids` are the orders it may pay, the likeliest first, `reasons` why it does not count by itself. Of money
    that left the account neither note nor reference are kept.
    """

    __table_args__ = (
        UniqueConstraint("statement_id", "number", "fingerprint"),
        Index(None, "statement_id", "state", "number"),
        Index(None, "organiser_id", "state"),
    )

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime | None]
    amount: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str] = mapped_column(String(100), default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    taken: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[LineState] = mapped_column(choice(LineState))
    order_ids: Mapped[list[Any]] = mapped_column(Json, default=list)
    reasons: Mapped[list[Any]] = mapped_column(Json, default=list)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("payment_order.id"), index=True)
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("capture.id"), unique=True)
    discrepancy_id: Mapped[int | None] = mapped_column(ForeignKey("discrepancy.id"), unique=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    statement: Mapped[Statement] = relationship()
    order: Mapped[Order | None] = relationship()
    capture: Mapped[Capture | None] = relationship()
    discrepancy: Mapped[Discrepancy | None] = relationship()
    decided_by: Mapped[Account | None] = relationship()
