"""Tables of judges: panels, conflicts of interest, assignments."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.judging.domain.life_cycle import AssignmentState, PanelistState

if TYPE_CHECKING:
    from ecosystem.judging.models.sheets import ScoreSheet


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
    MENTOR = "mentor"
    INVESTOR = "investor"
    SAME_TAX_CODE = "same_tax_code"
    SAME_ORGANISATION = "same_organisation"
    SAME_EMAIL_DOMAIN = "same_email_domain"
    DECLARED = "declared"
    RECORDED = "recorded"  # entered by the secretariat


class Conflict(Timed, Model):
    """A conflict of interest between a judge and an entry; it bars assignment and scoring while not lifted.

    `evidence` is what the data showed (a name, a tax code, a domain), `reason` what a person wrote.
    """

    __table_args__ = (UniqueConstraint("account_id", "application_id", "source"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    source: Mapped[ConflictSource] = mapped_column(choice(ConflictSource))
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]


class EntryBar(Timed, Model):
    """An official of the contest is on the team of an entry: no judge scores it until the secretariat lifts the bar.

    Lifted once it holds for the whole jury; another official on the team puts it up again.
    """

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    officials: Mapped[list[Any]] = mapped_column(Json, default=list)  # account ids
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lift_reason: Mapped[str] = mapped_column(Text, default="")

    application: Mapped[Application] = relationship()


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
