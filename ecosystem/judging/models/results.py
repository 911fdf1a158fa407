"""Tables of what comes of the scores: decisions, publications, prizes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.applications.models import Application
from ecosystem.contests.models import Board, Contest, Prize, Round
from ecosystem.core.database import Addressable, Exact, Json, Model, Timed, Versioned, choice
from ecosystem.judging.domain.life_cycle import Decision


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


class Bundle(Model):
    """The file of published results exactly as it is downloaded, compressed; `file_hash` is its SHA-256."""

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), unique=True)
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    publication: Mapped[Publication] = relationship()


class IssuedDocument(Addressable, Model):
    """Minutes or score sheets given out as PDF: what the code printed on them leads to.

    The same content is given out as the same file: `content_hash` is of what is printed, `file_hash` of the bytes.
    """

    __table_args__ = (UniqueConstraint("round_id", "content_hash"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    kind: Mapped[str] = mapped_column(String(24))
    is_final: Mapped[bool] = mapped_column(Boolean, default=False)
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    file_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    pages: Mapped[int] = mapped_column(Integer, default=0)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    round: Mapped[Round] = relationship()
    publication: Mapped[Publication | None] = relationship()


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
