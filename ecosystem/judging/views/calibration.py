"""Calibration for the organiser and the chair, and the judge's own pages of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.queries import dossier_of
from ecosystem.contests.models import Round
from ecosystem.core.access import actor, requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.calibration import CalibrationState
from ecosystem.judging.forms.calibration import MarksForm, OpenForm, PrepareForm, ReferenceForm, read_marks
from ecosystem.judging.models import AnchorDossier, Calibration, Panelist, RubricVersion
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import calibration as queries
from ecosystem.judging.queries.desk import panelist_of
from ecosystem.judging.queries.rounds import round_in_contest
from ecosystem.judging.services import calibration as services
from ecosystem.judging.views.round_frame import framed
from ecosystem.judging.views.sheet_page import tidy

bp = Blueprint("judging_calibration", __name__, url_prefix="/organise/contests/<slug>/judging/calibration")
judge = Blueprint("judge_calibration", __name__, url_prefix="/judge/rounds/<public_id>/calibration")


@bp.get("/<public_id>")
@requires(JudgingAction.DELIBERATE, on=round_in_contest)
def overview(round_: Round) -> str:
    """The dossiers, and how far off every judge is."""
    found = queries.calibration_of(round_)
    words = request.args.get("q", "")
    return render_template(
        "judging/calibration/overview.html",
        **framed(round_, switches=True),
        calibration=found,
        measured=queries.measured(found) if found else None,
        prepare=_prepare_form(queries.versions_in(round_)),
        form=OpenForm(formdata=None, message=found.message if found else ""),
        text=words,
        choices=queries.anchors_to_choose(round_, words) if found else (),
        states=CalibrationState,
    )


@bp.post("/<public_id>/prepare")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def prepare(round_: Round) -> Response:
    """Begin with one rubric of the round."""
    versions = {str(version.id): version for version in queries.versions_in(round_)}
    form = _prepare_form(versions.values())
    if form.validate_on_submit():
        services.prepare(round_, versions[str(form.version.data)], by=me())
    else:
        flash(_("Choose a rubric first."), "error")
    return _to(round_)


@bp.post("/<public_id>/dossiers")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def add(round_: Round) -> Response:
    """One more dossier."""
    services.add_anchor(_of(round_), queries.anchor_to_add(round_, request.form.get("entry", "")), by=me())
    flash(_("The dossier was added."), "success")
    return _to(round_)


@bp.post("/<public_id>/dossiers/<anchor_id>/remove")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def remove(round_: Round, anchor_id: str) -> Response:
    """Take a dossier out."""
    services.remove_anchor(_anchor(_of(round_).anchors, anchor_id), by=me())
    flash(_("The dossier was taken out."), "success")
    return _to(round_)


@bp.route("/<public_id>/dossiers/<anchor_id>", methods=["GET", "POST"])
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def reference(round_: Round, anchor_id: str) -> Any:
    """The marks agreed for a dossier."""
    found = _of(round_)
    anchor = _anchor(found.anchors, anchor_id)
    form = ReferenceForm(comment=anchor.comment)
    errors: Mapping[str, str] = {}
    if form.validate_on_submit():
        try:
            marks = read_marks(found.rubric_version.criteria, request.form)
            services.set_reference(anchor, marks, form.comment.data or "", by=me())
        except (Invalid, Refused) as error:
            errors = getattr(error, "details", None) or {"": str(error)}
        else:
            flash(_("The reference is stored."), "success")
            return _to(round_)
    page = render_template(
        "judging/calibration/reference.html",
        **framed(round_),
        **_sheet(found, anchor, dict(anchor.reference), errors),
        form=form,
    )
    return page, 400 if errors else 200


@bp.post("/<public_id>/state")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def change(round_: Round) -> Response:
    """Open it for the judges, or close it."""
    name, form = request.form.get("step", ""), OpenForm()
    if name not in ("open", "close"):
        raise Invalid(_("There is no such step."))
    services.step(_of(round_), name, message=form.message.data or "", by=me())
    flash(_("The judges can score the dossiers.") if name == "open" else _("The calibration is closed."), "success")
    return _to(round_)


def _seat(public_id: str) -> Panelist:
    return panelist_of(public_id, actor().id)


@judge.get("")
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def mine(panelist: Panelist) -> str:
    """The judge's dossiers, and the own deviation once all are scored."""
    found = one_or_missing(queries.calibration_of(panelist.round))
    anchors = queries.own_anchors(found, panelist)
    measured = queries.measured(found)
    return render_template(
        "judging/calibration/mine.html",
        round=panelist.round,
        contest=panelist.round.contest,
        panelist=panelist,
        calibration=found,
        anchors=anchors,
        measured=measured,
        is_done=bool(anchors) and measured.done_by(panelist.id) >= len(anchors),
        deviation=measured.deviations.get(panelist.id),
        states=CalibrationState,
    )


@judge.route("/<anchor_id>", methods=["GET", "POST"])
@requires(JudgingAction.JUDGE_ROUND, on=_seat)
def score(panelist: Panelist, anchor_id: str) -> Any:
    """One dossier beside its marks."""
    found = one_or_missing(queries.calibration_of(panelist.round))
    anchor = _anchor(queries.own_anchors(found, panelist), anchor_id)
    stored = queries.marks_of(anchor, panelist)
    values: dict[str, Any] = dict(stored.marks) if stored else {}
    errors: Mapping[str, str] = {}
    form = MarksForm()
    if form.validate_on_submit():
        try:
            services.mark(anchor, panelist, read_marks(found.rubric_version.criteria, request.form))
        except (Invalid, Refused) as error:
            errors = getattr(error, "details", None) or {"": str(error)}
            values = {criterion.key: request.form.get(f"score-{criterion.key}", "") for criterion in _criteria(found)}
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".mine", public_id=panelist.round.public_id))
    page = render_template(
        "judging/calibration/score.html",
        round=panelist.round,
        contest=panelist.round.contest,
        is_open=found.state is CalibrationState.OPEN,
        form=form,
        **_sheet(found, anchor, values, errors),
    )
    return page, 400 if errors else 200


def _sheet(
    calibration: Calibration, anchor: AnchorDossier, values: Mapping[str, Any], errors: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "calibration": calibration,
        "anchor": anchor,
        "dossier": dossier_of(anchor.application, viewer_sees_team=False, sees_hidden=False),
        "criteria": _criteria(calibration),
        "values": values,
        "errors": errors,
        "tidy": tidy,
    }


def _criteria(calibration: Calibration) -> list[Any]:
    return list(calibration.rubric_version.criteria)


def _prepare_form(versions: Iterable[RubricVersion]) -> PrepareForm:
    form = PrepareForm()
    form.version.choices = [(str(version.id), version.rubric.name) for version in versions]
    return form


def _of(round_: Round) -> Calibration:
    return one_or_missing(queries.calibration_of(round_))


def _anchor(anchors: list[AnchorDossier], public_id: str) -> AnchorDossier:
    return one_or_missing(next((anchor for anchor in anchors if anchor.public_id == public_id), None))


def _to(round_: Round) -> Response:
    return redirect(url_for(".overview", slug=round_.contest.slug, public_id=round_.public_id))
