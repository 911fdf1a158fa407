"""Tables of who has which booth, what pays for it, who waits and who would swap."""

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
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, JsonOrNull, Model, Timed, choice
from ecosystem.exhibitions.domain.life_cycle import ClaimState, SwapState, WaitingState
from ecosystem.exhibitions.models.exhibitors import Exhibitor
from ecosystem.exhibitions.models.plans import Booth, Zone


class BoothClaim(Addressable, Timed, Model):
    """The live holder of a booth; the row goes when the booth is freed. Its public id is the subject of its orders.

    `price` is what the booth cost when it was chosen and stays, whatever the plan says later; so does `refund_steps`,
    the rule for giving it up (None: chosen before it was kept). `moves_from_id` is the claim this one replaces once it
    is paid.
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
    refund_steps: Mapped[list[Any] | None] = mapped_column(JsonOrNull)
    version: Mapped[int] = mapped_column(Integer, default=1)

    booth: Mapped[Booth] = relationship(back_populates="claim")
    exhibitor: Mapped[Exhibitor] = relationship(back_populates="claims")


class BoothOrder(Timed, Model):
    """An order that pays (a part of) a claim; it stays when the claim goes, so that late money finds its way.

    `is_difference`: it pays what a dearer booth costs more than the one its exhibitor has, and no booth by itself.
    """

    __table_args__ = (
        UniqueConstraint("order_id"),
        CheckConstraint("amount >= 0 AND refunded >= 0", name="amounts_not_negative"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("payment_order.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("booth_claim.id", ondelete="SET NULL"), index=True)
    claim_subject: Mapped[str] = mapped_column(String(16), index=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"), index=True)
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    is_difference: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
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
