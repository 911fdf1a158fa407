"""When mentors can be booked."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.mentoring.models.people import MentorProfile


class Availability(Timed, Versioned, Model):
    """A mentor's hours. `weekly` maps a weekday ("0" Monday … "6") to [[from, to], …], minutes of the mentor's day.

    `timezone` is the zone the hours are meant in. Nobody books later than `notice_hours` before, nor nearer than
    `buffer_minutes` to another appointment, nor more than `most_per_week` sessions in a week of the mentor's zone.
    """

    __table_args__ = (
        CheckConstraint("notice_hours >= 0", name="notice_not_negative"),
        CheckConstraint("buffer_minutes >= 0", name="buffer_not_negative"),
        CheckConstraint("most_per_week >= 1", name="most_per_week_positive"),
        CheckConstraint("days_ahead >= 1", name="days_ahead_positive"),
    )

    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"), unique=True)
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    weekly: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    notice_hours: Mapped[int] = mapped_column(Integer, default=24)
    buffer_minutes: Mapped[int] = mapped_column(Integer, default=15)
    most_per_week: Mapped[int] = mapped_column(Integer, default=5)
    days_ahead: Mapped[int] = mapped_column(Integer, default=45)
    where: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    changed_at: Mapped[datetime | None]

    profile: Mapped[MentorProfile] = relationship()
    exceptions: Mapped[list["AvailabilityException"]] = relationship(
        back_populates="availability", order_by="AvailabilityException.starts_on", cascade="all, delete-orphan"
    )


class ExceptionKind(StrEnum):
    """What is different on some days."""

    BUSY = "busy"
    FREE = "free"


class AvailabilityException(Addressable, Timed, Model):
    """Days that differ from the week: free or busy between two times of the day, or all day (0 to 1440 minutes)."""

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("from_minute >= 0 AND to_minute <= 1440 AND to_minute > from_minute", name="minutes_of_a_day"),
    )

    availability_id: Mapped[int] = mapped_column(ForeignKey("availability.id"), index=True)
    kind: Mapped[ExceptionKind] = mapped_column(choice(ExceptionKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    from_minute: Mapped[int] = mapped_column(Integer, default=0)
    to_minute: Mapped[int] = mapped_column(Integer, default=1440)
    note: Mapped[str] = mapped_column(String(200), default="")

    availability: Mapped[Availability] = relationship(back_populates="exceptions")
