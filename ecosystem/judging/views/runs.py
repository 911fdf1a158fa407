"""A run of an assignment: how far it is, what it would change, carrying it out."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.errors import Refused
from ecosystem.core.pagination import Page
from ecosystem.judging.domain.assignment import Pair
from ecosystem.judging.forms.assignment import METHODS, ApplyForm, fresh_seed
from ecosystem.judging.models import AssignmentRun, RunState
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.assignment import Standing, standing_of
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.queries.runs import run_in, task_of
from ecosystem.judging.services import runs as services
from ecosystem.judging.services.assignment import Method

bp = Blueprint("judging_runs", __name__, url_prefix="/organise/contests/<slug>/judging/assignment/<public_id>/runs")
PER_PAGE = 50
SHOWS = ("added", "removed", "kept")


@bp.get("/<run_id>")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def show(round_: Round, run_id: str) -> str:
    """Look at a proposal: what it adds and takes away, the loads, how good it is, what it cannot do."""
    run = run_in(round_, run_id)
    standing = standing_of(round_)
    task = task_of(run)
    chosen = request.args.get("show", "added")
    pairs = _pairs(run, standing)
    return render_template(
        "judging/assignment/run.html",
        contest=round_.contest,
        round=round_,
        run=run,
        task=task,
        methods=METHODS,
        settings=services.Settings(**run.settings),
        outcome=run.outcome,
        fresh=bool(run.input_hash) and run.input_hash == services.input_hash(standing),
        is_ready=run.state is RunState.READY,
        entries={entry.id: entry for entry in standing.entries},
        judges={judge.id: judge for judge in standing.judges},
        before=_before(standing),
        counts={name: len(pairs[name]) for name in SHOWS},
        show=chosen if chosen in SHOWS else "added",
        page=_page_of(pairs[chosen if chosen in SHOWS else "added"]),
        apply=ApplyForm(formdata=None),
        other_seed=fresh_seed(),
    )


def _pairs(run: AssignmentRun, standing: Standing) -> dict[str, set[Pair]]:
    added, removed = services.changes_of(run, standing) if run.pairs is not None else (set(), set())
    return {"added": added, "removed": removed, "kept": set(standing.current) - removed}


def _before(standing: Standing) -> dict[int, int]:
    loads = {judge.id: 0 for judge in standing.judges}
    for pair in standing.current:
        loads[pair.judge] = loads.get(pair.judge, 0) + 1
    return loads


def _page_of(pairs: set[Pair]) -> Page[Pair]:
    number = max(1, request.args.get("page", 1, int))
    ordered = sorted(pairs, key=lambda pair: (pair.entry, pair.judge))
    return Page(ordered[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(ordered))


@bp.post("/<run_id>/apply")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def apply(round_: Round, run_id: str) -> Response:
    """Carry out the proposal that was looked at."""
    run = run_in(round_, run_id)
    form = ApplyForm()
    here = redirect(url_for(".show", slug=round_.contest.slug, public_id=round_.public_id, run_id=run_id))
    if not form.validate_on_submit():
        return here
    try:
        done = services.ask_to_apply(run, tells_judges=form.tells_judges.data, by=me())
    except Refused as error:
        flash(error.message, "warning")
        return here
    if not done:
        return here
    flash(_("The entries are assigned."), "success")
    return redirect(url_for("judging_assignment.index", slug=round_.contest.slug, public_id=round_.public_id))


@bp.post("/<run_id>/again")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def again(round_: Round, run_id: str) -> Any:
    """Ask for the same once more, with the state of now or with another seed."""
    run = run_in(round_, run_id)
    seed = request.form.get("seed", type=int) or run.settings["seed"]
    settings = services.Settings(**run.settings | {"seed": max(1, min(seed, 999_999))})
    fresh = services.ask_for_proposal(round_, Method(run.method), settings, by=me())
    return redirect(services.path_of_run(round_, fresh))
