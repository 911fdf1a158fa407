"""The organiser's page about one entry."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.models import Account
from ecosystem.accounts.policies import me
from ecosystem.accounts.queries import history_page
from ecosystem.applications.forms.staff import ExtensionForm, NoteForm
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries import dossier_of, entry_in_contest, submissions_of
from ecosystem.applications.queries.anonymity import files_not_for_the_blind
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.applications.queries.entries import members_of
from ecosystem.applications.queries.screening import checklist_of, notes_on
from ecosystem.applications.queries.similar import pairs_of
from ecosystem.applications.services.staff import add_note, moderate
from ecosystem.applications.views.entries import bp
from ecosystem.applications.views.frame import done, told
from ecosystem.audit.queries import history_of
from ecosystem.contests.services.extensions import extend_for_one
from ecosystem.core.access import requires
from ecosystem.core.errors import EcosystemError, Invalid, Refused


@bp.get("/<public_id>")
@requires(ApplicationAction.VIEW_AS_STAFF, on=entry_in_contest)
def entry(application: Application) -> str:
    """Dossier, team, checks, notes, versions, history."""
    return _page(application, NoteForm(formdata=None), ExtensionForm(formdata=None))


@bp.post("/<public_id>/notes")
@requires(ApplicationAction.NOTE, on=entry_in_contest)
def note(application: Application) -> str | Response:
    """Keep a remark for colleagues."""
    form = NoteForm()
    if form.validate_on_submit():
        add_note(application=application, text=form.text.data or "", by=me())
        done(_("Note kept."))
        return _back(application)
    return _page(application, form, ExtensionForm(formdata=None))


@bp.post("/<public_id>/extension")
@requires(ApplicationAction.EXTEND, on=entry_in_contest)
def extend(application: Application) -> str | Response:
    """Give the team leader a later deadline."""
    form = ExtensionForm()
    if form.validate_on_submit():
        lead = next((member.account for member in members_of(application.id) if member.is_lead), None)
        try:
            _extend(application, lead, form)
            done(_("The team leader has a later deadline and was told."))
            return _back(application)
        except (Invalid, Refused) as error:
            form.form_errors.append(str(error))
    return _page(application, NoteForm(formdata=None), form)


@bp.post("/<public_id>/gallery")
@requires(ApplicationAction.MODERATE, on=entry_in_contest)
def moderate_gallery(application: Application) -> Response:
    """Into the public gallery, or out of it."""
    try:
        moderate(application=application, show=request.form.get("show") == "1", by=me())
        done(_("Saved."))
    except EcosystemError as error:
        told(error)
    return _back(application)


def _extend(application: Application, lead: Account | None, form: ExtensionForm) -> None:
    if lead is None:
        raise Refused(_("The team leader has no account."))
    closes_at = form.instant(application.contest.timezone)
    extend_for_one(application.contest, account=lead, closes_at=closes_at, reason=form.reason.data or "", by=me().id)


def _page(application: Application, note_form: NoteForm, extension: ExtensionForm) -> str:
    members = members_of(application.id)
    return render_template(
        "applications/staff_entry.html",
        contest=application.contest,
        entry=application,
        unreadable=files_not_for_the_blind(application),
        dossier=dossier_of(application, viewer_sees_team=True, sees_hidden=True),
        members=members,
        checklist=checklist_of(application, members),
        notes=notes_on(application.id),
        submissions=submissions_of(application.id),
        history=history_page(history_of(application), number=request.args.get("page", 1, int)),
        deadline=deadline_of(application),
        resembling=pairs_of(application),
        note_form=note_form,
        extension=extension,
    )


def _back(application: Application) -> Response:
    return redirect(url_for("applications_staff.entry", slug=application.contest.slug, public_id=application.public_id))
