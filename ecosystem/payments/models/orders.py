"""Tables of orders."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Exact, Json, Model, Timed, Versioned, choice
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.models.sellers import DiscountUse


class Order(Addressable, Timed, Versioned, Model):
    """What somebody is to pay an organiser, in whole đồng.

    `purpose` and `subject` (a public id) name what it is for; `live_key` holds both while the order is open or paid,
    so that a subject has one such order at most. `note_code` is what a transfer must say. `captured` is the sum of the
    captures that count, `reserved` that of its refunds which did not fail, `refunded` that of those which are done.
    `back` is the path of the page that sold it. `expires_at` None: it stays open.
    """

    __tablename__ = "payment_order"
    __table_args__ = (
        CheckConstraint("total = net + vat AND total >= 0 AND discount >= 0", name="sums"),
        CheckConstraint("0 <= refunded AND refunded <= reserved AND reserved <= captured", name="never_more_back"),
        Index(None, "organiser_id", "placed_at"),
        Index(None, "state", "expires_at"),
        Index(None, "purpose", "subject"),
    )

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    note_code: Mapped[str] = mapped_column(String(20), unique=True)
    purpose: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    live_key: Mapped[str | None] = mapped_column(String(140), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str | None] = mapped_column(String(300))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    buyer_name: Mapped[str] = mapped_column(String(200))
    buyer_email: Mapped[str] = mapped_column(String(254))
    buyer_phone: Mapped[str] = mapped_column(String(20), default="")
    buyer_organisation: Mapped[str] = mapped_column(String(200), default="")
    buyer_tax_code: Mapped[str] = mapped_column(String(20), default="")
    buyer_address: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(5), default="vi")
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    prices_include_vat: Mapped[bool] = mapped_column(Boolean, default=True)
    discount: Mapped[int] = mapped_column(BigInteger, default=0)
    net: Mapped[int] = mapped_column(BigInteger)
    vat: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    captured: Mapped[int] = mapped_column(BigInteger, default=0)
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[OrderState] = mapped_column(choice(OrderState), default=OrderState.OPEN)
    back: Mapped[str] = mapped_column(String(300), default="")
    placed_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]  # expired or cancelled
    reminded_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(Text, default="")
    paid_through: Mapped[str] = mapped_column(String(20), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    organiser: Mapped[Organiser] = relationship()
    account: Mapped[Account | None] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.position")
    discount_use: Mapped[DiscountUse | None] = relationship()

    @property
    def left_to_refund(self) -> int:
        """How much was captured and no refund is asked for."""
        return self.captured - self.reserved


class OrderLine(Model):
    """A line of an order; never changes."""

    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("total = net + vat AND net >= 0 AND vat >= 0", name="sums"),
        CheckConstraint("quantity >= 1 AND unit_price >= 0 AND discount >= 0", name="amounts"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("payment_order.id"))
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300), default="")
    quantity: Mapped[int] = mapped_column(Integer)
    unit_price: Mapped[int] = mapped_column(BigInteger)
    vat_percent: Mapped[Decimal] = mapped_column(Exact(2))
    discount: Mapped[int] = mapped_column(BigInteger, default=0)
    net: Mapped[int] = mapped_column(BigInteger)
    vat: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)


class PaymentAttempt(Timed, Model):
    """That a buyer began to pay through a provider; `reference` is the provider's name of it (a checkout session)."""

    __table_args__ = (UniqueConstraint("provider", "reference"), Index(None, "order_id", "provider"))

    order_id: Mapped[int] = mapped_column(ForeignKey("payment_order.id"))
    provider: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    expires_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]  # when the provider was last asked about it by itself
    ended_at: Mapped[datetime | None]  # nothing more comes of it

    order: Mapped[Order] = relationship()
