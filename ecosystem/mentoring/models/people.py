"""Mentors, and pairs that must not be."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.domain.taxonomy import Place
from ecosystem.startups.models import Startup


class MentorProfile(Addressable, Timed, Versioned, Model):
    """What a person offers as a mentor. In the directory only if `is_public`; never the contact data.

    `sectors` and `stages` as the taxonomy of startups has them, `topics` and `languages` as that of mentoring.
    `capacity` is how many startups they take on in one programme unless agreed otherwise there.
    """

    __table_args__ = (CheckConstraint("capacity >= 0", name="capacity_not_negative"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    headline: Mapped[str] = mapped_column(String(200), default="")
    expertise: Mapped[str] = mapped_column(Text, default="")
    not_offered: Mapped[str] = mapped_column(Text, default="")
    sectors: Mapped[list[str]] = mapped_column(Json, default=list)
    stages: Mapped[list[str]] = mapped_column(Json, default=list)
    topics: Mapped[list[str]] = mapped_column(Json, default=list)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    place: Mapped[Place] = mapped_column(choice(Place), default=Place.BOTH)
    province_code: Mapped[str] = mapped_column(String(4), default="")
    capacity: Mapped[int] = mapped_column(Integer, default=3)
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    paused_until: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="", index=True)
    search_text: Mapped[str] = mapped_column(Text, default="")

    account: Mapped[Account] = relationship()


class MentoringVeto(Timed, Model):
    """A mentor or a startup does not want to be matched with the other; the other side is never told."""

    __table_args__ = (UniqueConstraint("profile_id", "startup_id", "side"),)

    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"))
    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))

    profile: Mapped[MentorProfile] = relationship()
    startup: Mapped[Startup] = relationship()
