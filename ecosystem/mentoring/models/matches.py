"""Who mentors whom."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Model, Timed, Versioned, choice
from ecosystem.mentoring.domain.life_cycle import MentorshipState, Origin
from ecosystem.mentoring.models.people import MentorProfile
from ecosystem.mentoring.models.programmes import Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.startups.models import Startup


class Mentorship(Addressable, Timed, Versioned, Model):
    """A match: a mentor works with a startup; contact data are open to both from `began_at`.

    While it is active it holds one of the mentor's seats and one of the startup's, numbered from 1 to the capacity;
    no seat is held twice, and a pair is active once at most. Seats and `live` are NULL once it is over.
    """

    __table_args__ = (
        UniqueConstraint("programme_mentor_id", "mentor_seat"),
        UniqueConstraint("programme_startup_id", "startup_seat"),
        UniqueConstraint("programme_mentor_id", "programme_startup_id", "live"),
        CheckConstraint("(state = 'active') = (live IS NOT NULL)", name="live_while_active"),
        CheckConstraint("(mentor_seat IS NOT NULL) = (live IS NOT NULL)", name="mentor_seat_while_live"),
        CheckConstraint("(startup_seat IS NOT NULL) = (live IS NOT NULL)", name="startup_seat_while_live"),
        CheckConstraint("mentor_seat >= 1 AND startup_seat >= 1", name="seats_from_one"),
        Index(None, "programme_id", "state"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    programme_mentor_id: Mapped[int] = mapped_column(ForeignKey("programme_mentor.id"))
    programme_startup_id: Mapped[int] = mapped_column(ForeignKey("programme_startup.id"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"), index=True)
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), index=True)
    mentor_seat: Mapped[int | None] = mapped_column(Integer)
    startup_seat: Mapped[int | None] = mapped_column(Integer)
    live: Mapped[bool | None] = mapped_column(Boolean, default=True)
    state: Mapped[MentorshipState] = mapped_column(choice(MentorshipState), default=MentorshipState.ACTIVE)
    origin: Mapped[Origin] = mapped_column(choice(Origin), default=Origin.REQUEST)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_request.id"), unique=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    end_reason: Mapped[str] = mapped_column(Text, default="")

    programme: Mapped[Programme] = relationship()
    programme_mentor: Mapped[ProgrammeMentor] = relationship()
    participant: Mapped[ProgrammeStartup] = relationship()
    profile: Mapped[MentorProfile] = relationship()
    startup: Mapped[Startup] = relationship()
