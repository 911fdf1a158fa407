"""Rankings that are kept, and whether they still hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select

from ecosystem.contests.models import Board, Round
from ecosystem.core.database import session
from ecosystem.judging.domain.results.kept import Placed, Summary, from_part, from_plain_summary, input_hash
from ecosystem.judging.models import KeptRanking, RankingChange, RankingEpoch

RAW = "raw"
NOTHING = Summary()


@dataclass(frozen=True)
class Kept:
    """What is kept of a board, and what it was made from; `rows` None when nothing is."""

    epoch: int | None
    has_changes: bool
    input_hash: str = ""
    summary: Summary = NOTHING
    rows: Sequence[Placed] | None = None

    def holds(self, *settings: object) -> bool:
        """Tell whether nothing has changed since it was computed, with the settings of today."""
        made_from = input_hash(self.epoch or 0, *settings)
        return self.rows is not None and not self.has_changes and self.input_hash == made_from


def kept_ranking(round_: Round, board: Board, *, part: int | None, method: str = RAW) -> Kept:
    """Return what is kept of a board, the rows of one part or of all; one statement, which asks nothing else."""
    found = (
        session()
        .execute(
            select(
                RankingEpoch.number,
                exists().where(RankingChange.round_id == round_.id),
                KeptRanking.input_hash,
                KeptRanking.summary,
                KeptRanking.part,
                KeptRanking.rows,
            )
            .select_from(Round)
            .outerjoin(RankingEpoch, RankingEpoch.round_id == Round.id)
            .outerjoin(KeptRanking, _of(board, method, part))
            .where(Round.id == round_.id)
            .order_by(KeptRanking.part)
        )
        .all()
    )
    epoch, has_changes, made_from, summary, number, _ = found[0]
    if number is None:
        return Kept(epoch, has_changes)
    rows = [placed for row in found for placed in from_part(row[4], row[5])]
    return Kept(epoch, has_changes, made_from, from_plain_summary(summary), rows)


def _of(board: Board, method: str, part: int | None) -> ColumnElement[bool]:
    whole = and_(KeptRanking.round_id == Round.id, KeptRanking.board_id == board.id, KeptRanking.method == method)
    return whole if part is None else and_(whole, KeptRanking.part == part)


def changes_of(round_: Round) -> Sequence[int]:
    """Return the changes since rankings of the round were computed. To be read before the inputs are."""
    return session().scalars(select(RankingChange.id).where(RankingChange.round_id == round_.id)).all()
