"""Programmes, and who takes part in them."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.core.windows import Window
from ecosystem.events.models import Event, Organiser
from ecosystem.mentoring.domain.life_cycle import MentorState, Mode, ParticipantState, ProgrammeState
from ecosystem.mentoring.domain.taxonomy import Place
from ecosystem.mentoring.models.people import MentorProfile
from ecosystem.startups.models import Stage, Startup


class Programme(Addressable, Timed, Versioned, Model):
    """A mentoring programme of an organiser, standing or within an event.

    People join, and send requests or rank, from `opens_at` to `closes_at`; the mentorships run until `ends_at`.
    A matching round is done once its matches are published (`matched_at`).
    """

    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("ends_at >= closes_at", name="ends_after_closing"),
        CheckConstraint("mentor_capacity >= 1", name="mentor_capacity_positive"),
        CheckConstraint("mentors_per_startup >= 1", name="mentors_per_startup_positive"),
        CheckConstraint("session_minutes >= 5", name="session_minutes_positive"),
        Index(None, "state", "opens_at"),
    )

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    mode: Mapped[Mode] = mapped_column(choice(Mode), default=Mode.REQUESTS)
    state: Mapped[ProgrammeState] = mapped_column(choice(ProgrammeState), default=ProgrammeState.DRAFT)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    matched_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    session_minutes: Mapped[int] = mapped_column(Integer, default=60)
    sessions_planned: Mapped[int] = mapped_column(Integer, default=6)
    mentor_capacity: Mapped[int] = mapped_column(Integer, default=3)  # when a mentor's profile says nothing else
    mentors_per_startup: Mapped[int] = mapped_column(Integer, default=1)
    wishes: Mapped[int] = mapped_column(Integer, default=3)  # requests in a row, or ranks in a round, at most
    open_requests: Mapped[int] = mapped_column(Integer, default=1)  # waiting for an answer at a time, a startup
    answer_hours: Mapped[int] = mapped_column(Integer, default=72)
    startups_need_approval: Mapped[bool] = mapped_column(Boolean, default=False)
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    organiser: Mapped[Organiser] = relationship()
    event: Mapped[Event | None] = relationship()

    @property
    def window(self) -> Window:
        """When people join, and send requests or rank."""
        return Window(self.opens_at, self.closes_at)


class ProgrammeMentor(Addressable, Timed, Versioned, Model):
    """A mentor in a programme, with their capacity there."""

    __table_args__ = (
        UniqueConstraint("programme_id", "profile_id"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        Index(None, "programme_id", "state"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"), index=True)
    capacity: Mapped[int] = mapped_column(Integer)
    state: Mapped[MentorState] = mapped_column(choice(MentorState))
    answered_at: Mapped[datetime | None]
    ranked_at: Mapped[datetime | None]  # when they handed in their ranking
    reminded_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship()
    profile: Mapped[MentorProfile] = relationship()


class ProgrammeStartup(Addressable, Timed, Versioned, Model):
    """A startup in a programme, with what it needs there. `contact` speaks for it."""

    __table_args__ = (UniqueConstraint("programme_id", "startup_id"), Index(None, "programme_id", "state"))

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    goals: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[list[str]] = mapped_column(Json, default=list)
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.IDEA)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    place: Mapped[Place] = mapped_column(choice(Place), default=Place.BOTH)
    free_times: Mapped[list[str]] = mapped_column(Json, default=list)  # as domain/affinity names them: "thu-am"
    state: Mapped[ParticipantState] = mapped_column(choice(ParticipantState))
    answered_at: Mapped[datetime | None]
    ranked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship()
    startup: Mapped[Startup] = relationship()
    contact: Mapped[Account] = relationship()
