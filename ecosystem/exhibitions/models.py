"""Tables of exhibitions: halls with their plans, booths, exhibitors, and who has which booth.

Lengths are centimetres, angles degrees clockwise, money whole đồng. A booth that left the plan stays as a row with
`removed_at` (orders and visits may point to it) and gives its number free; `queries.booths` leave such rows out.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, BigId, Json, JsonOrNull, Model, SortKey, Timed, Versioned, choice
from ecosystem.core.windows import Window
from ecosystem.events.models import Event
from ecosystem.exhibitions.domain.booths import BoothKind as BoothKind
from ecosystem.exhibitions.domain.booths import ZoneColour as ZoneColour
from ecosystem.exhibitions.domain.life_cycle import ClaimState as ClaimState
from ecosystem.exhibitions.domain.life_cycle import ExhibitionState as ExhibitionState
from ecosystem.exhibitions.domain.life_cycle import ExhibitorState as ExhibitorState
from ecosystem.exhibitions.domain.life_cycle import SwapState as SwapState
from ecosystem.exhibitions.domain.life_cycle import WaitingState as WaitingState
from ecosystem.startups.domain.invitations import InvitationState
from ecosystem.startups.models import Startup
from ecosystem.uploads.models import StoredFile


class Exhibition(Addressable, Timed, Versioned, Model):
    """An exhibition held in an event.

    `refund_steps` lists [days before the first day, percent given back], most days first. A booth chosen is held for
    `hold_minutes`; one offered from the waiting list for `offer_hours`.
    """

    __table_args__ = (
        CheckConstraint("hold_minutes BETWEEN 1 AND 43200", name="hold_in_range"),
        CheckConstraint("offer_hours BETWEEN 1 AND 720", name="offer_in_range"),
        CheckConstraint("booths_per_exhibitor BETWEEN 1 AND 50", name="booths_in_range"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ExhibitionState] = mapped_column(choice(ExhibitionState), default=ExhibitionState.DRAFT)
    published_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    apply_opens_at: Mapped[datetime | None]
    apply_closes_at: Mapped[datetime | None]
    choose_opens_at: Mapped[datetime | None]
    choose_closes_at: Mapped[datetime | None]
    hold_minutes: Mapped[int] = mapped_column(Integer, default=30)
    offer_hours: Mapped[int] = mapped_column(Integer, default=24)
    booths_per_exhibitor: Mapped[int] = mapped_column(Integer, default=1)
    refund_steps: Mapped[list[Any]] = mapped_column(Json, default=list)
    terms: Mapped[str] = mapped_column(Text, default="")
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition.id"))

    event: Mapped[Event] = relationship()
    halls: Mapped[list["Hall"]] = relationship(back_populates="exhibition", order_by="(Hall.position, Hall.id)")
    zones: Mapped[list["Zone"]] = relationship(back_populates="exhibition", order_by="(Zone.position, Zone.id)")

    @property
    def apply_window(self) -> Window:
        """When somebody may apply for a place."""
        return Window(self.apply_opens_at, self.apply_closes_at)

    @property
    def choose_window(self) -> Window:
        """When exhibitors choose their booths themselves."""
        return Window(self.choose_opens_at, self.choose_closes_at)


class Hall(Addressable, Timed, Model):
    """A hall drawn to scale. `plan_version` rises with each change of its plan.

    `outline` lists its corners [[x, y], …]; empty is the rectangle `width` × `depth`. `background` lists walls, doors,
    stages, pillars and labels as `domain.plan` reads them.
    """

    __table_args__ = (
        UniqueConstraint("exhibition_id", "name"),
        CheckConstraint("width BETWEEN 100 AND 100000 AND depth BETWEEN 100 AND 100000", name="size_in_range"),
    )

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(Integer, default=0)
    width: Mapped[int] = mapped_column(Integer, default=3000)
    depth: Mapped[int] = mapped_column(Integer, default=2000)
    grid: Mapped[int] = mapped_column(Integer, default=50)
    outline: Mapped[list[Any]] = mapped_column(Json, default=list)
    background: Mapped[list[Any]] = mapped_column(Json, default=list)
    plan_version: Mapped[int] = mapped_column(Integer, default=1)

    exhibition: Mapped[Exhibition] = relationship(back_populates="halls")


class Zone(Addressable, Model):
    """A part of an exhibition with its colour: farming, health, schools …"""

    __table_args__ = (UniqueConstraint("exhibition_id", "name"),)

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    name: Mapped[str] = mapped_column(String(120))
    colour: Mapped[ZoneColour] = mapped_column(choice(ZoneColour), default=ZoneColour.GREEN)
    position: Mapped[int] = mapped_column(Integer, default=0)

    exhibition: Mapped[Exhibition] = relationship(back_populates="zones")


class Booth(Addressable, Timed, Model):
    """A booth. Without a hall it is online only.

    `x`, `y` are the middle of the booth in its hall, `width` × `depth` its size before it is turned by `angle`.
    A polygon lists its corners in `points` around that middle; its width and depth are those of the box around it.
    """

    __table_args__ = (
        UniqueConstraint("exhibition_id", "number"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint(
            "hall_id IS NULL OR (x IS NOT NULL AND y IS NOT NULL AND width > 0 AND depth > 0)", name="drawn_in_hall"
        ),
        CheckConstraint("angle >= 0 AND angle < 360", name="angle_in_range"),
        Index(None, "exhibition_id", "sort_key"),
    )

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    kind: Mapped[BoothKind] = mapped_column(choice(BoothKind), default=BoothKind.SHELL)
    x: Mapped[int | None] = mapped_column(Integer)
    y: Mapped[int | None] = mapped_column(Integer)
    width: Mapped[int | None] = mapped_column(Integer)
    depth: Mapped[int | None] = mapped_column(Integer)
    angle: Mapped[int] = mapped_column(Integer, default=0)
    points: Mapped[list[Any] | None] = mapped_column(JsonOrNull)
    price: Mapped[int] = mapped_column(BigInteger, default=0)
    is_blocked: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    removed_at: Mapped[datetime | None]

    exhibition: Mapped[Exhibition] = relationship()
    hall: Mapped[Hall | None] = relationship()
    zone: Mapped[Zone | None] = relationship()
    claim: Mapped["BoothClaim | None"] = relationship(back_populates="booth", uselist=False)

    @property
    def is_online(self) -> bool:
        """Whether it is a page without a place in a hall."""
        return self.hall_id is None


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


class BoothClaim(Addressable, Timed, Model):
    """The live holder of a booth; the row goes when the booth is freed. Its public id is the subject of its orders.

    `price` is what the booth cost when it was chosen and stays, whatever the plan says later. `moves_from_id` is the
    claim this one replaces once it is paid.
    """

    __table_args__ = (
        UniqueConstraint("booth_id"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("state = 'confirmed' OR held_until IS NOT NULL", name="hold_ends"),
        CheckConstraint("state <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmed_when"),
        Index(None, "state", "held_until"),
    )

    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"), index=True)
    state: Mapped[ClaimState] = mapped_column(choice(ClaimState), default=ClaimState.HELD)
    price: Mapped[int] = mapped_column(BigInteger, default=0)
    held_until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    is_waived: Mapped[bool] = mapped_column(Boolean, default=False)  # given without payment
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    moves_from_id: Mapped[int | None] = mapped_column(ForeignKey("booth_claim.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(Integer, default=1)

    booth: Mapped[Booth] = relationship(back_populates="claim")
    exhibitor: Mapped[Exhibitor] = relationship(back_populates="claims")


class BoothOrder(Timed, Model):
    """An order that pays (a part of) a claim; it stays when the claim goes, so that late money finds its way."""

    __table_args__ = (
        UniqueConstraint("order_id"),
        CheckConstraint("amount >= 0 AND refunded >= 0", name="amounts_not_negative"),
    )

    order_id: Mapped[int] = mapped_column(BigId)
    order_public_id: Mapped[str] = mapped_column(String(16))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("booth_claim.id", ondelete="SET NULL"), index=True)
    claim_subject: Mapped[str] = mapped_column(String(16), index=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    booth: Mapped[Booth] = relationship()
    exhibitor: Mapped[Exhibitor] = relationship()


class WaitingPlace(Addressable, Timed, Model):
    """A place on the waiting list: for one booth, or for any of a zone or a kind. First come, first offered."""

    __table_args__ = (
        UniqueConstraint("exhibitor_id", "live_key"),
        Index(None, "exhibition_id", "state", "id"),
    )

    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"))
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    kind: Mapped[str] = mapped_column(String(32), default="")
    live_key: Mapped[str | None] = mapped_column(String(80))  # what is waited for; none once it is over
    state: Mapped[WaitingState] = mapped_column(choice(WaitingState), default=WaitingState.WAITING)
    offered_at: Mapped[datetime | None]
    offered_booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"))

    exhibitor: Mapped[Exhibitor] = relationship()
    booth: Mapped[Booth | None] = relationship(foreign_keys=[booth_id])
    zone: Mapped[Zone | None] = relationship()
    offered_booth: Mapped[Booth | None] = relationship(foreign_keys=[offered_booth_id])


class SwapRequest(Addressable, Timed, Model):
    """One exhibitor asks another to swap confirmed booths."""

    __table_args__ = (
        UniqueConstraint("asker_claim_id", "live_key"),
        CheckConstraint("asker_claim_id <> other_claim_id", name="two_claims"),
    )

    asker_claim_id: Mapped[int] = mapped_column(ForeignKey("booth_claim.id", ondelete="CASCADE"))
    other_claim_id: Mapped[int] = mapped_column(ForeignKey("booth_claim.id", ondelete="CASCADE"), index=True)
    live_key: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SwapState] = mapped_column(choice(SwapState), default=SwapState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]

    asker_claim: Mapped[BoothClaim] = relationship(foreign_keys=[asker_claim_id])
    other_claim: Mapped[BoothClaim] = relationship(foreign_keys=[other_claim_id])
