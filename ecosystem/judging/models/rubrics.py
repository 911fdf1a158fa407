"""Tables of rubrics."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.contests.models import Board, Round
from ecosystem.core.database import Addressable, Exact, Json, Model, Timed, Versioned
from ecosystem.events.models import Organiser


class Rubric(Addressable, Timed, Model):
    """A rubric: a reusable template of an organiser, or one made for a contest."""

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"), index=True)
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    archived_at: Mapped[datetime | None]

    organiser: Mapped[Organiser] = relationship()
    versions: Mapped[list["RubricVersion"]] = relationship(back_populates="rubric", order_by="RubricVersion.number")


class RubricVersion(Timed, Versioned, Model):
    """One version of a rubric. Once a score refers to it (`frozen_at`) it never changes again.

    `scale` is "maxima" (points add up) or "weights" (weighted mean scaled to `total`).
    `tie_break` is the chain in order: {"by": "criterion", "key": …} | {"by": "chair"} | {"by": "earlier_submission"}.
    `components` are the capped parts outside the jury: {"key", "name", "name_en", "formula": "votes" | "manual",
    "maximum", "places"}.
    """

    __table_args__ = (UniqueConstraint("rubric_id", "number"),)

    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric.id"))
    number: Mapped[int] = mapped_column(Integer, default=1)
    scale: Mapped[str] = mapped_column(String(16), default="maxima")
    total: Mapped[Decimal] = mapped_column(Exact(4), default=Decimal(100))
    places: Mapped[int] = mapped_column(Integer, default=2)
    aggregation: Mapped[str] = mapped_column(String(16), default="mean")
    trim_from_judges: Mapped[int | None] = mapped_column(Integer)
    min_judges: Mapped[int] = mapped_column(Integer, default=1)
    pass_mark: Mapped[Decimal | None] = mapped_column(Exact(4))
    no_zero: Mapped[bool] = mapped_column(Boolean, default=False)
    tie_break: Mapped[list[Any]] = mapped_column(Json, default=list)
    components: Mapped[list[Any]] = mapped_column(Json, default=list)
    frozen_at: Mapped[datetime | None]

    rubric: Mapped[Rubric] = relationship(back_populates="versions")
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="version_of", order_by="Criterion.position", cascade="all, delete-orphan"
    )


class Criterion(Model):
    """A criterion. `anchors` is a list of {"from", "to", "text"} describing levels.

    `comment_below`/`comment_above`: a score under/over it needs a comment. `minimum_to_pass`: a gate on the mean.
    """

    __table_args__ = (UniqueConstraint("rubric_version_id", "key"),)

    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    maximum: Mapped[Decimal] = mapped_column(Exact(4))
    weight: Mapped[Decimal] = mapped_column(Exact(4), default=Decimal(1))
    step: Mapped[Decimal] = mapped_column(Exact(4), default=Decimal("0.5"))
    anchors: Mapped[list[Any]] = mapped_column(Json, default=list)
    comment_below: Mapped[Decimal | None] = mapped_column(Exact(4))
    comment_above: Mapped[Decimal | None] = mapped_column(Exact(4))
    minimum_to_pass: Mapped[Decimal | None] = mapped_column(Exact(4))
    is_required: Mapped[bool] = mapped_column(Boolean, default=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    version_of: Mapped[RubricVersion] = relationship(back_populates="criteria")


class RoundRubric(Model):
    """Which version of a rubric a board is scored with in a round."""

    __table_args__ = (UniqueConstraint("round_id", "board_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"), index=True)

    round: Mapped[Round] = relationship()
    board: Mapped[Board] = relationship()
    rubric_version: Mapped[RubricVersion] = relationship()
