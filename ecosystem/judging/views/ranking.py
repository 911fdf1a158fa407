"""The ranking of a round for the organiser and the chair: table, downloads, an entry's reviews, inputs."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.forms.decisions import ChairVoteForm, ComponentsForm, read_rank
from ecosystem.judging.forms.sheets import ReasonForm
from ecosystem.judging.models import ScoreSheet
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import results as queries
from ecosystem.judging.queries.comparability import obstacles_to_comparing
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.queries.rubrics import from_version
from ecosystem.judging.queries.standings import board_in, standings_of
from ecosystem.judging.services import components, sheet_steps
from ecosystem.judging.services.rankings import ranked_board
from ecosystem.judging.views.ranking_rows import chosen_rows, ranked_page, ranked_rows
from ecosystem.judging.views.round_frame import framed

bp = Blueprint("judging_ranking", __name__, url_prefix="/organise/contests/<slug>/judging/ranking")


@bp.get("/<public_id>")
@requires(JudgingAction.VIEW_RANKING, on=round_in_contest)
def board(round_: Round) -> str:
    """The ranking of one board as it stands now."""
    board = board_in(round_.contest, request.args.get("board"))
    show, text = request.args.get("show", "all"), request.args.get("q", "")
    number, whole = request.args.get("page", 1, int), "all" in request.args
    ranked, page = ranked_page(round_, board, show=show, text=text, number=number, whole=whole)
    return render_template(
        "judging/ranking/board.html",
        **framed(round_, switches=True),
        ranked=ranked,
        obstacles=obstacles_to_comparing(round_, [board]) if not ranked.summary.ranked else (),
        page=page,
        show=show,
        text=text,
    )


@bp.get("/<public_id>/entries/<entry>")
@requires(JudgingAction.READ_REVIEWS, on=round_in_contest)
def reviews(round_: Round, entry: str) -> str:
    """Everything the judges wrote about one entry, with the history of each sheet."""
    application = queries.entry_in_round(round_, entry)
    found = queries.reviews_of(round_, application.id)
    version = rubric_of(round_, application.board_id or 0)
    return render_template(
        "judging/ranking/reviews.html",
        **framed(round_),
        entry=application,
        reviews=found,
        version=version,
        history=queries.history_of([review.sheet.id for review in found if review.sheet is not None]),
        form=ReasonForm(),
    )


@bp.post("/<public_id>/sheets/<assignment_id>/reopen")
@requires(JudgingAction.REOPEN, on=queries.sheet_to_reopen)
def reopen(sheet: ScoreSheet) -> Any:
    """Unlock a sheet, with a reason."""
    form = ReasonForm()
    round_ = sheet.assignment.round
    form.validate_on_submit()
    sheet_steps.reopen(sheet, reason=form.reason.data or "", by=me())
    flash(_("The sheet is open again; the judge has been told."), "success")
    entry = sheet.assignment.application.public_id
    return redirect(url_for(".reviews", slug=round_.contest.slug, public_id=round_.public_id, entry=entry))


@bp.get("/<public_id>/ties")
@requires(JudgingAction.VIEW_RANKING, on=round_in_contest)
def ties(round_: Round) -> str:
    """Entries of the same rank, for the chair to order."""
    board = board_in(round_.contest, request.args.get("board"))
    ranked = ranked_board(round_, board)
    rows = ranked_rows(round_, ranked, chosen_rows(ranked.rows, {}, show="chair", text=""))
    return render_template("judging/ranking/ties.html", board=board, rows=rows, form=ChairVoteForm(), **framed(round_))


@bp.post("/<public_id>/ties")
@requires(JudgingAction.CHAIR_VOTE, on=round_in_contest)
def vote(round_: Round) -> Any:
    """Store the chair's order."""
    board = board_in(round_.contest, request.form.get("board"))
    standings = standings_of(round_, board)
    ids = {head.public_id: head.id for head in standings.ranking.heads.values()} if standings.ranking else {}
    ranks = {ids[key]: read_rank(text) for key, text in request.form.items() if key in ids}
    components.vote_among_ties(round_, ranks, by=me())
    flash(_("Your vote is stored."), "success")
    return redirect(url_for(".board", slug=round_.contest.slug, public_id=round_.public_id, board=board.key))


@bp.route("/<public_id>/components", methods=["GET", "POST"])
@requires(JudgingAction.ENTER_COMPONENTS, on=round_in_contest)
def enter(round_: Round) -> Any:
    """Votes and points outside the jury, pasted from a table."""
    board = board_in(round_.contest, request.args.get("board"))
    version = rubric_of(round_, board.id)
    parts = from_version(version).components if version is not None else ()
    form = ComponentsForm()
    form.key.choices = [(part.key, in_language(part, "name")) for part in parts]
    if form.validate_on_submit():
        try:
            key, values = form.to_value()
            number = components.enter_component(round_, key, values, by=me())
        except Invalid as error:
            form.lines.errors = [str(error)]
        else:
            flash(ngettext("%(num)s value stored.", "%(num)s values stored.", number), "success")
            return redirect(url_for(".board", slug=round_.contest.slug, public_id=round_.public_id, board=board.key))
    status = 400 if form.errors or form.lines.errors else 200
    return render_template("judging/ranking/enter.html", board=board, parts=parts, form=form, **framed(round_)), status
