"""The fair ranking of a board, how reliable it is, and how each judge scores."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.analysis import analysis_page, pulse_of
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.queries.standings import board_in
from ecosystem.judging.services import analysis as services
from ecosystem.judging.views.agreement_rows import agreement_rows
from ecosystem.judging.views.fairness_rows import Fairness, fair_page, judge_rows
from ecosystem.judging.views.round_frame import framed

bp = Blueprint("judging_fairness", __name__, url_prefix="/organise/contests/<slug>/judging/fairness")


@bp.get("/<public_id>")
@requires(JudgingAction.VIEW_RANKING, on=round_in_contest)
def board(round_: Round) -> str:
    """Raw and fair ranks side by side, with intervals and what would settle the cut."""
    values = _page(round_)
    shown = values["shown"]
    if isinstance(shown, Fairness):
        number, whole = request.args.get("page", 1, int), "all" in request.args
        show = request.args.get("show", "all")
        values |= {"page": fair_page(shown, show=show, number=number, whole=whole), "show": show}
    return render_template("judging/fairness/board.html", **values)


@bp.get("/<public_id>/reliability")
@requires(JudgingAction.VIEW_RANKING, on=round_in_contest)
def reliability(round_: Round) -> str:
    """How far the judges agree, and how many are needed."""
    values = _page(round_)
    shown = values["shown"]
    if isinstance(shown, Fairness):
        version = rubric_of(round_, values["board"].id)
        values["rows"] = agreement_rows(shown, version.criteria if version is not None else ())
    return render_template("judging/fairness/reliability.html", **values)


@bp.get("/<public_id>/judges")
@requires(JudgingAction.VIEW_JUDGE_PROFILES, on=round_in_contest)
def judges(round_: Round) -> str:
    """How each judge scores beside the others; for the chair."""
    values = _page(round_)
    shown = values["shown"]
    if isinstance(shown, Fairness):
        values["rows"] = judge_rows(shown)
    return render_template("judging/fairness/judges.html", **values)


@bp.post("/<public_id>/compute")
@requires(JudgingAction.VIEW_RANKING, on=round_in_contest)
def compute(round_: Round) -> Response:
    """Have the board analysed now."""
    board = board_in(round_.contest, request.form.get("board"))
    here = url_for(".board", slug=round_.contest.slug, public_id=round_.public_id, board=board.key)
    services.ask(round_, board, by=me().id, url=here)
    flash(_("The scores are being analysed. This page shows the result when it is there."), "success")
    return redirect(here)


def _page(round_: Round) -> dict[str, Any]:
    """What the three pages share: the board, what was stored of it, the task that makes it anew."""
    board = board_in(round_.contest, request.args.get("board"))
    found = analysis_page(round_, board)
    task = services.being_made(round_, board)
    return {
        **framed(round_, switches=True),
        "board": board,
        "shown": Fairness(found) if found is not None else None,
        "sheets": None if found is not None else pulse_of(round_, board).newer,
        "task": task,
    }
