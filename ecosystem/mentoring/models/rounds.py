"""Matching rounds: rankings of both sides, runs, and the draft that is made of one."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Addressable, Json, Model, Timed, choice
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.models.programmes import Programme, ProgrammeMentor, ProgrammeStartup


class RoundRanking(Model):
    """One place in the ranking of a mentor or a startup: `side` ranks the other at `position`, from 1."""

    __table_args__ = (
        UniqueConstraint("side", "programme_mentor_id", "programme_startup_id"),
        CheckConstraint("position >= 1", name="position_from_one"),
        Index(None, "programme_id", "side"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    side: Mapped[Side] = mapped_column(choice(Side))
    programme_mentor_id: Mapped[int] = mapped_column(ForeignKey("programme_mentor.id"), index=True)
    programme_startup_id: Mapped[int] = mapped_column(ForeignKey("programme_startup.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)


class MatchingRun(Addressable, Timed, Model):
    """One run of both ways of matching on the same input, kept for comparison.

    `outcomes` maps "flow" and "stable" to {"pairs": [[programme_mentor_id, programme_startup_id], …], "figures": …}.
    `inputs_hash` is that of everything the outcome depends on beside `seed`.
    """

    __table_args__ = (Index(None, "programme_id", "created_at"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    seed: Mapped[int] = mapped_column(Integer)
    inputs_hash: Mapped[str] = mapped_column(String(64), default="")
    outcomes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[datetime | None]
    chosen: Mapped[str] = mapped_column(String(16), default="")  # "flow" or "stable": the draft was made of it
    chosen_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship()
    asked_by: Mapped[Account] = relationship()


class DraftPair(Model):
    """A pair of the draft; a locked one stays whatever is run again."""

    __table_args__ = (UniqueConstraint("programme_mentor_id", "programme_startup_id"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    programme_mentor_id: Mapped[int] = mapped_column(ForeignKey("programme_mentor.id"))
    programme_startup_id: Mapped[int] = mapped_column(ForeignKey("programme_startup.id"), index=True)
    is_locked: Mapped[bool] = mapped_column(Boolean, default=False)
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False)

    programme_mentor: Mapped[ProgrammeMentor] = relationship()
    participant: Mapped[ProgrammeStartup] = relationship()
