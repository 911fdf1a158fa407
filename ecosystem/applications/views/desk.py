"""The eligibility desk: the dossier beside the checklist, one entry after the other."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.domain.fee_words import FEE_TONES, FEE_WORDS
from ecosystem.applications.domain.life_cycle import LIFE_CYCLE
from ecosystem.applications.forms.staff import ReturnForm, VerdictForm, WaiveForm
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries import dossier_of, entry_in_contest
from ecosystem.applications.queries.entries import members_of
from ecosystem.applications.queries.fees import fee_of, fees_asked, standings_of
from ecosystem.applications.queries.lists import queue_for_screening
from ecosystem.applications.queries.screening import checklist_of, count_waiting, next_to_screen, notes_on
from ecosystem.applications.queries.similar import pairs_of
from ecosystem.applications.services.decisions import Verdict, decide, return_for_completion, take_back_return
from ecosystem.applications.services.fees import waive_fee
from ecosystem.applications.views.entries import bp
from ecosystem.applications.views.frame import done, told
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import EcosystemError, Invalid, InvalidTransition, Refused
from ecosystem.core.pagination import page_of


@bp.get("/eligibility")
@requires(ApplicationAction.SCREEN_ALL, on=contest_by_slug)
def eligibility(contest: Contest) -> str:
    """What waits, first come first served."""
    queue = page_of(queue_for_screening(contest.id), number=request.args.get("page", 1, int))
    return render_template(
        "applications/eligibility.html",
        contest=contest,
        queue=queue,
        fees=standings_of(queue.items) if fees_asked(contest) else None,
        fee_words=FEE_WORDS,
        fee_tones=FEE_TONES,
    )


@bp.route("/eligibility/<public_id>", methods=["GET", "POST"])
@requires(ApplicationAction.SCREEN, on=entry_in_contest)
def screen(application: Application) -> str | Response:
    """Dossier and checklist side by side; a verdict leads to the next entry."""
    form = VerdictForm()
    if form.validate_on_submit():
        try:
            decide(
                application=application,
                verdict=Verdict(form.verdict.data),
                reason=form.reason.data or "",
                by=me(),
                at=clock.now(),
            )
            done(_("Decided. Nobody was told yet."))
            return _to_next(application)
        except Invalid as error:
            form.reason.errors = [str(error)]
        except (Refused, InvalidTransition) as error:
            told(error)
    return _desk(application, form, _return_form(application))


@bp.post("/eligibility/<public_id>/return")
@requires(ApplicationAction.SCREEN, on=entry_in_contest)
def send_back(application: Application) -> str | Response:
    """Give the entry back with a list of what is missing and a date."""
    form = ReturnForm()
    if form.validate_on_submit():
        try:
            return_for_completion(
                application=application,
                items=form.listed_items(),
                until=form.instant(application.contest.timezone),
                by=me(),
                at=clock.now(),
            )
            done(_("Returned. The team gets a mail with the list."))
            return _to_next(application)
        except Invalid as error:
            field = form.until if "until" in error.details else form.items
            field.errors = [str(error)]
        except InvalidTransition as error:
            told(error)
    return _desk(application, VerdictForm(formdata=None), form)


@bp.post("/eligibility/<public_id>/undo")
@requires(ApplicationAction.SCREEN, on=entry_in_contest)
def undo(application: Application) -> Response:
    """Take a decision or a return back; a mail that waits is withdrawn."""
    try:
        if LIFE_CYCLE.can(application.state, Verdict.UNDECIDE.value):
            decide(application=application, verdict=Verdict.UNDECIDE, by=me(), at=clock.now())
        else:
            take_back_return(application=application, by=me())
        done(_("Taken back. The entry waits for its check again."))
    except EcosystemError as error:
        told(error)
    return redirect(
        url_for("applications_staff.screen", slug=application.contest.slug, public_id=application.public_id)
    )


@bp.post("/eligibility/<public_id>/fee")
@requires(ApplicationAction.SCREEN, on=entry_in_contest)
def waive(application: Application) -> str | Response:
    """Let the entry pay nothing, with the reason."""
    form = WaiveForm()
    if form.validate_on_submit():
        try:
            waive_fee(application=application, reason=form.reason.data or "", by=me())
            done(_("The fee is waived."))
        except Refused as error:
            told(error)
        slug = application.contest.slug
        return redirect(url_for("applications_staff.screen", slug=slug, public_id=application.public_id), code=303)
    return _desk(application, VerdictForm(formdata=None), _return_form(application), form)


def _desk(application: Application, form: VerdictForm, returning: ReturnForm, waiving: WaiveForm | None = None) -> str:
    contest = application.contest
    members = members_of(application.id)
    return render_template(
        "applications/screen.html",
        contest=contest,
        entry=application,
        dossier=dossier_of(application, viewer_sees_team=True, sees_hidden=True),
        checklist=checklist_of(application, members),
        members=members,
        notes=notes_on(application.id),
        waiting=count_waiting(contest.id),
        next_id=next_to_screen(contest.id, application),
        resembling=pairs_of(application),
        steps={transition.name for transition in LIFE_CYCLE.available(application.state)},
        form=form,
        returning=returning,
        waiving=(waiving or WaiveForm(formdata=None)).told_apart("fee"),
        fee=fee_of(application),
        fee_words=FEE_WORDS,
        fee_tones=FEE_TONES,
    )


def _return_form(application: Application) -> ReturnForm:
    form = ReturnForm(formdata=None)
    form.suggest(application.contest.timezone)
    return form


def _to_next(application: Application) -> Response:
    slug, following = application.contest.slug, next_to_screen(application.contest_id, application)
    if following is None:
        return redirect(url_for("applications_staff.eligibility", slug=slug))
    return redirect(url_for("applications_staff.screen", slug=slug, public_id=following))
