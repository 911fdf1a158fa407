"""Tables of startups."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.startups.domain.invitations import InvitationState as InvitationState
from ecosystem.startups.domain.taxonomy import Stage as Stage
from ecosystem.uploads.models import StoredFile


class Startup(Addressable, Timed, Versioned, Model):
    """A startup or a group of authors. Its profile is public only if `is_public`."""

    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    one_liner: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    sectors: Mapped[list[str]] = mapped_column(Json, default=list)
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.IDEA)
    province_code: Mapped[str] = mapped_column(String(4), default="")
    commune_code: Mapped[str] = mapped_column(String(8), default="")
    founded_on: Mapped[date | None]
    tax_code: Mapped[str] = mapped_column(String(16), default="", index=True)
    website: Mapped[str] = mapped_column(String(300), default="")
    video_url: Mapped[str] = mapped_column(String(300), default="")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    deck_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    deck_is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    archived_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="", index=True)
    search_text: Mapped[str] = mapped_column(Text, default="")

    logo: Mapped[StoredFile | None] = relationship(foreign_keys=[logo_id])
    deck: Mapped[StoredFile | None] = relationship(foreign_keys=[deck_id])
    members: Mapped[list["StartupMember"]] = relationship(
        back_populates="startup", order_by="StartupMember.id", cascade="all, delete-orphan"
    )


class StartupMember(Timed, Model):
    """A person in a startup's team. Owners manage the team; at least one owner remains."""

    __table_args__ = (UniqueConstraint("startup_id", "account_id"),)

    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    title: Mapped[str] = mapped_column(String(120), default="")
    is_owner: Mapped[bool] = mapped_column(Boolean, default=False)
    is_listed: Mapped[bool] = mapped_column(Boolean, default=True)

    startup: Mapped[Startup] = relationship(back_populates="members")
    account: Mapped[Account] = relationship()


class StartupInvitation(Addressable, Timed, Model):
    """An invitation by e-mail into a team; the link's token is stored as a hash."""

    startup_id: Mapped[int] = mapped_column(ForeignKey("startup.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)  # as Account.email_key
    title: Mapped[str] = mapped_column(String(120), default="")
    is_owner: Mapped[bool] = mapped_column(Boolean, default=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    state: Mapped[InvitationState] = mapped_column(choice(InvitationState), default=InvitationState.PENDING)
    answered_at: Mapped[datetime | None]

    startup: Mapped[Startup] = relationship()
    invited_by: Mapped[Account] = relationship()
