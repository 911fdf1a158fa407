"""Tables of judging."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.contests.models import Board, Contest, Prize, Round
from ecosystem.core.database import Addressable, Exact, Json, Model, Timed, Versioned, choice
from ecosystem.events.models import Organiser
from ecosystem.judging.domain.life_cycle import AssignmentState, Decision, PanelistState, SheetState


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


class JudgeProfile(Timed, Model):
    """What a person tells about themself as a judge, across contests."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    expertise: Mapped[str] = mapped_column(Text, default="")
    sectors: Mapped[list[str]] = mapped_column(Json, default=list)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)

    account: Mapped[Account] = relationship()


class Panelist(Addressable, Timed, Versioned, Model):
    """A judge on the panel of a round, first as an invitation by e-mail. `board_ids` empty means all boards."""

    __table_args__ = (UniqueConstraint("round_id", "email"), Index(None, "account_id", "state"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    is_chair: Mapped[bool] = mapped_column(Boolean, default=False)
    sectors: Mapped[list[str]] = mapped_column(Json, default=list)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    board_ids: Mapped[list[Any]] = mapped_column(Json, default=list)
    max_load: Mapped[int | None] = mapped_column(Integer)
    availability: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[PanelistState] = mapped_column(choice(PanelistState), default=PanelistState.INVITED)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship()
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])


class ConflictSource(StrEnum):
    """Where a conflict of interest is known from."""

    SAME_PERSON = "same_person"
    SAME_STARTUP = "same_startup"
    OFFICIAL_ON_ENTRY = "official_on_entry"
    DECLARED = "declared"
    RECORDED = "recorded"  # entered by the secretariat


class Conflict(Timed, Model):
    """A conflict of interest between a judge and an entry; it bars assignment and scoring while not lifted."""

    __table_args__ = (UniqueConstraint("account_id", "application_id", "source"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    source: Mapped[ConflictSource] = mapped_column(choice(ConflictSource))
    reason: Mapped[str] = mapped_column(Text, default="")
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]


class Assignment(Addressable, Timed, Model):
    """A judge's charge to score one entry in one round."""

    __table_args__ = (
        UniqueConstraint("round_id", "application_id", "panelist_id"),
        Index(None, "panelist_id", "state"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"))
    state: Mapped[AssignmentState] = mapped_column(choice(AssignmentState), default=AssignmentState.ACTIVE)
    origin: Mapped[str] = mapped_column(String(16), default="hand")
    position: Mapped[int] = mapped_column(Integer, default=0)
    recused_at: Mapped[datetime | None]
    recusal_reason: Mapped[str] = mapped_column(Text, default="")

    round: Mapped[Round] = relationship()
    application: Mapped[Application] = relationship()
    panelist: Mapped[Panelist] = relationship()
    sheet: Mapped["ScoreSheet | None"] = relationship(back_populates="assignment", uselist=False)


class ScoreSheet(Addressable, Timed, Versioned, Model):
    """A judge's sheet for one entry, made by its first save; in addresses it goes by its assignment's public id.

    Derived from the scores at each save: `total` (None while incomplete) and `marks`, all scores in one text
    (`domain/results/marks.py`), so that a ranking reads one row a sheet. `history_hash` is that of the last event.
    """

    __table_args__ = (Index(None, "state"),)

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


class RoundEntry(Versioned, Model):
    """An entry in a round: the decision (held until announced) and, once published, its frozen score and rank."""

    __table_args__ = (UniqueConstraint("round_id", "application_id"), Index(None, "round_id", "board_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    decision: Mapped[Decision] = mapped_column(choice(Decision), default=Decision.PENDING)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")
    announced_at: Mapped[datetime | None]
    chair_rank: Mapped[int | None] = mapped_column(Integer)  # the chair's vote among ties, 1 is best
    final_score: Mapped[Decimal | None] = mapped_column(Exact(8))
    final_rank: Mapped[int | None] = mapped_column(Integer)

    round: Mapped[Round] = relationship()
    application: Mapped[Application] = relationship()
    board: Mapped[Board | None] = relationship()


class ComponentValue(Timed, Model):
    """The input of a component outside the jury for one entry: votes counted, or points given."""

    __table_args__ = (UniqueConstraint("round_id", "application_id", "key"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Decimal] = mapped_column(Exact(4))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Publication(Addressable, Model):
    """Results made public: a frozen snapshot and its hash."""

    __table_args__ = (UniqueConstraint("contest_id", "number"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    snapshot: Mapped[dict[str, Any]] = mapped_column(Json)
    snapshot_hash: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    contest: Mapped[Contest] = relationship()
    round: Mapped[Round] = relationship()


class Award(Addressable, Timed, Model):
    """A prize given to an entry; held until `announced_at`. `number` is that of the certificate."""

    __table_args__ = (
        UniqueConstraint("prize_id", "application_id"),
        UniqueConstraint("contest_id", "number"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    citation: Mapped[str] = mapped_column(Text, default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    announced_at: Mapped[datetime | None]

    prize: Mapped[Prize] = relationship()
    application: Mapped[Application] = relationship()
