"""The order of a pitch day: drawn with its seed in sight, changed by hand with a reason."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.accounts.queries import names_of
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import EcosystemError, Invalid, Refused, StaleEdit
from ecosystem.judging.forms.pitching import BreakForm, DrawForm, MoveForm, PlanForm, StepForm, fresh_seed
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import pitching as queries
from ecosystem.judging.queries.pitch_times import times_not_held
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.services import pitch_order as services
from ecosystem.judging.services.pitch_clock import STEPS, take_step
from ecosystem.judging.services.pitch_times import hold_times
from ecosystem.judging.views.pitching.screens import told
from ecosystem.judging.views.round_frame import framed

bp = Blueprint("judging_pitch", __name__, url_prefix="/organise/contests/<slug>/judging/pitch")


MOST_PAGES = 100  # that a request waits for


def _back(round_: Round, endpoint: str = ".order") -> Response:
    return redirect(url_for(endpoint, slug=round_.contest.slug, public_id=round_.public_id))


@bp.get("/<public_id>")
@requires(JudgingAction.VIEW_PROGRESS, on=round_in_contest)
def order(round_: Round) -> str:
    """The programme with its draws, and what can be changed."""
    return _page(round_)


def _page(round_: Round, *, plan: PlanForm | None = None, draw: DrawForm | None = None) -> str:
    day = queries.day_of(round_)
    if plan is None:
        plan = PlanForm(formdata=None)
        plan.show(day, round_.contest.timezone)
    draws = queries.draws_of(day) if day is not None else []
    programme = queries.programme_of(round_.id)
    not_free = times_not_held(day, programme, clock.now()) if day is not None else []
    return render_template(
        "judging/pitching/order.html",
        **framed(round_, switches=True),
        day=day,
        programme=programme,
        draws=draws,
        not_free=not_free,
        names=names_of(each.wanted.account_id for each in not_free),
        drawn_by=names_of(each.drawn_by_id for each in draws),
        plan=plan,
        draw=draw or DrawForm(formdata=None, seed=fresh_seed()),
        move=MoveForm(formdata=None),
        pause=BreakForm(formdata=None, minutes=15),
    )


@bp.post("/<public_id>/draw")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def draw(round_: Round) -> Any:
    """Draw the order, or draw it again with a reason."""
    form, plan = DrawForm(), PlanForm()
    if not form.validate() or (queries.day_of(round_) is None and not plan.validate()):
        return _page(round_, plan=plan if plan.errors else None, draw=form), 400
    seed = str(form.seed.data)
    try:
        if queries.day_of(round_) is None:
            services.draw(round_, plan.to_value(round_.contest.timezone), seed=seed, by=me())
        else:
            services.redraw(round_, seed=seed, reason=form.reason.data or "", by=me())
    except Invalid as error:
        form.reason.errors = [str(error.message)]
        return _page(round_, draw=form), 400
    flash(_("The order is drawn."), "success")
    return _back(round_)


@bp.post("/<public_id>/plan")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def plan(round_: Round) -> Any:
    """Change begin and lengths."""
    form = PlanForm()
    if not form.validate_on_submit():
        return _page(round_, plan=form), 400
    services.plan_again(round_, form.to_value(round_.contest.timezone), by=me())
    flash(_("The times are changed."), "success")
    return _back(round_)


@bp.post("/<public_id>/hold")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def hold(round_: Round) -> Response:
    """Try again to take the time of those who were not free."""
    day = queries.day_of(round_)
    if day is not None:
        hold_times(day)
        left = len(times_not_held(day, queries.programme_of(round_.id), clock.now()))
        if left:
            flash(ngettext("%(num)s person is still engaged.", "%(num)s people are still engaged.", left), "warning")
        else:
            flash(_("Everybody's time is held."), "success")
    return _back(round_)


@bp.post("/<public_id>/breaks")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def add_break(round_: Round) -> Any:
    """Put a break into the programme."""
    form = BreakForm()
    if not form.validate_on_submit():
        flash(_("Nothing was changed: please fill in all fields."), "error")
        return _back(round_)
    seconds = 60 * (form.minutes.data or 0)
    services.add_break(round_, title=str(form.title.data), seconds=seconds, to=form.to.data or 1, by=me())
    return _back(round_)


@bp.post("/<public_id>/places/<slot_id>/<any(move,miss,drop):step>")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def change(round_: Round, slot_id: str, step: str) -> Any:
    """Move a place, note an entry as absent, take a break out."""
    slot = queries.slot_in(round_, slot_id)
    form = MoveForm()
    if step == "drop":
        services.drop_break(round_, slot, by=me())
        return _back(round_)
    if not form.validate_on_submit():
        flash(_("Nothing was changed: please give a reason."), "error")
        return _back(round_)
    reason = str(form.reason.data)
    if step == "move":
        services.move(round_, slot, to=form.to.data or slot.position, reason=reason, by=me())
    else:
        services.miss(round_, slot, reason=reason, by=me())
    flash(_("The programme is changed."), "success")
    return _back(round_)


@bp.get("/<public_id>/control")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def control(round_: Round) -> Any:
    """The remote control of the stage, for a phone."""
    day = queries.day_of(round_)
    if day is None:
        return _back(round_)
    programme = queries.programme_of(round_.id)
    return render_template(
        "judging/pitching/control.html",
        **framed(round_),
        day=day,
        programme=programme,
        state=told(day, programme),
        form=StepForm(formdata=None, version=str(day.version)),
    )


@bp.post(f"/<public_id>/control/<any({','.join(STEPS)}):step>")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def take(round_: Round, step: str) -> Any:
    """Take a step of the clock."""
    day, form = queries.day_of(round_), StepForm()
    if day is None or not form.validate_on_submit():
        return _back(round_, ".control")
    try:
        take_step(day, step, shown=form.shown)
    except StaleEdit:
        flash(_("The stage had moved on already; nothing was changed."), "warning")
    except EcosystemError as error:
        flash(str(error.message), "error")
    return _back(round_, ".control")


@bp.get("/<public_id>/board")
@requires(JudgingAction.VIEW_PROGRESS, on=round_in_contest)
def board(round_: Round) -> str:
    """Who has scored whom, and who is missing for the pitches so far."""
    return render_template("judging/pitching/board.html", **framed(round_), **_board(round_))


def _board(round_: Round) -> dict[str, Any]:
    part = request.headers.get("HX-Request") == "true"
    return {
        "day": queries.day_of(round_),
        "programme": queries.programme_of(round_.id),
        "panel": queries.panel_of(round_.id),
        "marks": queries.marks_of(round_.id),
        "is_part": part,
    }


@bp.get("/<public_id>/sheets.pdf")
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def blank_sheets(round_: Round) -> Response:
    """Empty score sheets on paper, for every judge, in the order of the programme."""
    from ecosystem.judging.documents.blank_sheets import blank_sheets_document

    chosen = request.args.get("judge")
    panel = [judge for judge in queries.panel_of(round_.id) if chosen in (None, judge.public_id)]
    charges = {pair for pair in queries.marks_of(round_.id) if any(judge.id == pair[1] for judge in panel)}
    if len(charges) > MOST_PAGES:
        raise Refused(_("These are too many pages at once. Please take the sheets judge by judge."))
    programme = queries.programme_of(round_.id)
    content = blank_sheets_document(round_, programme, panel, queries.criteria_by_board(round_.id), charges)
    headers = {"Content-Disposition": f'inline; filename="{round_.contest.slug}-blank-sheets.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)
