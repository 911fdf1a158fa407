"""Tables of money that moved: captures, what does not fit, refunds, papers, comparisons with the providers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, DiscrepancyState, RefundState
from ecosystem.payments.models.orders import Order


class Capture(Model):
    """Money that arrived. `provider` and `reference` name it: whatever is reported twice is here once.

    `counts`: it is part of what its order was paid with. Otherwise a discrepancy says why.
    """

    __table_args__ = (
        UniqueConstraint("provider", "reference"),
        CheckConstraint("amount > 0", name="amount"),
        Index(None, "provider", "at"),
    )

    order_id: Mapped[int | None] = mapped_column(ForeignKey("payment_order.id"), index=True)
    provider: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(200))
    order_code: Mapped[str] = mapped_column(String(60), default="")  # as reported
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    counts: Mapped[bool] = mapped_column(Boolean, default=False)

    order: Mapped[Order | None] = relationship()


class Discrepancy(Addressable, Timed, Versioned, Model):
    """Money that was not counted by itself, and what the treasurer decided. `organiser_id` None: nobody's order."""

    __table_args__ = (Index(None, "organiser_id", "state"),)

    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("organiser.id"))
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"), unique=True)
    kind: Mapped[DiscrepancyKind] = mapped_column(choice(DiscrepancyKind))
    state: Mapped[DiscrepancyState] = mapped_column(choice(DiscrepancyState), default=DiscrepancyState.OPEN)
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    organiser: Mapped[Organiser | None] = relationship()
    capture: Mapped[Capture] = relationship()
    decided_by: Mapped[Account | None] = relationship()


class RefundRun(Addressable, Timed, Model):
    """A decision to give many orders back at once; a background task asks for the refunds one by one."""

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    order_ids: Mapped[list[Any]] = mapped_column(Json, default=list)
    finished_at: Mapped[datetime | None]

    organiser: Mapped[Organiser] = relationship()


class Refund(Addressable, Timed, Versioned, Model):
    """Money that goes back, of one capture. `public_id` is the idempotency key at the provider.

    `counts`: the capture counts for the order, so the refund lowers what the order holds; one of uncounted money
    (a second payment) does not. `is_manual`: the treasurer sends it and notes the bank's reference.
    """

    __table_args__ = (
        UniqueConstraint("run_id", "capture_id"),
        CheckConstraint("amount > 0", name="amount"),
        Index(None, "state", "next_try_at"),
    )

    order_id: Mapped[int | None] = mapped_column(ForeignKey("payment_order.id"), index=True)
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"), index=True)
    discrepancy_id: Mapped[int | None] = mapped_column(ForeignKey("discrepancy.id"), unique=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("refund_run.id"))
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    reason: Mapped[str] = mapped_column(Text, default="")
    counts: Mapped[bool] = mapped_column(Boolean, default=True)
    is_manual: Mapped[bool] = mapped_column(Boolean, default=False)
    provider: Mapped[str] = mapped_column(String(20))
    state: Mapped[RefundState] = mapped_column(choice(RefundState), default=RefundState.ASKED)
    reference: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")

    order: Mapped[Order | None] = relationship()
    capture: Mapped[Capture] = relationship()
    asked_by: Mapped[Account | None] = relationship()


class PaperKind(StrEnum):
    """What a numbered paper says."""

    RECEIPT = "receipt"
    CREDIT_NOTE = "credit_note"


class Receipt(Addressable, Model):
    """A numbered paper: a receipt of an order, or the credit note of a refund. Numbers have no gaps.

    `content` is what it says, frozen when it was issued. `public_id` is the code by which it is checked.
    """

    __table_args__ = (UniqueConstraint("organiser_id", "kind", "year", "number"),)

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    kind: Mapped[PaperKind] = mapped_column(choice(PaperKind))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(20))
    order_id: Mapped[int] = mapped_column(ForeignKey("payment_order.id"), index=True)
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"), unique=True)
    receipt_of: Mapped[int | None] = mapped_column(unique=True)  # the order's id on receipts: an order has one at most
    amount: Mapped[int] = mapped_column(BigInteger)
    issued_at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    order: Mapped[Order] = relationship()
    refund: Mapped[Refund | None] = relationship()
    organiser: Mapped[Organiser] = relationship()


class Reconciliation(Addressable, Model):
    """One comparison of what we hold with what a provider says, for the orders that moved in some days.

    `differences`: a list of {order, ours, theirs, ours_refunded, theirs_refunded}, amounts in đồng.
    """

    __table_args__ = (UniqueConstraint("organiser_id", "provider", "day"),)

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    provider: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    ran_at: Mapped[datetime]
    orders: Mapped[int] = mapped_column(Integer, default=0)
    ours: Mapped[int] = mapped_column(BigInteger, default=0)
    theirs: Mapped[int] = mapped_column(BigInteger, default=0)
    differences: Mapped[list[Any]] = mapped_column(Json, default=list)
    unanswered: Mapped[int] = mapped_column(Integer, default=0)

    organiser: Mapped[Organiser] = relationship()


class FakePayment(Timed, Model):
    """What the fictional provider knows: a payment made on its pages. Exists outside production only."""

    reference: Mapped[str] = mapped_column(String(200), unique=True)
    order_code: Mapped[str] = mapped_column(String(20), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    tell_at: Mapped[datetime]  # when it reports the payment to us
    told_at: Mapped[datetime | None]
    refunds: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # idempotency key to amount
