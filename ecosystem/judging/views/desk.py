"""The judge's desk: my rounds, my queue, the dossier beside its score sheet, handing in."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.models import Account
from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import EcosystemError, Invalid, Refused, StaleEdit
from ecosystem.core.web.formatting import format_time, score_text
from ecosystem.judging.forms.sheets import (
    ReasonForm,
    SheetInput,
    marks_of,
    read_sheet,
    typed_in,
    values_of,
    version_after,
)
from ecosystem.judging.models import Panelist
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import desk as queries
from ecosystem.judging.queries.calibration import beside
from ecosystem.judging.queries.charges import Charge, charge_by_public_id, sheet_of
from ecosystem.judging.queries.panels import invitations_to
from ecosystem.judging.services import sheet_steps, sheets
from ecosystem.judging.services.sheets import Saved
from ecosystem.judging.views.sheet_page import sheet_page

bp = Blueprint("judge_desk", __name__, url_prefix="/judge")


@bp.after_request
def tell_whose_page(response: Response) -> Response:
    """A device keeps pages for the account they were made for, and for nobody else."""
    who = actor()
    if isinstance(who, Account):
        response.headers["X-Account"] = who.public_id
    return response


@bp.get("/")
@requires(JudgingAction.JUDGE_DESK)
def rounds() -> str:
    """The rounds in which this person judges."""
    return render_template(
        "judging/desk/rounds.html", works=queries.rounds_of(me().id), invitations=invitations_to(me())
    )


def _seat(public_id: str) -> Panelist:
    return queries.panelist_of(public_id, actor().id)


@bp.get("/rounds/<public_id>")
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def queue(panelist: Panelist) -> str:
    """All entries to score in a round, with progress."""
    whole = queries.queue_of(panelist.id)
    show, text = request.args.get("show", "all"), request.args.get("q", "")
    items = queries.chosen_from(whole, show=show, text=text)
    return render_template(
        "judging/desk/queue.html",
        panelist=panelist,
        queue=whole,
        items=items,
        show=show,
        text=text,
        beside=beside(panelist.round_id),
    )


@bp.get("/rounds/<public_id>/review")
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def review(panelist: Panelist) -> str:
    """All totals in one table, before they are handed in."""
    whole = queries.queue_of(panelist.id)
    return render_template("judging/desk/review.html", panelist=panelist, queue=whole, problems={})


@bp.post("/rounds/<public_id>/review")
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def hand_in_all(panelist: Panelist) -> Any:
    """Hand in the ticked sheets, all or none."""
    chosen = set(request.form.getlist("sheet"))
    whole = queries.queue_of(panelist.id)
    charges = [charge_by_public_id(item.public_id) for item in whole.ready if item.public_id in chosen]
    try:
        number = sheet_steps.hand_in(charges, by=me())
    except Invalid as error:
        page = render_template("judging/desk/review.html", panelist=panelist, queue=whole, problems=error.details)
        return page, error.status
    flash(ngettext("%(num)s sheet handed in.", "%(num)s sheets handed in.", number), "success")
    return redirect(url_for(".queue", public_id=panelist.round.public_id))


@bp.get("/sheets/<public_id>")
@requires(JudgingAction.SCORE, on=charge_by_public_id)
def sheet(charge: Charge) -> str:
    """The dossier and the score sheet."""
    return sheet_page(charge)


@bp.post("/sheets/<public_id>")
@requires(JudgingAction.SCORE, on=charge_by_public_id)
def save(charge: Charge) -> Any:
    """Store what was scored: from the autosave, from a program (JSON), or from the plain form."""
    wants_json = request.is_json or request.headers.get("X-Autosave") == "1"
    try:
        given = read_sheet(request)
        saved = sheets.save(charge, given.changes, by=me(), key=given.key)
        if wants_json:
            return _saved_as_json(charge, given, saved)
        return _after_form(charge, given)
    except (Invalid, StaleEdit, Refused) as error:
        if wants_json:
            return _refused_as_json(charge, error)
        if isinstance(error, Refused):
            raise
        return sheet_page(charge, error=error, typed=typed_in(request)), error.status


def _saved_as_json(charge: Charge, given: SheetInput, saved: Saved) -> Response:
    return jsonify(
        saved_at=format_time(clock.now(), charge.contest.timezone),
        now=clock.now().isoformat(),
        total=None if saved.total is None else score_text(saved.total),
        is_complete=saved.is_complete,
        missing=len(saved.missing),
        version=version_after(given),
    )


def _refused_as_json(charge: Charge, error: EcosystemError) -> tuple[Response, int]:
    """As static/js/desk/sender.js reads it: the messages by field, or what is stored instead."""
    told: dict[str, Any] = {"message": str(error.message), "now": clock.now().isoformat()}
    if isinstance(error, Invalid):
        return jsonify(kind="invalid", errors={k: [str(v)] for k, v in error.details.items()}, **told), 422
    if isinstance(error, StaleEdit):
        return jsonify(kind="changed", **_stored(error.theirs), **told), error.status
    values = values_of(charge, sheet_of(charge)) if charge.version is not None else {}
    return jsonify(kind="closed", **_stored(values), **told), error.status


def _stored(values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Values as the judge reads them, with their marks."""
    shown = {name: value if isinstance(value, str) else score_text(value) for name, value in values.items()}
    return {"theirs": shown, "marks": marks_of(values)}


def _after_form(charge: Charge, given: SheetInput) -> Response:
    public_id = charge.assignment.public_id
    if given.then == "hand_in":
        sheet_steps.hand_in([charge], by=me())
        flash(_("Sheet handed in."), "success")
    if given.then in ("next", "hand_in"):
        following = queries.queue_of(charge.panelist.id).next_open(public_id)
        if following is None:
            return redirect(url_for(".review", public_id=charge.round.public_id))
        return redirect(url_for(".sheet", public_id=following.public_id))
    flash(_("Saved."), "success")
    return redirect(url_for(".sheet", public_id=public_id))


@bp.route("/sheets/<public_id>/<any(abstain,recuse):step>", methods=["GET", "POST"])
@requires(JudgingAction.SCORE, on=charge_by_public_id)
def step_aside(charge: Charge, step: str) -> Any:
    """Abstain from an entry, or recuse from it because of a conflict of interest, with a reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        status = 400 if request.method == "POST" else 200
        return render_template("judging/desk/step_aside.html", charge=charge, form=form, step=step), status
    use_case = sheet_steps.abstain if step == "abstain" else sheet_steps.recuse
    use_case(charge, reason=form.reason.data or "", by=me())
    flash(_("Thank you. The organiser has been told.") if step == "recuse" else _("You abstained."), "success")
    return redirect(url_for(".queue", public_id=charge.round.public_id))
