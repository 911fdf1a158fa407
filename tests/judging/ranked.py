"""A ranked board for tests of rankings that are kept, and what its page says."""

from sqlalchemy import select

from ecosystem.core.database import session, transaction
from ecosystem.judging.models import ScoreSheet
from ecosystem.judging.services.rankings import RankedBoard, ranked_board
from ecosystem.judging.views.ranking_rows import ranked_rows
from tests.judging.judged import Judged, judged_round


def ranked_entries() -> Judged:
    """Three entries of 50, 40 and 40 points of two judges, in a round from which one goes on."""
    found = judged_round(entries=3, judges=2, places=1)
    with transaction():
        found.version.tie_break = [{"by": "chair"}, {"by": "earlier_submission"}]
    found.handed_in([10, 10], [8, 8], [9, 7])
    session().expire_all()  # as a request loads it
    return found


def ranked(judged: Judged, **more: int) -> RankedBoard:
    """Its board as a page asks for it."""
    return ranked_board(judged.round, judged.board, **more)


def shown(judged: Judged) -> list[object]:
    """Everything a page says of the board."""
    board = ranked(judged)
    return [board.summary, board.quota, *ranked_rows(judged.round, board, board.rows)]


def sheet_of(judged: Judged, judge: int, entry: int) -> ScoreSheet:
    """The sheet of a judge for an entry."""
    chosen = select(ScoreSheet).where(ScoreSheet.assignment_id == judged.charges[judge, entry].id)
    return session().scalars(chosen).one()
