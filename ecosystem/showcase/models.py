"""Tables of what exhibitors show, of what visitors keep and ask, and of how often a booth was looked at.

Money is whole đồng. A product is no longer shown once `removed_at` is set; its row stays, because enquiries name it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, SortKey, Timed, Versioned, choice
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.domain.enquiries import EnquiryKind as EnquiryKind
from ecosystem.showcase.domain.enquiries import EnquiryState as EnquiryState
from ecosystem.showcase.domain.enquiries import ReportState as ReportState
from ecosystem.showcase.domain.enquiries import Side as Side
from ecosystem.showcase.domain.products import PriceKind as PriceKind
from ecosystem.showcase.domain.products import ProductState as ProductState
from ecosystem.showcase.domain.visiting import VisitSource as VisitSource
from ecosystem.uploads.models import StoredFile


class BoothPage(Timed, Versioned, Model):
    """What an exhibitor's public page shows beside name, logo and products. Made when it is first written."""

    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"), unique=True)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    tagline: Mapped[str] = mapped_column(String(200), default="")
    tagline_en: Mapped[str] = mapped_column(String(200), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    video_url: Mapped[str] = mapped_column(String(300), default="")
    seeks: Mapped[list[Any]] = mapped_column(Json, default=list)
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    exhibitor: Mapped[Exhibitor] = relationship()
    cover: Mapped[StoredFile | None] = relationship()


class Product(Addressable, Timed, Versioned, Model):
    """A product an exhibitor shows. Hidden by the organiser while `hidden_at` stands, with a reason."""

    __table_args__ = (
        CheckConstraint("ocop_stars IS NULL OR ocop_stars BETWEEN 3 AND 5", name="stars_in_range"),
        CheckConstraint("price_low IS NULL OR price_low >= 0", name="price_not_negative"),
        CheckConstraint("(price_kind = 'on_request') = (price_low IS NULL)", name="price_told"),
        CheckConstraint("(price_kind = 'range') = (price_high IS NOT NULL)", name="range_told"),
        CheckConstraint("price_high IS NULL OR price_high > price_low", name="range_in_order"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_with_reason"),
        Index(None, "exhibitor_id", "position"),
    )

    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    price_kind: Mapped[PriceKind] = mapped_column(choice(PriceKind), default=PriceKind.ON_REQUEST)
    price_low: Mapped[int | None] = mapped_column(BigInteger)
    price_high: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(String(40), default="")
    ocop_stars: Mapped[int | None] = mapped_column(SmallInteger)
    ocop_number: Mapped[str] = mapped_column(String(80), default="")
    ocop_year: Mapped[int | None] = mapped_column(SmallInteger)
    ocop_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    video_url: Mapped[str] = mapped_column(String(300), default="")
    brochure_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    tags: Mapped[list[Any]] = mapped_column(Json, default=list)
    seeks: Mapped[list[Any]] = mapped_column(Json, default=list)
    sectors: Mapped[list[Any]] = mapped_column(Json, default=list)
    state: Mapped[ProductState] = mapped_column(choice(ProductState), default=ProductState.DRAFT)
    published_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    exhibitor: Mapped[Exhibitor] = relationship()
    brochure: Mapped[StoredFile | None] = relationship(foreign_keys=[brochure_id])
    ocop_file: Mapped[StoredFile | None] = relationship(foreign_keys=[ocop_file_id])
    pictures: Mapped[list["ProductPicture"]] = relationship(
        back_populates="product", order_by="(ProductPicture.position, ProductPicture.id)"
    )
    certificates: Mapped[list["ProductCertificate"]] = relationship(
        back_populates="product", order_by="ProductCertificate.id"
    )

    @property
    def is_shown(self) -> bool:
        """Whether everybody who sees the booth sees it."""
        return self.state is ProductState.PUBLISHED and self.hidden_at is None and self.removed_at is None


class ProductPicture(Addressable, Timed, Model):
    """A picture of a product, painted anew as WebP: a large one and a small one for lists."""

    __table_args__ = (Index(None, "product_id", "position"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    large_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    small_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    alt: Mapped[str] = mapped_column(String(200), default="")

    product: Mapped[Product] = relationship(back_populates="pictures")
    large: Mapped[StoredFile] = relationship(foreign_keys=[large_id])
    small: Mapped[StoredFile] = relationship(foreign_keys=[small_id])


class ProductCertificate(Addressable, Timed, Model):
    """A certificate of a product. `kind` is a code of `domain.certificates`; `title` names one that is none of them."""

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120), default="")
    number: Mapped[str] = mapped_column(String(80), default="")
    valid_until: Mapped[date | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    product: Mapped[Product] = relationship(back_populates="certificates")
    file: Mapped[StoredFile | None] = relationship()


class Favourite(Timed, Model):
    """What a person keeps: a booth, or one product of it. `target` is its public id."""

    __table_args__ = (UniqueConstraint("account_id", "target"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    target: Mapped[str] = mapped_column(String(16))
    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")

    exhibitor: Mapped[Exhibitor] = relationship()
    product: Mapped[Product | None] = relationship()


class Enquiry(Addressable, Timed, Versioned, Model):
    """A visitor's question or request for a quote to one exhibitor, with its thread.

    The visitor is an account or, without one, somebody who proved an address; `link_key` is what the address of their
    thread is made from. Contact data are there by consent (`consent_text` at `consented_at`), and go when it is
    withdrawn. The counts say how many messages each side has not read.
    """

    __table_args__ = (
        UniqueConstraint("sent_key"),
        CheckConstraint("withdrawn_at IS NULL OR (email = '' AND name = '' AND phone = '')", name="withdrawn_is_empty"),
        CheckConstraint("unread_by_exhibitor >= 0 AND unread_by_visitor >= 0", name="unread_not_negative"),
        Index(None, "exhibitor_id", "state", "last_at"),
        Index(None, "account_id", "last_at"),
    )

    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    kind: Mapped[EnquiryKind] = mapped_column(choice(EnquiryKind))
    state: Mapped[EnquiryState] = mapped_column(choice(EnquiryState))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(5), default="vi")
    quantity: Mapped[str] = mapped_column(String(120), default="")
    wanted_by: Mapped[date | None]
    consent_version: Mapped[str] = mapped_column(String(20))
    consent_text: Mapped[str] = mapped_column(Text)
    consented_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    sent_key: Mapped[str] = mapped_column(String(40))
    link_key: Mapped[str] = mapped_column(String(64))
    last_at: Mapped[datetime]
    unread_by_exhibitor: Mapped[int] = mapped_column(Integer, default=0)
    unread_by_visitor: Mapped[int] = mapped_column(Integer, default=0)
    search_text: Mapped[str] = mapped_column(Text, default="")

    exhibitor: Mapped[Exhibitor] = relationship()
    product: Mapped[Product | None] = relationship()
    account: Mapped[Account | None] = relationship()
    messages: Mapped[list["EnquiryMessage"]] = relationship(
        back_populates="enquiry", order_by="(EnquiryMessage.at, EnquiryMessage.id)"
    )
    reports: Mapped[list["EnquiryReport"]] = relationship(back_populates="enquiry", order_by="EnquiryReport.id")


class EnquiryMessage(Model):
    """One message of a thread; an exhibitor's may hold a quote. `sent_key` makes a second click the same message."""

    __table_args__ = (
        UniqueConstraint("enquiry_id", "sent_key"),
        CheckConstraint("quote_amount IS NULL OR quote_amount >= 0", name="quote_not_negative"),
        CheckConstraint("quote_amount IS NULL OR side = 'exhibitor'", name="quoted_by_exhibitor"),
        CheckConstraint("quote_until IS NULL OR quote_amount IS NOT NULL", name="until_of_a_quote"),
    )

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    quote_amount: Mapped[int | None] = mapped_column(BigInteger)
    quote_until: Mapped[date | None]
    sent_key: Mapped[str] = mapped_column(String(40))

    enquiry: Mapped[Enquiry] = relationship(back_populates="messages")
    author: Mapped[Account | None] = relationship()


class EnquiryReport(Addressable, Timed, Model):
    """One side reports the other to the organiser, who may read the thread from then on, and decides."""

    __table_args__ = (UniqueConstraint("enquiry_id", "side"),)

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ReportState] = mapped_column(choice(ReportState), default=ReportState.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")

    enquiry: Mapped[Enquiry] = relationship(back_populates="reports")


class BoothVisits(Model):
    """How often an exhibitor's page was looked at within one hour, and from where. Nothing tells by whom."""

    __table_args__ = (
        UniqueConstraint("exhibitor_id", "hour", "source"),
        CheckConstraint("count > 0", name="count_positive"),
    )

    exhibitor_id: Mapped[int] = mapped_column(ForeignKey("exhibitor.id"))
    hour: Mapped[datetime]
    source: Mapped[VisitSource] = mapped_column(choice(VisitSource, 16))
    count: Mapped[int] = mapped_column(Integer, default=1)

    exhibitor: Mapped[Exhibitor] = relationship()
