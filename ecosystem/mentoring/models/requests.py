"""What startups ask of mentors."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Model, Timed, Versioned, choice
from ecosystem.mentoring.domain.life_cycle import RequestState
from ecosystem.mentoring.models.programmes import Programme, ProgrammeMentor, ProgrammeStartup


class MentoringRequest(Addressable, Timed, Versioned, Model):
    """A startup's wish for one mentor; `position` orders the wishes of a startup.

    `live` is true while it is queued or waiting and NULL afterwards, so that a pair has one live request at most.
    A `muted` one never reaches its mentor, who does not want this startup; it is answered neutrally.
    """

    __table_args__ = (
        UniqueConstraint("programme_mentor_id", "programme_startup_id", "live"),
        CheckConstraint("(state IN ('queued', 'waiting')) = (live IS NOT NULL)", name="live_while_open"),
        CheckConstraint("state <> 'waiting' OR expires_at IS NOT NULL", name="waiting_expires"),
        Index(None, "state", "expires_at"),
        Index(None, "programme_startup_id", "state"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    programme_mentor_id: Mapped[int] = mapped_column(ForeignKey("programme_mentor.id"))
    programme_startup_id: Mapped[int] = mapped_column(ForeignKey("programme_startup.id"))
    position: Mapped[int] = mapped_column(Integer, default=1)
    message: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RequestState] = mapped_column(choice(RequestState))
    live: Mapped[bool | None] = mapped_column(Boolean, default=True)
    muted: Mapped[bool] = mapped_column(Boolean, default=False)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")

    programme: Mapped[Programme] = relationship()
    mentor: Mapped[ProgrammeMentor] = relationship()
    participant: Mapped[ProgrammeStartup] = relationship()
    asked_by: Mapped[Account] = relationship()
