"""Tables of score sheets and their history."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.core.database import Addressable, Exact, Model, Timed, Versioned, choice
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.models.panels import Assignment


class ScoreSheet(Addressable, Timed, Versioned, Model):
    """A judge's sheet for one entry, made by its first save; in addresses it goes by its assignment's public id.

    Derived from the scores at each save: `total` (None while incomplete) and `marks`, all scores in one text
    (`domain/results/marks.py`), so that a ranking reads one row a sheet. `history_hash` is that of the last event.
    """

    # The second is all that counting how far judges are has to read; the rows are wide.
    __table_args__ = (Index(None, "state"), Index(None, "assignment_id", "state"))

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"), index=True)
    state: Mapped[SheetState] = mapped_column(choice(SheetState), default=SheetState.DRAFT)
    comment: Mapped[str] = mapped_column(Text, default="")  # to the applicant
    private_note: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[Decimal | None] = mapped_column(Exact(8))
    marks: Mapped[str] = mapped_column(Text, default="")
    history_hash: Mapped[str] = mapped_column(String(64), default="")
    is_complete: Mapped[bool] = mapped_column(Boolean, default=False)
    handed_in_at: Mapped[datetime | None]
    reopened_reason: Mapped[str] = mapped_column(Text, default="")
    abstain_reason: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship(back_populates="sheet")
    scores: Mapped[list["Score"]] = relationship(back_populates="sheet", cascade="all, delete-orphan")


class Score(Model):
    """The score for one criterion on one sheet; None is not yet given and never a zero."""

    __table_args__ = (UniqueConstraint("sheet_id", "criterion_id"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    value: Mapped[Decimal | None] = mapped_column(Exact(4))
    comment: Mapped[str] = mapped_column(Text, default="")

    sheet: Mapped[ScoreSheet] = relationship(back_populates="scores")


class ScoreEvent(Model):
    """Score history: append-only, chained by hash (`hash` covers the event and the one before on the sheet).

    `key` is the client's idempotency key: the same save sent twice has one effect.
    """

    __table_args__ = (UniqueConstraint("sheet_id", "key"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"), index=True)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(24))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    key: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class EventChain(Model):
    """The record of all score events of a round: how long it is and the hash of its last link.

    `secret` makes what the links say of people and scores unguessable; it never leaves the house.
    """

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(64))
    length: Mapped[int] = mapped_column(Integer, default=0)
    head: Mapped[str] = mapped_column(String(64), default="")
    sealed_at: Mapped[datetime | None]


class SealedEvent(Model):
    """One link of a round's record, append-only; see `domain/results/seal.py`.

    Judges never wait for it: a save writes its event alone, and sealing puts events into the chain afterwards.
    """

    __table_args__ = (UniqueConstraint("round_id", "number"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int] = mapped_column(Integer)
    event_id: Mapped[int] = mapped_column(ForeignKey("score_event.id"), unique=True)
    sheet: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(24))
    criterion: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[str] = mapped_column(String(64), default="")
    rest: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
