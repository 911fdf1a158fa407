"""Scores that came on paper: typed in by the secretariat, confirmed by the judge."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing, session
from ecosystem.core.errors import EcosystemError, Invalid
from ecosystem.judging.forms.paper import PaperForm
from ecosystem.judging.forms.sheets import read_sheet, typed_in, values_of
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.charges import Charge, charge_by_public_id, sheet_of
from ecosystem.judging.queries.pitching import charge_in_round
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.services import paper as services
from ecosystem.judging.views.round_frame import framed
from ecosystem.judging.views.sheet_page import tidy
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.responses import send_stored

bp = Blueprint("judging_paper", __name__)
PAPER = "/organise/contests/<slug>/judging/pitch/<public_id>/paper/<charge_id>"


@bp.route(PAPER, methods=["GET", "POST"])
@requires(JudgingAction.RUN_PITCHES, on=round_in_contest)
def sheet(round_: Round, charge_id: str) -> Any:
    """Type in one sheet."""
    charge = charge_in_round(round_.contest.slug, round_.public_id, charge_id)
    form = PaperForm()
    if not form.validate_on_submit():
        return _page(round_, charge, form)
    scan = form.scan.take_in(by=me().id) if form.scan.is_given else None
    if form.scan.errors:
        return _page(round_, charge, form, typed=typed_in(request)), 400
    try:
        services.type_in(charge, read_sheet(request).changes, scan=scan, by=me())
    except EcosystemError as error:
        return _page(round_, charge, form, typed=typed_in(request), error=error), error.status
    flash(
        _("The sheet is typed in and handed in.") if scan else _("The sheet is typed in; the judge confirms it."),
        "success",
    )
    return redirect(url_for("judging_pitch.board", slug=round_.contest.slug, public_id=round_.public_id))


def _page(
    round_: Round,
    charge: Charge,
    form: PaperForm,
    *,
    typed: dict[str, str] | None = None,
    error: EcosystemError | None = None,
) -> str:
    held = sheet_of(charge)
    return render_template(
        "judging/pitching/paper.html",
        **framed(round_),
        charge=charge,
        form=form,
        sheet=held,
        values={**values_of(charge, held), **(typed or {})},
        message=str(error.message) if error else "",
        errors={name: str(text) for name, text in error.details.items()} if isinstance(error, Invalid) else {},
        tidy=tidy,
    )


@bp.post("/judge/sheets/<public_id>/confirm")
@requires(JudgingAction.SCORE, on=charge_by_public_id)
def confirm_own(charge: Charge) -> Response:
    """The judge confirms what was typed in, and hands it in."""
    try:
        services.confirm(charge, by=me())
        flash(_("Sheet handed in."), "success")
    except Invalid as error:
        details = " ".join(str(text) for text in error.details.values())
        flash(f"{error.message} {details}".strip(), "error")
    return redirect(url_for("judge_desk.sheet", public_id=charge.assignment.public_id))


@bp.get("/judge/sheets/<public_id>/scan")
@requires(JudgingAction.SCORE, on=charge_by_public_id)
def own_scan(charge: Charge) -> Response:
    """The paper sheet as it was scanned, for the judge."""
    return _scan(charge)


@bp.get(f"{PAPER}/scan")
@requires(JudgingAction.READ_REVIEWS, on=round_in_contest)
def scan(round_: Round, charge_id: str) -> Response:
    """The paper sheet as it was scanned, for the organiser and the chair."""
    return _scan(charge_in_round(round_.contest.slug, round_.public_id, charge_id))


def _scan(charge: Charge) -> Response:
    paper = services.paper_of(charge)
    return send_stored(one_or_missing(session().get(StoredFile, (paper.scan_id or 0) if paper else 0)), inline=True)
