"""How far the judges are: the board of a round, reminders."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.judging.forms.progress import ReminderForm
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import progress as queries
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.services import progress as services
from ecosystem.judging.views.round_frame import framed

bp = Blueprint("judging_progress", __name__, url_prefix="/organise/contests/<slug>/judging/progress")


@bp.get("/<public_id>")
@requires(JudgingAction.VIEW_PROGRESS, on=round_in_contest)
def board(round_: Round) -> str:
    """Judges × done, entries × reviews."""
    show, text = request.args.get("show", "all"), request.args.get("q", "")
    return render_template(
        "judging/progress/board.html",
        **framed(round_, switches=True),
        judges=queries.judges_of(round_, clock.now()),
        totals=queries.totals_of(round_),
        entries=queries.entries_page(round_, show=show, text=text, number=request.args.get("page", 1, int)),
        show=show,
        text=text,
    )


@bp.route("/<public_id>/remind", methods=["GET", "POST"])
@requires(JudgingAction.ASSIGN, on=round_in_contest)
def remind(round_: Round) -> Any:
    """Write to judges who have sheets left, after a look at the mail."""
    form = ReminderForm()
    chosen = request.values.getlist("judge", type=int) or None
    now = clock.now()
    if form.validate_on_submit() and "send" in request.form:
        number = services.remind(round_, by=me(), now=now, message=form.message.data or "", panelist_ids=chosen)
        flash(ngettext("%(num)s reminder written.", "%(num)s reminders written.", number), "success")
        return redirect(url_for(".board", slug=round_.contest.slug, public_id=round_.public_id))
    judges = services.behind(round_, now, chosen)
    return render_template(
        "judging/progress/remind.html",
        **framed(round_),
        judges=judges,
        form=form,
        preview=services.first_preview(round_, judges, message=form.message.data or ""),
    )
