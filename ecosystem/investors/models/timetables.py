"""Tables of timetables: runs with what they propose, and the meetings that are published."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Exact, Json, Model, Timed, Versioned, choice
from ecosystem.investors.domain.terms import MeetingState, RunKind, RunState, Side
from ecosystem.investors.models.sessions import InvestorSession, Participant, SessionSlot, SessionTable


class TimetableRun(Addressable, Timed, Versioned, Model):
    """One proposal of a timetable, kept so that several can be compared and an older one taken again.

    `objective` and `bound` are sums of the weights of meetings; no timetable of these inputs is worth more than the
    bound. `inputs_hash` tells whether wishes or hours changed since. `figures` holds plain numbers for the page,
    `notes` sentences' codes with their values (who is below the minimum and why).
    """

    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("bound >= objective * 10000", name="bound_holds"),  # stored with four decimals
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[RunKind] = mapped_column(choice(RunKind), default=RunKind.WHOLE)
    seed: Mapped[int] = mapped_column(Integer, default=1)
    effort: Mapped[int] = mapped_column(Integer, default=1)
    inputs_hash: Mapped[str] = mapped_column(String(64), default="")
    method: Mapped[str] = mapped_column(String(60), default="")
    objective: Mapped[int] = mapped_column(Integer, default=0)
    bound: Mapped[Decimal] = mapped_column(Exact(4), default=Decimal(0))
    figures: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    notes: Mapped[list[Any]] = mapped_column(Json, default=list)
    state: Mapped[RunState] = mapped_column(choice(RunState), default=RunState.WAITING)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ready_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the mails that tell it were all written

    session: Mapped[InvestorSession] = relationship()


class PlannedMeeting(Model):
    """A meeting as a run proposes it. Locked ones stay when the session is planned again from this run."""

    __table_args__ = (
        UniqueConstraint("run_id", "founder_id", "slot_id"),
        UniqueConstraint("run_id", "investor_id", "slot_id"),
        UniqueConstraint("run_id", "table_id", "slot_id"),
        UniqueConstraint("run_id", "founder_id", "investor_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("timetable_run.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("session_slot.id"), index=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("session_table.id"), index=True)
    founder_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    investor_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    is_locked: Mapped[bool] = mapped_column(Boolean, default=False)

    run: Mapped[TimetableRun] = relationship()
    slot: Mapped[SessionSlot] = relationship()
    table: Mapped[SessionTable] = relationship()
    founder: Mapped[Participant] = relationship(foreign_keys=[founder_id])
    investor: Mapped[Participant] = relationship(foreign_keys=[investor_id])


class Meeting(Addressable, Timed, Versioned, Model):
    """A published meeting. A person and a table are in one live meeting a slot at most.

    `live` is true, or NULL once cancelled: NULLs are distinct to a unique constraint on both databases, so that a
    cancelled meeting gives its hour, table and pair free and stays on record. Its engagement in the calendar bears
    the public id.
    """

    __table_args__ = (
        UniqueConstraint("founder_id", "slot_id", "live"),
        UniqueConstraint("investor_id", "slot_id", "live"),
        UniqueConstraint("table_id", "slot_id", "live"),
        UniqueConstraint("founder_id", "investor_id", "live"),
        CheckConstraint("(state = 'cancelled') = (live IS NULL)", name="cancelled_is_not_live"),
        Index(None, "session_id", "state"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("timetable_run.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("session_slot.id"), index=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("session_table.id"))
    founder_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    investor_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    is_locked: Mapped[bool] = mapped_column(Boolean, default=True)
    state: Mapped[MeetingState] = mapped_column(choice(MeetingState), default=MeetingState.PLANNED)
    live: Mapped[bool | None] = mapped_column(Boolean, default=True)
    absent: Mapped[Side | None] = mapped_column(choice(Side))
    late: Mapped[Side | None] = mapped_column(choice(Side))
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    session: Mapped[InvestorSession] = relationship()
    slot: Mapped[SessionSlot] = relationship()
    table: Mapped[SessionTable] = relationship()
    founder: Mapped[Participant] = relationship(foreign_keys=[founder_id])
    investor: Mapped[Participant] = relationship(foreign_keys=[investor_id])
