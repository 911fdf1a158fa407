"""A person's entries: the list, beginning one, and the page that says how it stands."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.documents.words import answer_text
from ecosystem.applications.domain.fee_words import FEE_TONES, FEE_WORDS
from ecosystem.applications.domain.status import icon_of, level_of, next_step, status_words
from ecosystem.applications.forms.entering import EnterForm
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries import entries_of_account, entry_by_public_id
from ecosystem.applications.queries.deadlines import deadline_of
from ecosystem.applications.queries.eligibility import findings_before
from ecosystem.applications.queries.fees import fee_of
from ecosystem.applications.queries.lists import entries_of_account_in
from ecosystem.applications.queries.working import working_copy
from ecosystem.applications.services.entering import enter as enter_contest
from ecosystem.applications.services.fees import order_fee
from ecosystem.applications.services.submission import obstacles_of
from ecosystem.applications.signals import FeedbackOf, ProgressOf, WithdrawalObstacles
from ecosystem.applications.views.frame import told
from ecosystem.contests.domain.eligibility import broken
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import Invalid, NotAllowed, Refused
from ecosystem.core.pagination import page_of
from ecosystem.core.signals import ask
from ecosystem.startups.queries import startups_of

bp = Blueprint("entries", __name__)


@bp.record_once
def words(setup: BlueprintSetupState) -> None:
    """How states and answers read, for every template that shows an entry."""
    setup.app.jinja_env.globals.update(
        status_words=status_words, status_level=level_of, status_icon=icon_of, answer_text=answer_text
    )


@bp.get("/entries/")
@requires(ApplicationAction.LIST_OWN)
def mine() -> str:
    """All entries of the person, last touched first."""
    entries = page_of(entries_of_account(me().id), number=request.args.get("page", 1, int), per_page=20)
    return render_template("applications/mine.html", entries=entries)


@bp.route("/contests/<slug>/enter", methods=["GET", "POST"])
@requires(ApplicationAction.ENTER, on=contest_by_slug)
def enter(contest: Contest) -> str | Response:
    """Board, startup and title; what bars the person is told before the form."""
    startups = [each for each in startups_of(actor()) if each.archived_at is None]
    form = EnterForm.for_contest(contest, startups)
    findings = broken(findings_before(contest, board=None, startup=None, account=me())) if not startups else []
    if form.validate_on_submit():
        try:
            entry = enter_contest(
                contest=contest,
                board=form.chosen_board(contest),
                startup=form.chosen_startup(startups),
                title=form.title.data or "",
                create_key=(form.create_key.data or "")[:40],
                by=me(),
                at=clock.now(),
            )
            return redirect(url_for("entry_form.basics", public_id=entry.public_id))
        except (Refused, Invalid, NotAllowed) as error:
            findings = error.details.get("findings", [])
            form.form_errors.append(str(error))
    existing = entries_of_account_in(contest.id, me().id)
    return render_template(
        "applications/enter.html", contest=contest, form=form, findings=findings, existing=existing, startups=startups
    )


@bp.get("/entries/<public_id>")
@requires(ApplicationAction.VIEW, on=entry_by_public_id)
def show(application: Application) -> str:
    """How the entry stands, in words, and the next step; only what was announced."""
    found = deadline_of(application)
    open_now = found.takes_edit(clock.now())
    copy = working_copy(application)
    obstacles = obstacles_of(copy) if open_now else []
    return render_template(
        "applications/show.html",
        entry=application,
        contest=application.contest,
        deadline=found,
        open_now=open_now,
        can_submit=found.takes_submission(clock.now()),
        copy=copy,
        obstacles=obstacles,
        fee=fee_of(application, copy.values),
        fee_words=FEE_WORDS,
        fee_tones=FEE_TONES,
        next_step=next_step(application.announced_state),
        may_withdraw=not ask(WithdrawalObstacles(application.id)),
        outcomes=ask(ProgressOf(application.id)),
        feedback=ask(FeedbackOf(application.id)),
    )


@bp.post("/entries/<public_id>/fee")
@requires(ApplicationAction.SUBMIT, on=entry_by_public_id)
def pay_fee(application: Application) -> Response:
    """Order the fee, and go to the order to pay it."""
    try:
        order = order_fee(application=application, by=me(), at=clock.now())
    except Refused as error:
        told(error)
        return redirect(url_for(".show", public_id=application.public_id), code=303)
    return redirect(url_for("orders.show", order_id=order.public_id), code=303)
