"""Tables of the deliberation of a round: the jury's discussion, and the approval of its proposal by a committee."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Round
from ecosystem.core.database import Addressable, Json, Model, Timed, Versioned, choice
from ecosystem.judging.domain.committee import ApprovalRule, DeliberationState, Share, Tally, Voice


class Deliberation(Addressable, Timed, Versioned, Model):
    """The deliberation of a round. `proposal` is what the committee votes on, frozen; `proposal_hash` names it."""

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    state: Mapped[DeliberationState] = mapped_column(choice(DeliberationState), default=DeliberationState.DISCUSSION)
    quorum: Mapped[Share] = mapped_column(choice(Share), default=Share.TWO_THIRDS)
    approval: Mapped[Share] = mapped_column(choice(Share), default=Share.TWO_THIRDS)
    counts_all: Mapped[bool] = mapped_column(Boolean, default=True)
    meeting: Mapped[str] = mapped_column(Text, default="")  # when and where the committee met, for the minutes
    proposal: Mapped[list[Any]] = mapped_column(Json, default=list)
    proposal_hash: Mapped[str] = mapped_column(String(64), default="")
    proposed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship()
    members: Mapped[list["CommitteeMember"]] = relationship(
        back_populates="deliberation", order_by="CommitteeMember.position", cascade="all, delete-orphan"
    )

    @property
    def rule(self) -> ApprovalRule:
        """How the committee approves."""
        return ApprovalRule(self.quorum, self.approval, self.counts_all)

    @property
    def tally(self) -> Tally:
        """The voices so far."""
        voices = [member.voice for member in self.members]
        return Tally(
            len(voices), voices.count(Voice.IN_FAVOUR), voices.count(Voice.AGAINST), voices.count(Voice.ABSTAINS)
        )


class CommitteeMember(Addressable, Model):
    """A member of the organising committee: votes with an account of this address, or in the meeting, where the
    secretariat records the voice (`recorded_by`)."""

    __table_args__ = (UniqueConstraint("deliberation_id", "email"),)

    deliberation_id: Mapped[int] = mapped_column(ForeignKey("deliberation.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(200))
    office: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    voice: Mapped[Voice | None] = mapped_column(choice(Voice))
    reason: Mapped[str] = mapped_column(Text, default="")
    voted_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    deliberation: Mapped[Deliberation] = relationship(back_populates="members")
    recorded_by: Mapped[Account | None] = relationship()


class Remark(Addressable, Timed, Model):
    """What a judge or the secretariat says about an entry in the discussion; taken back it leaves its place."""

    __table_args__ = (Index(None, "deliberation_id", "application_id"),)

    deliberation_id: Mapped[int] = mapped_column(ForeignKey("deliberation.id", ondelete="CASCADE"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(Text)
    taken_back_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    deliberation: Mapped[Deliberation] = relationship()
