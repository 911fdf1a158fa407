"""The organiser's timetable: proposals side by side, the grid, moving and locking by hand, publishing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import EcosystemError, NoSuchRecord, Refused
from ecosystem.core.web.formatting import format_time
from ecosystem.investors.domain.life_cycle import ON_NOW, PLANNABLE
from ecosystem.investors.forms.sessions import MovePlannedForm, RunForm
from ecosystem.investors.kinds import BREACHES, METHODS
from ecosystem.investors.models import InvestorSession, RunKind, RunState, TimetableRun
from ecosystem.investors.policies import SessionAction
from ecosystem.investors.queries.sessions import session_by_public_id, slots_of, tables_of
from ecosystem.investors.queries.timetables import (
    RUN_KIND,
    planned_in,
    rows_of,
    run_of_session,
    runs_of,
    task_of,
)
from ecosystem.investors.services import planning, publishing, telling
from ecosystem.investors.views.desk import OF_SESSION
from ecosystem.investors.views.grids import grid_page

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
        most=planning.MOST_RUNS,
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
    return grid_page(session_, None)


@bp.get("/<run_id>")
@requires(SessionAction.SEE_DESK, on=session_by_public_id)
def show(session_: InvestorSession, run_id: str) -> str:
    """One proposal: how good it is, what is wrong, who meets whom when and where."""
    run = run_of_session(session_.public_id, run_id)
    return grid_page(session_, run)


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


@bp.post("/<run_id>/delete")
@requires(SessionAction.RUN, on=session_by_public_id)
def delete(session_: InvestorSession, run_id: str) -> Response:
    """Delete a proposal that is not published."""
    run = run_of_session(session_.public_id, run_id)
    number = run.number
    try:
        planning.discard(run, by=me())
        flash(_("Proposal %(number)s was deleted.", number=number), "success")
    except Refused as error:
        flash(error.message, "error")
        return redirect(_path(run))
    return redirect(url_for(".index", session_id=session_.public_id))


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
        number = telling.release_mails(run, by=me())
        flash(ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", number), "success")
    except Refused as error:
        flash(error.message, "error")
    return redirect(_path(run))


def _path(run: TimetableRun) -> str:
    return url_for("investor_timetables.show", session_id=run.session.public_id, run_id=run.public_id)
