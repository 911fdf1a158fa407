"""Tables of the calibration of a panel before a round. Its marks never count in a ranking."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.judging.domain.calibration import CalibrationState
from ecosystem.judging.models.panels import Panelist
from ecosystem.judging.models.rubrics import RubricVersion


class Calibration(Addressable, Timed, Versioned, Model):
    """The calibration of a round's panel, with the version of the rubric that is tried."""

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    state: Mapped[CalibrationState] = mapped_column(choice(CalibrationState), default=CalibrationState.PREPARING)
    message: Mapped[str] = mapped_column(Text, default="")  # to the judges

    round: Mapped[Round] = relationship()
    rubric_version: Mapped[RubricVersion] = relationship()
    anchors: Mapped[list["AnchorDossier"]] = relationship(
        back_populates="calibration", order_by="AnchorDossier.position", cascade="all, delete-orphan"
    )


class AnchorDossier(Addressable, Model):
    """A dossier that all judges score. `reference`: {criterion key: mark as text} agreed before, empty without one."""

    __table_args__ = (UniqueConstraint("calibration_id", "application_id"),)

    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id", ondelete="CASCADE"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    reference: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    comment: Mapped[str] = mapped_column(Text, default="")  # why, shown to judges once they have scored

    calibration: Mapped[Calibration] = relationship(back_populates="anchors")
    application: Mapped[Application] = relationship()


class AnchorMarks(Model):
    """A judge's marks for an anchor dossier: {criterion key: mark as text}."""

    __table_args__ = (UniqueConstraint("anchor_id", "panelist_id"),)

    anchor_id: Mapped[int] = mapped_column(ForeignKey("anchor_dossier.id", ondelete="CASCADE"))
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), index=True)
    marks: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    is_complete: Mapped[bool] = mapped_column(Boolean, default=False)
    saved_at: Mapped[datetime]

    panelist: Mapped[Panelist] = relationship()
