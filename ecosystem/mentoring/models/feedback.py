"""What people of both sides say about a session."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.accounts.models import Account
from ecosystem.core.database import Model, Timed, Versioned, choice
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.models.sessions import MentoringSession


class SessionFeedback(Timed, Versioned, Model):
    """One person's feedback on a session. `rating` (1 to 5) and `to_organiser` are for the organiser alone;
    `to_other` is for the other side, once both have written.
    """

    __table_args__ = (
        UniqueConstraint("session_id", "account_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_from_one_to_five"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("mentoring_session.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    rating: Mapped[int] = mapped_column(Integer)
    was_prepared: Mapped[bool | None] = mapped_column(Boolean)  # whether the other side came prepared
    to_other: Mapped[str] = mapped_column(Text, default="")
    to_organiser: Mapped[str] = mapped_column(Text, default="")

    session: Mapped[MentoringSession] = relationship()
    account: Mapped[Account] = relationship()
