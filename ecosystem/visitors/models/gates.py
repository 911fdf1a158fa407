"""Tables of the gates: the devices that scan, every scan, and the entries that count."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Model, Timed, choice
from ecosystem.events.models import Event
from ecosystem.visitors.domain.states import Direction, Outcome
from ecosystem.visitors.models.tickets import Ticket


class Gate(Addressable, Timed, Model):
    """A place where visitors are let in; `capacity` is how many people the place behind it takes at a time."""

    __table_args__ = (UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer, default=0)
    closed_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()


class GateDevice(Addressable, Timed, Model):
    """A telephone that may scan at a gate. Its link works until it expires or is revoked.

    With `account_id` it belongs to a member of the staff and ends with their place on it; without one whoever holds
    the link is a helper. `clock_offset_ms`: how far its clock was behind the server's when last measured.
    """

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    label: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger, default=0)

    event: Mapped[Event] = relationship()
    gate: Mapped[Gate] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])


class Entry(Model):
    """Somebody came in. `period` is what the ticket's policy lets in once (always, a day, each stay); it is None
    when the entry was undone, so that the unique constraint decides which of two scans counts."""

    __table_args__ = (
        UniqueConstraint("ticket_id", "period"),
        CheckConstraint("(period IS NULL) = (undone_at IS NOT NULL)", name="counts_until_undone"),
        Index(None, "event_id", "entered_at"),
        Index(None, "gate_id", "period"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("gate_device.id"), index=True)
    period: Mapped[str | None] = mapped_column(String(20))
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    left_gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    undone_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship()
    gate: Mapped[Gate] = relationship(foreign_keys=[gate_id])


class ScanAttempt(Model):
    """One scan, whatever it came to. `key` is made on the device, so that a scan sent twice is one scan.

    `at` is the moment of the scan by the server's clock; `device_at` what the device's clock showed.
    """

    __table_args__ = (UniqueConstraint("device_id", "key"), Index(None, "event_id", "at"))

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("gate_device.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    direction: Mapped[Direction] = mapped_column(choice(Direction), default=Direction.IN)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    at: Mapped[datetime]
    device_at: Mapped[datetime]
    received_at: Mapped[datetime]
    was_offline: Mapped[bool] = mapped_column(Boolean, default=False)
    undone_at: Mapped[datetime | None]
