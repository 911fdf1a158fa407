"""Tables of exhibitions, halls, zones and booths."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

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

from ecosystem.core.database import Addressable, Json, JsonOrNull, Model, SortKey, Timed, Versioned, choice
from ecosystem.core.windows import Window
from ecosystem.events.models import Event
from ecosystem.exhibitions.domain.booths import BoothKind, ZoneColour
from ecosystem.exhibitions.domain.life_cycle import ExhibitionState

if TYPE_CHECKING:
    from ecosystem.exhibitions.models.claims import BoothClaim


class Exhibition(Addressable, Timed, Versioned, Model):
    """An exhibition held in an event.

    `refund_steps` lists [days before the first day, percent given back], most days first. A booth chosen is held for
    `hold_minutes`; one offered from the waiting list for `offer_hours`. Exhibitors set up from `set_up_from` and take
    their booths down from `take_down_from`; where these say nothing the organiser tells them otherwise.
    """

    __table_args__ = (
        CheckConstraint("hold_minutes BETWEEN 1 AND 43200", name="hold_in_range"),
        CheckConstraint("offer_hours BETWEEN 1 AND 720", name="offer_in_range"),
        CheckConstraint("booths_per_exhibitor BETWEEN 1 AND 50", name="booths_in_range"),
        CheckConstraint("set_up_until > set_up_from", name="set_up_in_order"),
        CheckConstraint("take_down_until > take_down_from", name="take_down_in_order"),
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
    set_up_from: Mapped[datetime | None]
    set_up_until: Mapped[datetime | None]
    take_down_from: Mapped[datetime | None]
    take_down_until: Mapped[datetime | None]
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
