"""Use cases of the analysis: asking for one, computing and storing it, keeping it up to date."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.contests.models import Board, Round
from ecosystem.core import clock
from ecosystem.core.background import BackgroundTask, alive, ask_for
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Refused
from ecosystem.judging.domain.analysis.board import ENGINE, BoardInput
from ecosystem.judging.models import Analysis
from ecosystem.judging.queries.analysis import board_input, boards_scored_since, pulse_of, stored_analysis
from ecosystem.judging.queries.rounds import round_by_id

KIND = "judging.analysis"
QUIET = timedelta(minutes=1)  # a judge who hands in ten sheets in a row makes one analysis, not ten
LONGEST = timedelta(minutes=10)  # while sheets keep coming in, one is made this often
LOOK_BACK = timedelta(days=1)


def subject_of(round_: Round, board: Board) -> str:
    """Name a board of a round for the queue of tasks."""
    return f"round:{round_.id}:board:{board.id}"


def ask(round_: Round, board: Board, *, by: int | None, url: str = "") -> BackgroundTask:
    """Have the board analysed by a worker; a second asker gets the same task. `by` None is a job."""
    payload = {"round_id": round_.id, "board_id": board.id, "url": url}
    return ask_for(KIND, subject=subject_of(round_, board), by=by, payload=payload, about=board.name, url=url)


def being_made(round_: Round, board: Board) -> BackgroundTask | None:
    """Return the task that is making the board's analysis, None when none is."""
    return alive(KIND, subject_of(round_, board))


def compute(round_: Round, board: Board, *, finish: Callable[[], None] | None = None) -> Analysis:
    """Compute the board's analysis and store it; where the input is the same as before, only note that it is current.

    `finish` is called inside the transaction, at its end. Raises Refused while the board has no rubric.
    """
    pulse = pulse_of(round_, board)
    data = board_input(round_, board)
    if data is None:
        raise Refused(_l("This board has no rubric in this round, so there is nothing to analyse."))
    present = stored_analysis(round_, board)
    input_hash = data.hash()
    same = present is not None and present.input_hash == input_hash and present.engine == ENGINE
    result = present.result if present is not None and same else _analyse(data)
    with transaction():
        row = stored_analysis(round_, board) or Analysis(round_id=round_.id, board_id=board.id)
        row.input_hash, row.seen, row.engine, row.seed = input_hash, pulse.seen, ENGINE, data.seed
        row.result, row.computed_at = result, clock.now()
        session().add(row)
        session().flush()
        if finish is not None:
            finish()
        return row


def _analyse(data: BoardInput) -> dict[str, Any]:
    """Run the engine; only here are the numerical libraries loaded."""
    engine = import_module("ecosystem.judging.domain.analysis.engine")
    result: dict[str, Any] = engine.analyse(data)
    return result


def refresh_due(now: datetime) -> int:
    """Ask for an analysis of every board whose scores changed and have come to rest; return of how many.

    A board whose sheets keep coming in is not put off for ever.
    """
    asked = 0
    for round_id, board_id in boards_scored_since(now - LOOK_BACK):
        round_ = round_by_id(round_id)
        board = next((each for each in round_.contest.boards if each.id == board_id), None)
        if board is not None and _is_due(round_, board, now):
            ask(round_, board, by=None)
            asked += 1
    return asked


def _is_due(round_: Round, board: Board, now: datetime) -> bool:
    present = stored_analysis(round_, board)
    pulse = pulse_of(round_, board)
    if present is not None and present.seen == pulse.seen:
        return False
    at_rest = pulse.changed_at is None or pulse.changed_at <= now - QUIET
    waited = present is not None and present.computed_at <= now - LONGEST
    return at_rest or waited
