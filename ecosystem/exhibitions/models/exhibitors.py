"""Tables of exhibitors, their people and invitations."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.exhibitions.domain.life_cycle import ExhibitorState
from ecosystem.exhibitions.models.plans import Exhibition, Zone
from ecosystem.startups.domain.invitations import InvitationState
from ecosystem.startups.models import Startup
from ecosystem.uploads.models import StoredFile

if TYPE_CHECKING:
    from ecosystem.exhibitions.models.claims import BoothClaim


class Exhibitor(Addressable, Timed, Versioned, Model):
    """A startup or an organisation that wants to exhibit, or does. `party_key` keeps it from applying twice."""

    __table_args__ = (
        UniqueConstraint("exhibition_id", "party_key"),
        Index(None, "exhibition_id", "state"),
    )

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    startup_id: Mapped[int | None] = mapped_column(ForeignKey("startup.id"), index=True)
    party_key: Mapped[str] = mapped_column(String(220))
    name: Mapped[str] = mapped_column(String(200))
    contact_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    province_code: Mapped[str] = mapped_column(String(4), default="")
    sectors: Mapped[list[Any]] = mapped_column(Json, default=list)
    about: Mapped[str] = mapped_column(Text, default="")
    shows: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    wish_zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    wish_kind: Mapped[str] = mapped_column(String(32), default="")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[ExhibitorState] = mapped_column(choice(ExhibitorState), default=ExhibitorState.APPLIED)
    applied_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    exhibition: Mapped[Exhibition] = relationship()
    startup: Mapped[Startup | None] = relationship()
    contact: Mapped[Account] = relationship(foreign_keys=[contact_id])
    wish_zone: Mapped[Zone | None] = relationship()
    logo: Mapped[StoredFile | None] = relationship()
    members: Mapped[list["ExhibitorMember"]] = relationship(back_populates="exhibitor", order_by="ExhibitorMember.id")
    claims: Mapped[list["BoothClaim"]] = relationship(back_populates="exhibitor", order_by="BoothClaim.id")


class ExhibitorMember(Timed, Model):
    """A person who acts for an exhibitor. The team of an exhibiting startup may act without being listed here."""

    __table_args__ = (UniqueConstraint("exhibitor_id", "account_id"),)

    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)

    exhibitor: Mapped[Exhibitor] = relationship(back_populates="members")
    account: Mapped[Account] = relationship()


class ExhibitorInvitation(Addressable, Timed, Model):
    """An invitation by e-mail: to exhibit, or (with `exhibitor_id`) to act for an exhibitor that is in already."""

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"), index=True)
    exhibitor_id: Mapped[int | None] = mapped_column(ForeignKey("exhibitor.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    state: Mapped[InvitationState] = mapped_column(choice(InvitationState), default=InvitationState.PENDING)
    answered_at: Mapped[datetime | None]

    exhibition: Mapped[Exhibition] = relationship()
    exhibitor: Mapped[Exhibitor | None] = relationship()
    invited_by: Mapped[Account] = relationship()
