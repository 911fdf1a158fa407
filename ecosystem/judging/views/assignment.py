"""Who scores what: the list with loads, one charge by hand, proposals with their preview, taking back."""

from collections import defaultdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import NotAllowed, Refused
from ecosystem.core.pagination import Page
from ecosystem.core.search import fold
from ecosystem.core.web.lists import list_url
from ecosystem.core.web.responses import redirect_back
from ecosystem.judging.domain.assignment import Pair
from ecosystem.judging.domain.assignment.words import REASONS
from ecosystem.judging.forms.assignment import METHODS, GiveForm, ProposalForm, fresh_seed
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import assignment as queries
from ecosystem.judging.queries.assignment import EntryLine, Standing
from ecosystem.judging.queries.panels import panelist_in
from ecosystem.judging.queries.replacements import entries_wanting, wanted_replacements
from ecosystem.judging.queries.rounds import judged_rounds, round_in_contest
from ecosystem.judging.queries.runs import latest_runs
from ecosystem.judging.services import assignment as services
from ecosystem.judging.services import runs
from ecosystem.judging.services.assignment import Method
from ecosystem.startups.domain.taxonomy import sector_titles

bp = Blueprint("judging_assignment", __name__, url_prefix="/organise/contests/<slug>/judging/assignment")
PER_PAGE = 50
SHOWS = ("all", "short", "none")


def _back(round_: Round) -> Response:
    return redirect(url_for(".index", slug=round_.contest.slug, public_id=round_.public_id))


@bp.get("/<public_id>")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def index(round_: Round) -> str:
    """The entries with their judges, the judges with their loads."""
    return _page(round_)


def _page(round_: Round, form: ProposalForm | None = None) -> str:
    standing = queries.standing_of(round_)
    show, text = request.args.get("show", "all"), request.args.get("q", "")[:100]
    entries = _chosen(standing, round_, show=show, text=text)
    number = max(1, request.args.get("page", 1, int))
    adding, give_form = _adding(standing)
    page = Page(entries[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(entries))
    return render_template(
        "judging/assignment/index.html",
        contest=round_.contest,
        round=round_,
        rounds=judged_rounds(round_.contest),
        standing=standing,
        page=page,
        show=show,
        text=text,
        charges=_by_entry(standing),
        loads=_loads(standing),
        adding=adding,
        give=give_form,
        short=len(_chosen(standing, round_, show="short", text="")),
        boards={board.id: board for board in round_.contest.boards},
        undo=services.last_applied(round_),
        undoing=runs.undoing(round_),
        wanting=len(entries_wanting(round_, standing)),
        sector_names=sector_titles,
        runs=latest_runs(round_),
        methods=METHODS,
        proposal_form=form or ProposalForm(formdata=None, per_entry=round_.reviews_per_entry, seed=fresh_seed()),
    )


def _by_entry(standing: Standing) -> dict[int, list[queries.ChargeLine]]:
    found: dict[int, list[queries.ChargeLine]] = defaultdict(list)
    for charge in standing.active:
        found[charge.pair.entry].append(charge)
    return found


def _loads(standing: Standing) -> dict[int, int]:
    loads = {judge.id: 0 for judge in standing.judges}
    for charge in standing.active:
        loads[charge.pair.judge] = loads.get(charge.pair.judge, 0) + 1
    return loads


def _chosen(standing: Standing, round_: Round, *, show: str, text: str) -> list[EntryLine]:
    count = {entry: len(charges) for entry, charges in _by_entry(standing).items()}
    limit = {"short": round_.reviews_per_entry - 1, "none": 0}.get(show)
    words = fold(text).split()
    return [
        entry
        for entry in standing.entries
        if (limit is None or count.get(entry.id, 0) <= limit)
        and all(word in fold(f"{entry.code} {entry.title}") for word in words)
    ]


def _adding(standing: Standing) -> tuple[EntryLine | None, GiveForm | None]:
    """The entry a judge is being chosen for, and the form that offers those who may score it, least busy first."""
    wished = request.args.get("add")
    entry = next((each for each in standing.entries if each.public_id == wished), None)
    if entry is None:
        return None, None
    problem = standing.problem(per_entry=1, seed=1)
    loads = _loads(standing)
    pairs = {judge.id: Pair(judge.id, entry.id) for judge in standing.judges}
    free = [j for j in standing.judges if problem.allows(pairs[j.id]) and pairs[j.id] not in standing.current]
    form = GiveForm(formdata=None, data={"entry": entry.public_id, "next": list_url(add=None)})
    form.offer([(judge, loads[judge.id]) for judge in sorted(free, key=lambda j: (loads[j.id], j.name))])
    return entry, form


@bp.post("/<public_id>")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def propose(round_: Round) -> Any:
    """Ask for a proposal."""
    form = ProposalForm()
    if not form.validate_on_submit():
        return _page(round_, form), 400
    run = runs.ask_for_proposal(round_, Method(form.method.data), form.wanted, by=me())
    return redirect(runs.path_of_run(round_, run))


@bp.get("/<public_id>/replacements")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def replacements(round_: Round) -> str:
    """Entries that lost a judge, with the judges who would suit best, each given by one click."""
    return render_template(
        "judging/assignment/replacements.html",
        contest=round_.contest,
        round=round_,
        rounds=judged_rounds(round_.contest),
        wanted=wanted_replacements(round_, queries.standing_of(round_)),
        reason_words=REASONS,
    )


@bp.post("/<public_id>/give")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def give(round_: Round) -> Response:
    """Give one entry to one judge."""
    judge = panelist_in(round_, request.form.get("judge", ""))
    entry = queries.entry_in_round(round_, request.form.get("entry", ""))
    try:
        services.assign_one(judge, entry, by=me())
    except (NotAllowed, Refused) as error:
        flash(error.message, "error")
    else:
        flash(_("%(name)s will score %(code)s.", name=judge.name, code=entry.code), "success")
    return redirect_back(url_for(".index", slug=round_.contest.slug, public_id=round_.public_id))


@bp.post("/<public_id>/take")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def take(round_: Round) -> Response:
    """Take one entry from one judge."""
    judge = panelist_in(round_, request.form.get("judge", ""))
    entry = queries.entry_in_round(round_, request.form.get("entry", ""))
    charge = one_or_missing(queries.charge_between(judge.id, entry.id))
    try:
        services.unassign(charge, by=me())
    except Refused as error:
        flash(error.message, "error")
    else:
        flash(_("%(name)s no longer scores %(code)s.", name=judge.name, code=entry.code), "success")
    return redirect_back(url_for(".index", slug=round_.contest.slug, public_id=round_.public_id))


@bp.post("/<public_id>/undo")
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def undo(round_: Round) -> Response:
    """Take the last applied proposal back; the page tells how far it is when that takes a while."""
    try:
        done = runs.ask_to_take_back(round_, by=me())
    except Refused as error:
        flash(error.message, "warning")
    else:
        if done:
            flash(_("The assignment is as it was before."), "success")
    return _back(round_)
