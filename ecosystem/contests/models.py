"""Tables of contests."""

from datetime import datetime
from decimal import Decimal
from typing import Any

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

from ecosystem.accounts.models import Account
from ecosystem.contests.domain.kinds import (
    AdvanceRule,
    EligibilityKind,
    FeedbackPolicy,
    QuestionKind,
    RankingMethod,
    RoundKind,
)
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.core.database import (
    Addressable,
    Exact,
    Json,
    JsonOrNull,
    Model,
    SortKey,
    Timed,
    Versioned,
    choice,
)
from ecosystem.core.windows import Window
from ecosystem.events.models import Event
from ecosystem.uploads.models import StoredFile


class Contest(Addressable, Timed, Versioned, Model):
    """A contest held in an event. Entries are coded `<code_prefix>-<year>-<number>`.

    Rules lock at `rules_locked_at` (when the contest opens); a later change is an amendment.
    """

    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("fee >= 0", name="fee"),
        Index(None, "state", "closes_at"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(500), default="")
    summary_en: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    code_prefix: Mapped[str] = mapped_column(String(12), default="HS")
    year: Mapped[int] = mapped_column(Integer)
    next_number: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[ContestState] = mapped_column(choice(ContestState), default=ContestState.DRAFT)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Ho_Chi_Minh")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    decision_number: Mapped[str] = mapped_column(String(60), default="")  # such as 72/QĐ-BTC
    commitment_text: Mapped[str] = mapped_column(Text, default="")
    feedback: Mapped[FeedbackPolicy] = mapped_column(choice(FeedbackPolicy), default=FeedbackPolicy.TOTAL)
    has_gallery: Mapped[bool] = mapped_column(Boolean, default=False)
    needs_startup: Mapped[bool] = mapped_column(Boolean, default=False)
    allows_minors: Mapped[bool] = mapped_column(Boolean, default=False)
    is_test: Mapped[bool] = mapped_column(Boolean, default=False)
    published_at: Mapped[datetime | None]
    rules_locked_at: Mapped[datetime | None]
    results_published_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    fee: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # for an entry, while it has no boards
    fee_terms: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNull)  # see domain/fees.py; None: the usual ones
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    cloned_from_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"))
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    event: Mapped[Event] = relationship()
    cover: Mapped[StoredFile | None] = relationship()
    boards: Mapped[list["Board"]] = relationship(back_populates="contest", order_by="Board.position")
    rounds: Mapped[list["Round"]] = relationship(back_populates="contest", order_by="Round.position")
    prizes: Mapped[list["Prize"]] = relationship(back_populates="contest", order_by="Prize.position")
    sections: Mapped[list["FormSection"]] = relationship(back_populates="contest", order_by="FormSection.position")

    @property
    def window(self) -> Window:
        """When entries are taken, for everybody."""
        return Window(self.opens_at, self.closes_at)


class Board(Model):
    """A board (bảng) of a contest, such as ideas or projects."""

    __table_args__ = (UniqueConstraint("contest_id", "key"), CheckConstraint("fee >= 0", name="fee"))

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(Integer, default=0)
    fee: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # đồng for an entry; 0: none

    contest: Mapped[Contest] = relationship(back_populates="boards")


class Round(Addressable, Versioned, Model):
    """A round; its window is for the work of the round, not for entries."""

    __table_args__ = (Index(None, "contest_id", "position"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    kind: Mapped[RoundKind] = mapped_column(choice(RoundKind))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(Integer, default=0)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    is_blind: Mapped[bool] = mapped_column(Boolean, default=False)
    reviews_per_entry: Mapped[int] = mapped_column(Integer, default=3)
    advance_rule: Mapped[AdvanceRule] = mapped_column(choice(AdvanceRule), default=AdvanceRule.QUOTA)
    pass_mark: Mapped[Decimal | None] = mapped_column(Exact(4))
    ranking_method: Mapped[RankingMethod] = mapped_column(
        choice(RankingMethod), default=RankingMethod.RAW, server_default=RankingMethod.RAW.value
    )

    contest: Mapped[Contest] = relationship(back_populates="rounds")
    quotas: Mapped[list["RoundQuota"]] = relationship(cascade="all, delete-orphan", order_by="RoundQuota.board_id")

    @property
    def window(self) -> Window:
        """When the round's work is done."""
        return Window(self.opens_at, self.closes_at)


class RoundQuota(Model):
    """How many entries of a board go on from a round."""

    __table_args__ = (UniqueConstraint("round_id", "board_id"), CheckConstraint("places >= 0", name="places"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    places: Mapped[int] = mapped_column(Integer)


class Prize(Model):
    """A prize; `board_id` None is for the whole contest. `rank` 1 is given to the best; None is a thematic prize."""

    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    rank: Mapped[int | None] = mapped_column(Integer)
    quantity: Mapped[int] = mapped_column(Integer, default=1)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="VND")
    in_kind: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(Integer, default=0)

    contest: Mapped[Contest] = relationship(back_populates="prizes")
    board: Mapped[Board | None] = relationship()


class FormSection(Model):
    """A section of the application form."""

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    help: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(Integer, default=0)

    contest: Mapped[Contest] = relationship(back_populates="sections")
    questions: Mapped[list["Question"]] = relationship(back_populates="section", order_by="Question.position")


class Question(Addressable, Versioned, Model):
    """A question of the form.

    `choices` is a list of {"value", "label", "label_en"}. `shown_if` is None or
    {"question": key, "is": [values]}: the question is asked only when that other answer holds one of the
    values. `board_keys` empty means every board. `settings` holds what only some kinds need:
    `accept` (file kinds: list of extensions), `max_mb`, `max_files`, `minimum`, `maximum`, `decimals`.
    A question taken out while answers exist is retired (`retired_at`), so that no answer is lost.
    """

    __table_args__ = (UniqueConstraint("contest_id", "key"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("form_section.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    label: Mapped[str] = mapped_column(String(300))
    label_en: Mapped[str] = mapped_column(String(300), default="")
    help: Mapped[str] = mapped_column(Text, default="")
    help_en: Mapped[str] = mapped_column(Text, default="")
    is_required: Mapped[bool] = mapped_column(Boolean, default=False)
    min_characters: Mapped[int | None] = mapped_column(Integer)
    max_characters: Mapped[int | None] = mapped_column(Integer)
    max_words: Mapped[int | None] = mapped_column(Integer)
    choices: Mapped[list[Any]] = mapped_column(Json, default=list)
    shown_if: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNull)
    board_keys: Mapped[list[str]] = mapped_column(Json, default=list)
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    is_hidden_from_judges: Mapped[bool] = mapped_column(Boolean, default=False)
    is_in_gallery: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)
    retired_at: Mapped[datetime | None]

    section: Mapped[FormSection] = relationship(back_populates="questions")


class EligibilityRule(Model):
    """One eligibility rule as data; see `domain/eligibility.py` for the parameters of each kind."""

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    kind: Mapped[EligibilityKind] = mapped_column(choice(EligibilityKind))
    parameters: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    position: Mapped[int] = mapped_column(Integer, default=0)


class Amendment(Timed, Model):
    """A change to the rules after they locked: numbered, dated, shown publicly."""

    __table_args__ = (UniqueConstraint("contest_id", "number"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    number: Mapped[int] = mapped_column(Integer)
    summary: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[Any]] = mapped_column(Json, default=list)  # [{"what", "before", "after"}] in words
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]


class Extension(Timed, Model):
    """A later deadline for one person by name: it holds for the entries that person leads or edits."""

    __table_args__ = (Index(None, "contest_id", "account_id"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    closes_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    granted_by: Mapped[Account] = relationship(foreign_keys=[granted_by_id])


class ContestQuery(Addressable, Timed, Model):
    """A question about the contest with the organiser's answer; public ones form the page of questions."""

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)

    asked_by: Mapped[Account | None] = relationship(foreign_keys=[asked_by_id])
