"""Tables of investor sessions: the day, its slots and tables, who takes part, who wants to meet whom."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.events.models import Event
from ecosystem.investors.domain.life_cycle import SessionState as SessionState
from ecosystem.investors.domain.terms import (
    JoinRule,
    ParticipantState,
    RequestKind,
    RequestState,
    Side,
    WishKind,
)
from ecosystem.investors.models.profiles import InvestorProfile
from ecosystem.startups.models import Startup


class InvestorSession(Addressable, Timed, Versioned, Model):
    """A day on which founders and investors meet one to one, in slots of equal length.

    `starts_minute` and `ends_minute` count from midnight of `held_on` in `timezone`; `breaks` are pairs of such
    minutes. All are multiples of five, as the calendar counts.
    """

    __table_args__ = (
        CheckConstraint("ends_minute > starts_minute AND starts_minute >= 0", name="ends_after_start"),
        CheckConstraint("slot_minutes >= 5 AND gap_minutes >= 0", name="slots_have_length"),
        CheckConstraint("tables >= 1 AND spare_tables >= 0", name="has_tables"),
        CheckConstraint("founder_minimum >= 0", name="minimum_not_negative"),
        Index(None, "state", "held_on"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    held_on: Mapped[date]
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    starts_minute: Mapped[int] = mapped_column(Integer, default=480)
    ends_minute: Mapped[int] = mapped_column(Integer, default=690)
    slot_minutes: Mapped[int] = mapped_column(Integer, default=20)
    gap_minutes: Mapped[int] = mapped_column(Integer, default=0)
    breaks: Mapped[list[Any]] = mapped_column(Json, default=list)
    tables: Mapped[int] = mapped_column(Integer, default=10)
    spare_tables: Mapped[int] = mapped_column(Integer, default=1)
    is_online: Mapped[bool] = mapped_column(Boolean, default=False)
    founder_minimum: Mapped[int] = mapped_column(Integer, default=1)
    join_rule: Mapped[JoinRule] = mapped_column(choice(JoinRule), default=JoinRule.APPROVED)
    wishes_close_at: Mapped[datetime | None]
    state: Mapped[SessionState] = mapped_column(choice(SessionState), default=SessionState.DRAFT)
    published_at: Mapped[datetime | None]  # the timetable, for the first time
    reminded_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()


class SessionSlot(Model):
    """A slot of a session; in a break nobody meets. Positions count from 1, breaks included."""

    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        UniqueConstraint("session_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    position: Mapped[int] = mapped_column(Integer)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_break: Mapped[bool] = mapped_column(Boolean, default=False)


class SessionTable(Addressable, Model):
    """A table of the hall, or a video room with its link. Spare ones stay free for repairs on the day."""

    __table_args__ = (UniqueConstraint("session_id", "number"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    number: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String(60), default="")
    is_spare: Mapped[bool] = mapped_column(Boolean, default=False)
    link: Mapped[str] = mapped_column(String(500), default="")

    session: Mapped[InvestorSession] = relationship()


class Participant(Addressable, Timed, Versioned, Model):
    """A person who takes part in a session, for a startup or for an investor. A person takes part once.

    `away` holds the positions of the slots in which they cannot come.
    """

    __table_args__ = (
        UniqueConstraint("session_id", "account_id"),
        UniqueConstraint("session_id", "startup_id"),
        UniqueConstraint("session_id", "investor_id"),
        CheckConstraint(
            "(side = 'founder' AND startup_id IS NOT NULL AND investor_id IS NULL)"
            " OR (side = 'investor' AND investor_id IS NOT NULL AND startup_id IS NULL)",
            name="has_a_side",
        ),
        Index(None, "session_id", "side", "state"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    startup_id: Mapped[int | None] = mapped_column(ForeignKey("startup.id"), index=True)
    investor_id: Mapped[int | None] = mapped_column(ForeignKey("investor_profile.id"), index=True)
    state: Mapped[ParticipantState] = mapped_column(choice(ParticipantState), default=ParticipantState.INVITED)
    away: Mapped[list[Any]] = mapped_column(Json, default=list)
    note: Mapped[str] = mapped_column(String(300), default="")
    wished_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]

    session: Mapped[InvestorSession] = relationship()
    account: Mapped[Account] = relationship()
    startup: Mapped[Startup | None] = relationship()
    investor: Mapped[InvestorProfile | None] = relationship()

    @property
    def name(self) -> str:
        """What the others know them by: the startup's or the investor's name."""
        if self.startup is not None:
            return self.startup.name
        return self.investor.name if self.investor is not None else ""


class Wish(Timed, Model):
    """What one participant wants of one of the other side; the other side never reads a "no thanks"."""

    __table_args__ = (
        UniqueConstraint("from_id", "to_id"),
        CheckConstraint("from_id <> to_id", name="of_somebody_else"),
        Index(None, "session_id", "to_id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    kind: Mapped[WishKind] = mapped_column(choice(WishKind))

    giver: Mapped[Participant] = relationship(foreign_keys=[from_id])
    target: Mapped[Participant] = relationship(foreign_keys=[to_id])


class Veto(Timed, Model):
    """A pair the organiser keeps apart, for a reason that only the staff reads."""

    __table_args__ = (UniqueConstraint("founder_id", "investor_id"), Index(None, "session_id"))

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    founder_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    investor_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ChangeRequest(Addressable, Timed, Model):
    """What a participant asks to be changed after publishing: to drop out, to be away in some slots, or else."""

    __table_args__ = (Index(None, "session_id", "state"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("investor_session.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(choice(RequestKind))
    away: Mapped[list[Any]] = mapped_column(Json, default=list)
    text: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[RequestState] = mapped_column(choice(RequestState), default=RequestState.OPEN)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    session: Mapped[InvestorSession] = relationship()
    participant: Mapped[Participant] = relationship()
