"""Tables of rankings that are kept: what was computed, and whether its inputs have changed since.

A ranking is computed from all sheets of a board; it is kept until one of its inputs changes. Who changes an input
adds a `RankingChange` in the same transaction (`ranking_changes.py` sees to it), and never waits for anybody: rows are
added side by side. Who computes anew takes the changes it has counted in away and raises the round's epoch, so that
every other ranking of the round, and one that is being computed from older inputs, is known to be old.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ecosystem.core.database import Json, Model


class RankingChange(Model):
    """An input of the round's rankings changed since they were computed."""

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)


class RankingEpoch(Model):
    """How often the changes of a round were counted in; none is 0."""

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), unique=True)
    number: Mapped[int] = mapped_column(Integer, default=0)


class KeptRanking(Model):
    """A part of a board's ranking by a method ("raw": the sheets as they are), holding while `input_hash` is today's.

    A part is one page of `rows`, numbered from 1, so that a page of a large board reads one of them. Each bears the
    `summary`, which is what the page says above the rows.
    """

    __table_args__ = (UniqueConstraint("round_id", "board_id", "method", "part"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    method: Mapped[str] = mapped_column(String(40))
    part: Mapped[int] = mapped_column(Integer)
    input_hash: Mapped[str] = mapped_column(String(64))
    computed_at: Mapped[datetime]
    summary: Mapped[dict[str, Any]] = mapped_column(Json)
    rows: Mapped[list[Any]] = mapped_column(Json)
