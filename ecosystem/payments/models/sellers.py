"""Tables of those who sell: their data on receipts, their banks, their discount codes, their running numbers."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Exact, Json, Model, Timed, Versioned
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.pricing import CodeTerms, Reduction


class Bank(Model):
    """A bank by its number in transfers (BIN). The list can be edited, because banks come and go."""

    bin: Mapped[str] = mapped_column(String(6), unique=True)
    short_name: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)


class Seller(Timed, Versioned, Model):
    """How an organiser sells: what receipts say of it, where transfers go, which ways to pay it takes.

    `vat_percent` is the usual rate; `prices_include_vat` says what the prices of its lines mean. `providers` are keys
    of gateways; empty means none.
    """

    __table_args__ = (CheckConstraint("vat_percent >= 0 AND vat_percent <= 10000", name="rate"),)

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), unique=True)
    legal_name: Mapped[str] = mapped_column(String(200))
    tax_code: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    vat_percent: Mapped[Decimal] = mapped_column(Exact(2), default=Decimal(0))
    prices_include_vat: Mapped[bool] = mapped_column(Boolean, default=True)
    bank_bin: Mapped[str] = mapped_column(String(6), default="")
    bank_account: Mapped[str] = mapped_column(String(19), default="")
    bank_holder: Mapped[str] = mapped_column(String(120), default="")
    providers: Mapped[list[Any]] = mapped_column(Json, default=list)
    receipt_note: Mapped[str] = mapped_column(Text, default="")

    organiser: Mapped[Organiser] = relationship()


class DiscountCode(Addressable, Timed, Versioned, Model):
    """A code that takes something off. `code` is in capitals; either a percentage or an amount in đồng."""

    __table_args__ = (
        UniqueConstraint("organiser_id", "code"),
        CheckConstraint("(percent IS NULL) <> (amount IS NULL)", name="percent_or_amount"),
        CheckConstraint("percent > 0 AND percent <= 10000", name="percent"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    )

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    code: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(200), default="")
    percent: Mapped[Decimal | None] = mapped_column(Exact(2))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    limit_total: Mapped[int | None] = mapped_column(Integer)
    limit_per_buyer: Mapped[int | None] = mapped_column(Integer)
    purposes: Mapped[list[Any]] = mapped_column(Json, default=list)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)

    organiser: Mapped[Organiser] = relationship()

    @property
    def reduction(self) -> Reduction:
        """What it takes off."""
        return Reduction(percent=self.percent, amount=self.amount)

    @property
    def terms(self) -> CodeTerms:
        """When and for what it is good."""
        return CodeTerms(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            purposes=tuple(self.purposes),
            limit=self.limit_total,
            limit_per_buyer=self.limit_per_buyer,
            is_active=self.is_active,
        )


class DiscountUse(Model):
    """One use of a code by an order; gone when the order is not paid.

    `number` and `buyer_number` count from 1 and are the lowest that are free, so that a limit can never be passed.
    """

    __table_args__ = (
        UniqueConstraint("discount_code_id", "number"),
        UniqueConstraint("discount_code_id", "buyer_key", "buyer_number"),
    )

    discount_code_id: Mapped[int] = mapped_column(ForeignKey("discount_code.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("payment_order.id"), unique=True)
    buyer_key: Mapped[str] = mapped_column(String(254))
    number: Mapped[int] = mapped_column(Integer)
    buyer_number: Mapped[int] = mapped_column(Integer)
    amount: Mapped[int] = mapped_column(BigInteger)

    discount_code: Mapped[DiscountCode] = relationship()


class NumberSeries(Model):
    """The last number given of a series of a year: "orders", "receipts:<organiser id>", "credits:<organiser id>"."""

    __table_args__ = (UniqueConstraint("name", "year"),)

    name: Mapped[str] = mapped_column(String(60))
    year: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer, default=0)
