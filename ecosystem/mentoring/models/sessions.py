"""Mentoring sessions, and what is written down about them."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Model, Timed, Versioned, choice
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.models.matches import Mentorship


class MentoringSession(Addressable, Timed, Versioned, Model):
    """A meeting of a mentor and a startup. While it is booked, an engagement (`mentoring`, its public id) holds all
    who attend.

    `proposed_at` is another time that one side proposes; it holds nobody. `minutes` are those logged, once held.
    `absent` is the side that is said to have stayed away. `is_late` marks a cancellation after the mentor's notice.
    """

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(proposed_at IS NULL) = (proposed_by_id IS NULL)", name="proposed_by_somebody"),
        CheckConstraint("state NOT IN ('no_show', 'disputed') OR absent IS NOT NULL", name="absent_when_reported"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 0 AND 1440", name="minutes_of_a_day"),
        Index(None, "mentorship_id", "starts_at"),
        Index(None, "state", "starts_at"),
    )

    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[SessionState] = mapped_column(choice(SessionState), default=SessionState.BOOKED)
    topic: Mapped[str] = mapped_column(String(300), default="")
    where: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    booked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposal: Mapped[str] = mapped_column(Text, default="")
    moved: Mapped[int] = mapped_column(Integer, default=0)  # how often its time changed
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    is_late: Mapped[bool] = mapped_column(Boolean, default=False)
    minutes: Mapped[int | None] = mapped_column(Integer)
    absent: Mapped[Side | None] = mapped_column(choice(Side))
    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    report: Mapped[str] = mapped_column(Text, default="")
    objection: Mapped[str] = mapped_column(Text, default="")
    reminded_day_at: Mapped[datetime | None]
    reminded_hour_at: Mapped[datetime | None]
    asked_feedback_at: Mapped[datetime | None]

    mentorship: Mapped[Mentorship] = relationship()
    booked_by: Mapped[Account] = relationship(foreign_keys=[booked_by_id])
    attendees: Mapped[list["SessionAttendee"]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="SessionAttendee.id"
    )


class SessionAttendee(Model):
    """Somebody who attends a session, on one of its sides."""

    __table_args__ = (UniqueConstraint("session_id", "account_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("mentoring_session.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))

    session: Mapped[MentoringSession] = relationship(back_populates="attendees")
    account: Mapped[Account] = relationship()


class SharedNotes(Timed, Versioned, Model):
    """The notes of a session that both sides read and write."""

    session_id: Mapped[int] = mapped_column(ForeignKey("mentoring_session.id"), unique=True)
    text: Mapped[str] = mapped_column(Text, default="")
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    edited_by: Mapped[Account | None] = relationship()


class PrivateNote(Timed, Versioned, Model):
    """What one person noted for themselves: nobody else reads it, not the organiser either."""

    __table_args__ = (UniqueConstraint("session_id", "account_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("mentoring_session.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")


class ActionItem(Addressable, Timed, Versioned, Model):
    """Something that somebody of the two sides is to do."""

    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_session.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)  # None once they are gone
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    mentorship: Mapped[Mentorship] = relationship()
    owner: Mapped[Account | None] = relationship(foreign_keys=[owner_id])
