"""The ranking and all reviews of a board as CSV and XLSX."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context
from flask_babel import gettext as _

from ecosystem.applications.documents.tables import XLSX, stream_csv, write_xlsx
from ecosystem.audit.services import record
from ecosystem.contests.models import Board, Round
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing, transaction
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.models import RubricVersion
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.results import review_cells, review_rows
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.queries.standings import board_in, ranking_cells, standings_of
from ecosystem.judging.views.desk import me

bp = Blueprint("judging_downloads", __name__, url_prefix="/organise/contests/<slug>/judging/ranking")
Rows = Iterator[list[object]]


@bp.get("/<public_id>/ranking.<any(csv,xlsx):kind>")
@requires(JudgingAction.VIEW_RANKING, on=round_in_contest)
def ranking(round_: Round, kind: str) -> Response:
    """The ranking of a board."""
    board, version = _chosen(round_)
    return _answer(round_, board, kind, "ranking", _ranking_rows(round_, board, version))


@bp.get("/<public_id>/reviews.<any(csv,xlsx):kind>")
@requires(JudgingAction.READ_REVIEWS, on=round_in_contest)
def reviews(round_: Round, kind: str) -> Response:
    """Every sheet of a board."""
    board, version = _chosen(round_)
    return _answer(round_, board, kind, "reviews", _review_rows(round_, board, version))


def _chosen(round_: Round) -> tuple[Board, RubricVersion]:
    board = board_in(round_.contest, request.args.get("board"))
    return board, one_or_missing(rubric_of(round_, board.id))


def _ranking_rows(round_: Round, board: Board, version: RubricVersion) -> Rows:
    criteria = [in_language(criterion, "name") for criterion in version.criteria]
    parts = [str(part.get("name", part["key"])) for part in version.components or ()]
    head = [_("Rank"), _("Code"), _("Entry"), _("Score"), _("Jury score"), _("Judges"), _("Lowest"), _("Highest")]
    yield [*head, *criteria, *parts, _("Gates passed"), _("Decision")]
    ranking = standings_of(round_, board).ranking
    if ranking is not None:
        yield from (ranking_cells(ranking, row) for row in ranking.rows)


def _review_rows(round_: Round, board: Board, version: RubricVersion) -> Rows:
    criteria = [in_language(criterion, "name") for criterion in version.criteria]
    reasons = [_("Comment: %(name)s", name=name) for name in criteria]
    head = [_("Code"), _("Entry"), _("Judge"), _("Status"), _("Handed in at")]
    yield [*head, *criteria, _("Total"), _("Comment to the applicant"), *reasons]
    yield from (review_cells(row, version) for row in review_rows(round_, board.id, version))


def _answer(round_: Round, board: Board, kind: str, what: str, rows: Rows) -> Response:
    with transaction():
        record(f"judging.export_{what}", round_, by=me().id, scope=round_.contest, note=f"{board.key} {kind}")
    name = f'attachment; filename="{round_.contest.slug}-{board.key}-{what}.{kind}"'
    headers = {"Content-Disposition": name}
    if kind == "xlsx":
        return Response(write_xlsx(rows), mimetype=XLSX, headers=headers)
    return Response(stream_with_context(stream_csv(rows)), mimetype="text/csv", headers=headers)
