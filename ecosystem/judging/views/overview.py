"""Judging of a contest at a glance: what each round still lacks, and where to go."""

from flask import Blueprint, render_template

from ecosystem.contests.models import Contest
from ecosystem.core.access import requires
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.overview import round_lines
from ecosystem.judging.queries.rounds import contest_with_rounds

bp = Blueprint("judging", __name__, url_prefix="/organise/contests/<slug>/judging")


@bp.get("/")
@requires(JudgingAction.VIEW, on=contest_with_rounds)
def overview(contest: Contest) -> str:
    """The judged rounds with rubric, panel, assignment and what is missing."""
    return render_template("judging/overview.html", contest=contest, lines=round_lines(contest))
