"""Looking the entry over, handing it in, and what follows: receipt, versions, PDF, withdrawing."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ecosystem.accounts.policies import me
from ecosystem.applications.domain.differences import differences
from ecosystem.applications.domain.dossier import EVERYTHING, Sight
from ecosystem.applications.forms.submission import SubmitForm, WithdrawForm
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction, sight_of
from ecosystem.applications.queries import (
    dossier_of,
    entry_by_public_id,
    last_submission,
    preview_of,
    submission_numbered,
    submissions_of,
)
from ecosystem.applications.queries.working import content_of, working_copy
from ecosystem.applications.services.submission import Obstacle, obstacles_of
from ecosystem.applications.services.submission import revive as revive_entry
from ecosystem.applications.services.submission import submit as hand_in
from ecosystem.applications.services.submission import withdraw as withdraw_entry
from ecosystem.applications.views.frame import done, frame_of, obstacle_links, told
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import InvalidTransition, NoSuchRecord, Refused

bp = Blueprint("entry_outcome", __name__)


@bp.route("/entries/<public_id>/check", methods=["GET", "POST"])
@requires(ApplicationAction.SUBMIT, on=entry_by_public_id)
def check(application: Application) -> str | Answer:
    """What is still missing, the commitment, and the button."""
    form = SubmitForm()
    obstacles: list[Obstacle] | None = None
    if form.validate_on_submit():
        try:
            hand_in(application=application, commitment=form.commitment.data, by=me(), at=clock.now())
            return redirect(url_for("entry_outcome.receipt", public_id=application.public_id))
        except Refused as error:
            obstacles = error.details.get("obstacles")
            form.form_errors.append(str(error))
    frame = frame_of(application, "check")
    found = obstacles_of(frame["copy"]) if obstacles is None else obstacles
    return render_template(
        "applications/check.html", form=form, obstacles=obstacle_links(frame["copy"], found), **frame
    )


@bp.get("/entries/<public_id>/receipt")
@requires(ApplicationAction.VIEW, on=entry_by_public_id)
def receipt(application: Application) -> str:
    """Code, time of the server, hash."""
    submission = last_submission(application.id)
    if submission is None:
        raise NoSuchRecord(_("This entry was not handed in yet."))
    return render_template(
        "applications/receipt.html", entry=application, contest=application.contest, submission=submission
    )


@bp.get("/entries/<public_id>/preview")
@requires(ApplicationAction.VIEW, on=entry_by_public_id)
def preview(application: Application) -> str:
    """The entry as its judges would see it now."""
    blind = any(each.is_blind for each in application.contest.rounds)
    content = content_of(working_copy(application))
    shown = preview_of(application, content, sight=Sight(team=not blind, hidden_answers=False))
    return render_template(
        "applications/preview.html",
        entry=application,
        contest=application.contest,
        dossier=shown.dossier,
        blind=blind,
    )


@bp.get("/entries/<public_id>/versions")
@requires(ApplicationAction.VIEW, on=entry_by_public_id)
def versions(application: Application) -> str:
    """Everything that was handed in."""
    return render_template(
        "applications/versions.html",
        entry=application,
        contest=application.contest,
        submissions=submissions_of(application.id),
    )


@bp.get("/entries/<public_id>/versions/<int:number>")
@requires(ApplicationAction.VIEW, on=entry_by_public_id)
def version(application: Application, number: int) -> str:
    """One submission, and what changed since the one before."""
    submission = submission_numbered(application.id, number)
    before = submission_numbered(application.id, number - 1) if number > 1 else None
    return render_template(
        "applications/version.html",
        entry=application,
        contest=application.contest,
        submission=submission,
        dossier=dossier_of(application, viewer_sees_team=True, sees_hidden=True, submission=submission),
        changes=differences(before.content, submission.content) if before else None,
    )


@bp.get("/entries/<public_id>/dossier.pdf")
@requires(ApplicationAction.READ, on=entry_by_public_id)
def dossier_pdf(application: Application) -> Response:
    """The dossier as last handed in, as far as the reader may see it; the team's draft before that."""
    from ecosystem.applications.documents.dossier import (
        dossier_document,
    )  # loads the PDF library, so only when one is made

    sight = sight_of(actor(), application)
    dossier = dossier_of(application, viewer_sees_team=sight.team, sees_hidden=sight.hidden_answers)
    submitted_at = application.submitted_at
    if dossier is None:
        if sight != EVERYTHING:
            raise NoSuchRecord(_("There is no such page."))
        dossier = preview_of(application, content_of(working_copy(application)), sight=sight).dossier
        submitted_at = None
    content = dossier_document(dossier, application.contest, submitted_at=submitted_at)
    name = f"{application.code or 'entry'}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)


@bp.route("/entries/<public_id>/withdraw", methods=["GET", "POST"])
@requires(ApplicationAction.WITHDRAW, on=entry_by_public_id)
def withdraw(application: Application) -> str | Answer:
    """Ask, then take the entry out."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            withdraw_entry(application=application, reason=form.reason.data or "", by=me(), at=clock.now())
            done(_("The entry was withdrawn."))
            return redirect(url_for("entries.show", public_id=application.public_id))
        except (Refused, InvalidTransition) as error:
            form.form_errors.append(str(error))
    return render_template("applications/withdraw.html", form=form, entry=application, contest=application.contest)


@bp.post("/entries/<public_id>/revive")
@requires(ApplicationAction.WITHDRAW, on=entry_by_public_id)
def revive(application: Application) -> Answer:
    """Make a withdrawn entry a draft again."""
    try:
        revive_entry(application=application, by=me(), at=clock.now())
        done(_("The entry is a draft again. Hand it in before the deadline."))
    except (Refused, InvalidTransition) as error:
        told(error)
    return redirect(url_for("entries.show", public_id=application.public_id))
