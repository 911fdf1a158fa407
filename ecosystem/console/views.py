"""The organiser's desk of a contest: overview, outbox, history."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from ecosystem.accounts.queries import history_page
from ecosystem.console import desk, queries
from ecosystem.console.desk import wording
from ecosystem.console.forms import MailForm, WordingForm
from ecosystem.console.policies import ConsoleAction
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import Invalid, NoSuchRecord
from ecosystem.core.pagination import page_of
from ecosystem.notifications import queries as mails
from ecosystem.notifications import services as outbox_services
from ecosystem.notifications.kinds import NoticeKind
from ecosystem.notifications.models import Mail, MailState

bp = Blueprint("console", __name__, url_prefix="/organise/contests/<slug>")
blueprints = (bp,)


@bp.get("/")
@requires(ContestAction.VIEW, on=contest_by_slug)
def contest_overview(contest: Contest) -> str:
    """Where are we, what is late, what must be decided today."""
    now = clock.now()
    overview = queries.overview_of(contest, now=now)
    return render_template(
        "console/contest_overview.html",
        contest=contest,
        overview=overview,
        tasks=desk.tasks_of(contest, overview, now),
        moments=desk.moments_of(contest, now),
    )


@bp.get("/outbox")
@requires(ConsoleAction.READ_OUTBOX, on=contest_by_slug)
def outbox(contest: Contest) -> str:
    """Every mail about this contest, and what became of it."""
    state = _state_asked()
    query = request.args.get("q", "").strip()
    page = page_of(mails.outbox_of(contest, state=state, query=query), number=request.args.get("page", 1, int))
    counts = queries.mail_counts(contest)
    return render_template("console/outbox.html", contest=contest, page=page, counts=counts, state=state, query=query)


@bp.route("/outbox/<mail_id>", methods=["GET", "POST"])
@requires(ConsoleAction.READ_OUTBOX, on=contest_by_slug)
def mail(contest: Contest, mail_id: str) -> str | Response:
    """One mail: read it as the recipient will, and change its words while it waits."""
    letter = _mail_of(contest, mail_id)
    form = MailForm(obj=letter)
    if form.validate_on_submit():
        outbox_services.edit(
            letter,
            subject=form.subject.data or "",
            body=form.body.data or "",
            version=form.shown_version,
            by=actor().id or 0,
        )
        flash(_("The mail was changed."), "success")
        return redirect(url_for(".mail", slug=contest.slug, mail_id=mail_id))
    waits = letter.state in outbox_services.WAITING
    return render_template("console/mail.html", contest=contest, mail=letter, form=form, waits=waits)


@bp.post("/outbox/<mail_id>/withdraw")
@requires(ConsoleAction.EDIT_OUTBOX, on=contest_by_slug)
def withdraw_mail(contest: Contest, mail_id: str) -> Response:
    """Take a mail out before it goes."""
    outbox_services.withdraw_one(_mail_of(contest, mail_id), by=actor().id or 0)
    flash(_("The mail was withdrawn. It will not be sent."), "success")
    return redirect(url_for(".mail", slug=contest.slug, mail_id=mail_id))


@bp.post("/outbox/<mail_id>/send-again")
@requires(ConsoleAction.EDIT_OUTBOX, on=contest_by_slug)
def send_mail_again(contest: Contest, mail_id: str) -> Response:
    """Queue a mail that failed or was withdrawn."""
    outbox_services.put_back(_mail_of(contest, mail_id), by=actor().id or 0)
    flash(_("The mail is in the queue again."), "success")
    return redirect(url_for(".mail", slug=contest.slug, mail_id=mail_id))


@bp.get("/outbox/wording")
@requires(ConsoleAction.EDIT_OUTBOX, on=contest_by_slug)
def wordings(contest: Contest) -> str:
    """The kinds of mail this contest sends, and which of them it says in its own words."""
    return render_template("console/wordings.html", contest=contest, lines=wording.lines_of(contest))


@bp.route("/outbox/wording/<kind>/<language>", methods=["GET", "POST"])
@requires(ConsoleAction.EDIT_OUTBOX, on=contest_by_slug)
def word(contest: Contest, kind: str, language: str) -> str | Response:
    """Give one kind of mail other words, in one language, and see what they become."""
    notice = wording.kind_to_word(kind, language)
    own = outbox_services.wording_of(contest, notice, language)
    example = wording.example_of(contest, language, current_user.name)
    form = WordingForm(data=wording.words_of(own, notice, language))
    words: dict[str, Any] = {
        "language": language,
        "subject": form.subject.data or "",
        "body": form.body.data or "",
        "example": example,
    }
    if form.validate_on_submit() and not form.look.data:
        try:
            version = form.shown_version
            outbox_services.save_wording(contest, notice, **words, version=version, by=actor().id or 0)
        except Invalid as error:
            form.body.errors = [str(error)]
        else:
            flash(_("The mails written from now on say it in these words."), "success")
            return redirect(url_for(".word", slug=contest.slug, kind=kind, language=language))
    return render_template(
        "console/wording.html",
        contest=contest,
        kind=notice,
        language=language,
        own=own,
        form=form,
        shown=_preview(form, notice, words),
        legend=wording.legend_of(notice, language, example),
    )


@bp.post("/outbox/wording/<kind>/<language>/reset")
@requires(ConsoleAction.EDIT_OUTBOX, on=contest_by_slug)
def reset_wording(contest: Contest, kind: str, language: str) -> Response:
    """Go back to the standard words."""
    notice = wording.kind_to_word(kind, language)
    outbox_services.reset_wording(contest, notice, language=language, by=actor().id or 0)
    flash(_("The standard words hold again."), "success")
    return redirect(url_for(".word", slug=contest.slug, kind=kind, language=language))


def _preview(form: WordingForm, kind: NoticeKind, words: dict[str, Any]) -> tuple[str, str] | None:
    """What the words become; None, with the reason at the field, while they cannot be filled in."""
    try:
        return outbox_services.preview_wording(kind, **words)
    except Invalid as error:
        form.body.errors = [str(error)]
        return None


@bp.get("/history")
@requires(ContestAction.READ_HISTORY, on=contest_by_slug)
def history(contest: Contest) -> str:
    """Who did what, when, from which value to which."""
    page = history_page(queries.history_of_contest(contest), number=request.args.get("page", 1, int))
    return render_template("console/history.html", contest=contest, page=page)


def _state_asked() -> MailState | None:
    asked = request.args.get("state", "")
    return MailState(asked) if asked in set(MailState) else None


def _mail_of(contest: Contest, public_id: str) -> Mail:
    """Return a mail of this contest; any other is not there."""
    letter = mails.mail_by_public_id(public_id)
    if letter.scope_type != "contest" or letter.scope_id != contest.id or letter.is_secret:
        raise NoSuchRecord(_("There is no such page."))
    return letter
