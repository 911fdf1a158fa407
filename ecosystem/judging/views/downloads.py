"""The ranking and all reviews of a board as CSV and XLSX; a long table is made by a task."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.audit.services import record
from ecosystem.contests.models import Board, Round
from ecosystem.core.access import requires
from ecosystem.core.background import ask_for
from ecosystem.core.database import one_or_missing, transaction
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.responses import table_answer
from ecosystem.judging.documents.tables import TABLES
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.results import count_charges
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.queries.standings import board_in

bp = Blueprint("judging_downloads", __name__, url_prefix="/organise/contests/<slug>/judging/ranking")
MOST_AT_ONCE = 10_000  # rows a request waits for


@bp.get("/<public_id>/ranking.<any(csv,xlsx):kind>")
@requires(JudgingAction.VIEW_RANKING, on=round_in_contest)
def ranking(round_: Round, kind: str) -> Response:
    """The ranking of a board."""
    return _answer(round_, "ranking", kind)


@bp.get("/<public_id>/reviews.<any(csv,xlsx):kind>")
@requires(JudgingAction.READ_REVIEWS, on=round_in_contest)
def reviews(round_: Round, kind: str) -> Response:
    """Every sheet of a board."""
    return _answer(round_, "reviews", kind)


def _answer(round_: Round, what: str, kind: str) -> Response:
    board = board_in(round_.contest, request.args.get("board"))
    version = one_or_missing(rubric_of(round_, board.id))
    with transaction():
        record(f"judging.export_{what}", round_, by=me().id, scope=round_.contest, note=f"{board.key} {kind}")
    number = count_charges(round_)
    if number > MOST_AT_ONCE:
        return _later(round_, board, what, kind, number)
    rows, name = TABLES[what](round_, board, version), f"{round_.contest.slug}-{board.key}-{what}"
    return table_answer(rows, name, kind)


def _later(round_: Round, board: Board, what: str, kind: str, number: int) -> Response:
    """Ask for a long table, and go where its progress is seen."""
    task = ask_for(
        "judging.table",
        subject=f"round:{round_.id}:{board.id}:{what}:{kind}:{get_locale()}",
        by=me().id,
        payload={"round_id": round_.id, "board_id": board.id, "what": what, "kind": kind, "number": number},
        about=f"{in_language(round_.contest, 'title')} · {in_language(board, 'name')}",
        url=url_for("judging_ranking.board", slug=round_.contest.slug, public_id=round_.public_id, board=board.key),
    )
    return redirect(url_for("tasks.show", public_id=task.public_id))
