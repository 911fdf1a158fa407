"""The organiser's timetable: proposals side by side, the grid, moving and locking by hand, publishing."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.core.access import requires
from ecosystem.core.errors import EcosystemError, NoSuchRecord, Refused
from ecosystem.core.web.formatting import format_time
from ecosystem.investors.domain.life_cycle import ON_NOW, PLANNABLE
from ecosystem.investors.domain.scheduling import Placed
from ecosystem.investors.domain.scheduling.reasons import Reason, why_not
from ecosystem.investors.forms.sessions import MovePlannedForm, RunForm, WhyForm
from ecosystem.investors.kinds import BREACHES, LACKS, METHODS, SIDES, WHY
from ecosystem.investors.models import InvestorSession, RunKind, RunState, Side, TimetableRun
from ecosystem.investors.policies import SessionAction
from ecosystem.investors.queries.grids import lines_of
from ecosystem.investors.queries.problems import Standing, hash_of, standing_of
from ecosystem.investors.queries.sessions import session_by_public_id, slots_of, tables_of
from ecosystem.investors.queries.timetables import (
    PUBLISH_KIND,
    RUN_KIND,
    Cell,
    Row,
    planned_in,
    rows_of,
    run_of_session,
    runs_of,
    task_of,
)
from ecosystem.investors.services import planning, publishing
from ecosystem.investors.views.desk import OF_SESSION, me
from ecosystem.investors.views.grid_cells import cells_of

bp = Blueprint("investor_timetables", __name__, url_prefix=f"{OF_SESSION}/timetables")


@bp.get("/")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def index(session_: InvestorSession) -> str:
    """All proposals side by side, and the form to ask for another."""
    runs = runs_of(session_)
    form = RunForm(formdata=None, seed=(runs[0].seed % 999_999) + 1 if runs else 1)
    ready = [run for run in runs if run.state is RunState.READY and run.kind is RunKind.WHOLE]
    form.base.choices = [
        ("", _("none")),
        *((run.public_id, _("Proposal %(number)s", number=run.number)) for run in ready),
    ]
    waiting = next((run for run in runs if run.state is RunState.WAITING), None)
    return render_template(
        "investors/sessions/timetables.html",
        session=session_,
        event=session_.event,
        runs=runs,
        best=max((run.objective for run in runs if run.ready_at), default=0),
        form=form,
        task=task_of(RUN_KIND, waiting) if waiting else None,
        methods=METHODS,
        may_plan=session_.state in PLANNABLE,
        may_repair=session_.state in ON_NOW,
    )


@bp.post("/")
@requires(SessionAction.RUN, on=session_by_public_id)
def ask(session_: InvestorSession) -> Response:
    """Ask for a proposal, or after publishing for a repair."""
    form = RunForm()
    if not form.validate_on_submit():
        flash(_("Please choose how thoroughly to plan."), "error")
        return redirect(url_for(".index", session_id=session_.public_id))
    base = run_of_session(session_.public_id, form.base.data) if form.base.data else None
    try:
        run = planning.ask_for_run(session_, effort=form.effort.data, seed=form.seed.data or 1, base=base, by=me())
    except EcosystemError as error:
        flash(error.message, "error")
        return redirect(url_for(".index", session_id=session_.public_id))
    return redirect(_path(run))


@bp.get("/published")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def published(session_: InvestorSession) -> str:
    """The published timetable as a grid."""
    return _grid(session_, None)


@bp.get("/<run_id>")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def show(session_: InvestorSession, run_id: str) -> str:
    """One proposal: how good it is, what is wrong, who meets whom when and where."""
    run = run_of_session(session_.public_id, run_id)
    return _grid(session_, run)


def _grid(session_: InvestorSession, run: TimetableRun | None) -> str:
    standing = standing_of(session_, with_spare=run is None or run.kind is RunKind.REPAIR)
    cells = list(standing.live) if run is None else planned_in(run)
    people, slots = standing.rows, standing.day
    names = {row.id: row.name for row in people}
    side = Side.INVESTOR if request.args.get("side") == Side.INVESTOR.value else Side.FOUNDER
    lines = lines_of(session_, standing, people, cells, [(slot.id, slot.is_break) for slot in slots], side)
    only_wrong = request.args.get("show") == "wrong"
    task = None
    if run is not None and run.state is RunState.WAITING:
        task = task_of(RUN_KIND, run)
    elif run is not None and run.state is RunState.READY:
        task = task_of(PUBLISH_KIND, run)
    return render_template(
        "investors/sessions/timetable.html",
        session=session_,
        event=session_.event,
        run=run,
        task=task if task is not None and (task.is_alive or task.error) else None,
        is_stale=run is not None and run.state is RunState.READY and run.inputs_hash != hash_of(standing.problem),
        is_repair=run is not None and run.kind is RunKind.REPAIR,
        fresh=_fresh(standing, cells) if run is not None and run.kind is RunKind.REPAIR else set(),
        side=side,
        sides=SIDES,
        slots=slots,
        cells_of=cells_of,
        lines=[line for line in lines if line.wrong or line.lacks] if only_wrong else lines,
        only_wrong=only_wrong,
        number_wrong=sum(bool(line.wrong or line.lacks) for line in lines),
        total=len(lines),
        cells=cells,
        names=names,
        breaches=BREACHES,
        lacks=LACKS,
        methods=METHODS,
        why=_why(session_, standing, cells, people),
    )


def _fresh(standing: Standing, cells: list[Cell]) -> set[str]:
    live = {(each.founder_id, each.investor_id) for each in standing.live}
    return {each.ident for each in cells if (each.founder_id, each.investor_id) not in live}


def _why(session_: InvestorSession, standing: Standing, cells: list[Cell], people: Sequence[Row]) -> dict[str, Any]:
    """The question why a pair does not meet, with its answer once it is asked."""
    form = WhyForm(request.args if "founder" in request.args else None, meta={"csrf": False})
    by_public = {row.public_id: row for row in people}
    for field, side in ((form.founder, Side.FOUNDER), (form.investor, Side.INVESTOR)):
        field.choices = [("", "–"), *((row.public_id, row.name) for row in people if row.side is side)]
    founder, investor = by_public.get(form.founder.data or ""), by_public.get(form.investor.data or "")
    if founder is None or investor is None:
        return {"form": form, "text": "", "slots": []}
    number = standing.number_of()
    placed = [Placed(number[c.slot_id], c.founder_id, c.investor_id, c.table_id) for c in cells if c.slot_id in number]
    reason: Reason = why_not(standing.problem, placed, founder.id, investor.id)
    hours = [format_time(standing.slots[slot].starts_at, session_.timezone) for slot in reason.slots]
    return {"form": form, "text": WHY[reason.why], "slots": hours, "pair": f"{founder.name} – {investor.name}"}


@bp.route("/<run_id>/meetings/<int:planned_id>", methods=["GET", "POST"])
@requires(SessionAction.RUN, on=session_by_public_id)
def meeting(session_: InvestorSession, run_id: str, planned_id: int) -> Any:
    """Move a meeting of a proposal by hand; what that breaks is said in words."""
    run = run_of_session(session_.public_id, run_id)
    cell = next((each for each in planned_in(run) if each.ident == str(planned_id)), None)
    if cell is None:
        raise NoSuchRecord(_("This is no longer here."))
    form = MovePlannedForm(slot=cell.slot_id, table=cell.table_id)
    form.slot.choices = [
        (slot.id, format_time(slot.starts_at, session_.timezone)) for slot in slots_of(session_) if not slot.is_break
    ]
    form.table.choices = [(each.id, each.label or str(each.number)) for each in tables_of(session_)]
    breaches: list[str] = []
    if form.validate_on_submit():
        try:
            _row, breaches = planning.move_by_hand(run, planned_id, form.slot.data, form.table.data, by=me())
        except EcosystemError as error:
            flash(error.message, "error")
            return redirect(_path(run))
        if not set(breaches) - {"founder_away", "investor_away"}:
            for breach in breaches:
                flash(BREACHES[breach], "warning")
            flash(_("The meeting was moved and locked."), "success")
            return redirect(_path(run))
    names = {row.id: row.name for row in rows_of(session_)}
    page = render_template(
        "investors/sessions/meeting.html",
        session=session_,
        event=session_.event,
        run=run,
        cell=cell,
        names=names,
        form=form,
        breaches=[BREACHES[each] for each in breaches],
    )
    return page, 409 if breaches else 200


@bp.post("/<run_id>/meetings/<int:planned_id>/<any(lock,unlock):hold>")
@requires(SessionAction.RUN, on=session_by_public_id)
def lock(session_: InvestorSession, run_id: str, planned_id: int, hold: str) -> Response:
    """Lock a meeting, so that it stays when the session is planned again; or unlock it."""
    run = run_of_session(session_.public_id, run_id)
    planning.lock(run, planned_id, is_locked=hold == "lock", by=me())
    return redirect(_path(run))


@bp.post("/<run_id>/publish")
@requires(SessionAction.RUN, on=session_by_public_id)
def publish(session_: InvestorSession, run_id: str) -> Response:
    """Publish a proposal; its mails wait to be released."""
    run = run_of_session(session_.public_id, run_id)
    try:
        if publishing.ask_to_publish(run, by=me()):
            flash(_("The timetable is published. The mails wait until you release them."), "success")
    except EcosystemError as error:
        flash(error.message, "error")
    return redirect(_path(run))


@bp.post("/<run_id>/release")
@requires(SessionAction.RUN, on=session_by_public_id)
def release(session_: InvestorSession, run_id: str) -> Response:
    """Send the mails that tell everybody's meetings."""
    run = run_of_session(session_.public_id, run_id)
    try:
        number = publishing.release_mails(run)
        flash(ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", number), "success")
    except Refused as error:
        flash(error.message, "error")
    return redirect(_path(run))


def _path(run: TimetableRun) -> str:
    return url_for("investor_timetables.show", session_id=run.session.public_id, run_id=run.public_id)
