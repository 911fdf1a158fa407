"""Tables of calendars: what somebody is engaged for, and who and what is taken when."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Json, Model, Timed


class Engagement(Addressable, Timed, Model):
    """Something with people (and places) at a time, which holds them: nobody is in two of them at once.

    `kind` and `subject` (a public id) name the record it belongs to. `address` is the path of its page, `link` a video
    room, `places` what it holds besides people. `sequence` rises with every change; a cancelled one stays, so
    that calendars that subscribed take it out.
    """

    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "starts_at"),
    )

    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    where: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[list[Any]] = mapped_column(Json, default=list)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    cancelled_at: Mapped[datetime | None]

    people: Mapped[list["EngagedPerson"]] = relationship(
        back_populates="engagement", cascade="all, delete-orphan", order_by="EngagedPerson.account_id"
    )

    @property
    def is_live(self) -> bool:
        """Whether it takes place, or took place."""
        return self.cancelled_at is None

    @property
    def account_ids(self) -> list[int]:
        """The accounts it holds."""
        return [each.account_id for each in self.people]


class EngagedPerson(Model):
    """Somebody an engagement holds."""

    __table_args__ = (UniqueConstraint("engagement_id", "account_id"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)

    engagement: Mapped[Engagement] = relationship(back_populates="people")


class OccupiedSlot(Model):
    """Five minutes of a person or a place (`domain/grid`): the one truth about who is taken when."""

    __table_args__ = (UniqueConstraint("holder", "slot"),)

    holder: Mapped[str] = mapped_column(String(120))
    slot: Mapped[int] = mapped_column(BigInteger)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)


class CalendarFeed(Timed, Model):
    """The address at which somebody's calendar can be read without signing in; deleted when it is revoked.

    The address is made of `nonce` and a signature with the deployment's secret: whoever reads the table cannot read
    the calendar.
    """

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(32), unique=True)
    read_at: Mapped[datetime | None]
