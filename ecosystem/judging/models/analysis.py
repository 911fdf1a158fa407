"""The table of analyses."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ecosystem.contests.models import Board, Round
from ecosystem.core.database import Json, Model


class Analysis(Model):
    """What the engine says of a board in a round: the newest answer only, since any can be computed again.

    `input_hash` names the scores and settings it was computed from, `seen` what the tables looked like then (see
    `queries.analysis.pulse_of`), so that a page tells in one statement whether it is out of date. `result` is what
    `domain.analysis.engine.analyse` returned, with `engine` its version and `seed` the seed.
    """

    __table_args__ = (UniqueConstraint("round_id", "board_id"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"), index=True)
    input_hash: Mapped[str] = mapped_column(String(64))
    seen: Mapped[str] = mapped_column(String(250))
    engine: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int] = mapped_column(Integer)
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    computed_at: Mapped[datetime]

    round: Mapped[Round] = relationship()
    board: Mapped[Board] = relationship()
