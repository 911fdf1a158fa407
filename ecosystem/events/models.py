"""Tables of organisers and events."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Model, SortKey, Timed, Versioned, choice
from ecosystem.events.domain.life_cycle import EventState as EventState
from ecosystem.startups.domain.invitations import InvitationState as InvitationState
from ecosystem.uploads.models import StoredFile


class StaffRole(StrEnum):
    """What a member of an organiser's staff may do, strongest first."""

    OWNER = "owner"
    MANAGER = "manager"
    SCREENER = "screener"  # reviews eligibility
    CHECK_IN = "check_in"
    FINANCE = "finance"
    OBSERVER = "observer"


class Organiser(Addressable, Timed, Versioned, Model):
    """An organisation that runs events; each sees only its own."""

    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    province_code: Mapped[str] = mapped_column(String(4), default="")
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    approved_at: Mapped[datetime | None]  # nothing of theirs is published before
    sort_key: Mapped[str] = mapped_column(SortKey, default="")

    logo: Mapped[StoredFile | None] = relationship()
    staff: Mapped[list["StaffMember"]] = relationship(back_populates="organiser", order_by="StaffMember.id")


class StaffMember(Timed, Model):
    """A person on an organiser's staff, with one role."""

    __table_args__ = (UniqueConstraint("organiser_id", "account_id"),)

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[StaffRole] = mapped_column(choice(StaffRole))

    organiser: Mapped[Organiser] = relationship(back_populates="staff")
    account: Mapped[Account] = relationship()


class StaffInvitation(Addressable, Timed, Model):
    """An invitation by e-mail onto an organiser's staff."""

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)  # as Account.email_key
    role: Mapped[StaffRole] = mapped_column(choice(StaffRole))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    state: Mapped[InvitationState] = mapped_column(choice(InvitationState), default=InvitationState.PENDING)
    answered_at: Mapped[datetime | None]

    organiser: Mapped[Organiser] = relationship()
    invited_by: Mapped[Account] = relationship()


class Event(Addressable, Timed, Versioned, Model):
    """Something an organiser holds, from `starts_on` to `ends_on`, days in its zone."""

    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), index=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    tagline: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    state: Mapped[EventState] = mapped_column(choice(EventState), default=EventState.DRAFT)
    published_at: Mapped[datetime | None]
    venue_name: Mapped[str] = mapped_column(String(200), default="")
    venue_address: Mapped[str] = mapped_column(String(300), default="")
    venue_map_url: Mapped[str] = mapped_column(String(500), default="")
    province_code: Mapped[str] = mapped_column(String(4), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    organiser: Mapped[Organiser] = relationship()
    cover: Mapped[StoredFile | None] = relationship()


class Room(Model):
    """A room of an event's venue."""

    __table_args__ = (UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int | None] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer, default=0)


class ProgrammeItem(Addressable, Timed, Versioned, Model):
    """One entry of an event's programme."""

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "event_id", "starts_at"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(32), default="session")

    event: Mapped[Event] = relationship()
    room: Mapped[Room | None] = relationship()
    speakers: Mapped[list["Speaker"]] = relationship(secondary="programme_speaker", order_by="Speaker.sort_key")


class Speaker(Addressable, Model):
    """Somebody who speaks at an event."""

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sort_key: Mapped[str] = mapped_column(SortKey, default="")

    event: Mapped[Event] = relationship()
    photo: Mapped[StoredFile | None] = relationship()


class ProgrammeSpeaker(Model):
    """Who speaks in which entry of the programme."""

    __table_args__ = (UniqueConstraint("programme_item_id", "speaker_id"),)

    programme_item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id", ondelete="CASCADE"))
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"))


class Partner(Addressable, Model):
    """A partner or sponsor of an event."""

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(32), default="partner")
    website: Mapped[str] = mapped_column(String(300), default="")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_listed: Mapped[bool] = mapped_column(Boolean, default=True)

    event: Mapped[Event] = relationship()
    logo: Mapped[StoredFile | None] = relationship()
