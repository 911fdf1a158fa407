"""Tables of a pitch day: its clock, every draw, the places of the programme; and scores that came on paper."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.judging.domain.pitching.clock import PitchPhase, SlotState
from ecosystem.judging.models.panels import Assignment


class PitchDay(Timed, Versioned, Model):
    """The pitch day of a round and the clock of its stage; `version` rises with every change that screens show.

    Lengths are in seconds: of the pitch, of the questions after it, of the change to the next. `elapsed` are seconds
    counted before the last hold, `running_since` is None while the clock is held.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    starts_at: Mapped[datetime | None]
    pitch_seconds: Mapped[int] = mapped_column(Integer, default=300)
    question_seconds: Mapped[int] = mapped_column(Integer, default=300)
    gap_seconds: Mapped[int] = mapped_column(Integer, default=60)
    is_open: Mapped[bool] = mapped_column(Boolean, default=False)  # screens need no sign-in
    phase: Mapped[PitchPhase] = mapped_column(choice(PitchPhase), default=PitchPhase.WAITING)
    elapsed: Mapped[int] = mapped_column(Integer, default=0)
    running_since: Mapped[datetime | None]

    round: Mapped[Round] = relationship()


class PitchDraw(Model):
    """One draw of the order, kept for ever; the last one counts. `codes` are the entries as drawn."""

    __table_args__ = (UniqueConstraint("day_id", "number"),)

    day_id: Mapped[int] = mapped_column(ForeignKey("pitch_day.id"))
    number: Mapped[int] = mapped_column(Integer)
    seed: Mapped[str] = mapped_column(String(64))
    codes: Mapped[list[str]] = mapped_column(Json, default=list)
    reason: Mapped[str] = mapped_column(Text, default="")  # of a further draw
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class PitchSlot(Addressable, Model):
    """A place in the programme: an entry, or a break with its title and length in seconds.

    `position` counts from 1 over all places, `began_at` and `ended_at` are what really happened: the order of
    presentation for whoever looks for an effect of it.
    """

    __table_args__ = (UniqueConstraint("round_id", "application_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    seconds: Mapped[int] = mapped_column(Integer, default=0)
    position: Mapped[int] = mapped_column(Integer)
    state: Mapped[SlotState] = mapped_column(choice(SlotState), default=SlotState.WAITING)
    starts_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was moved or passed over by hand

    application: Mapped[Application | None] = relationship()

    @property
    def is_break(self) -> bool:
        """Whether nobody presents here."""
        return self.application_id is None


class PaperSheet(Timed, Model):
    """A sheet that the secretariat typed in from paper for the judge, who confirms it."""

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    typed_at: Mapped[datetime]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    confirmed_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()
