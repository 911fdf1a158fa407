"""The public pages of contests."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.forms.inquiries import InquiryForm
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.queries.public import contest_list, provinces_of_contests, public_questions
from ecosystem.contests.services import inquiries
from ecosystem.contests.signals import MyEntries
from ecosystem.core import clock
from ecosystem.core.access import public, requires
from ecosystem.core.database import scalars
from ecosystem.core.errors import Invalid
from ecosystem.core.pagination import page_of
from ecosystem.core.places import province_name
from ecosystem.core.signals import ask
from ecosystem.core.windows import Phase
from ecosystem.portal.views import contest_parts
from ecosystem.portal.views.kept import keep_pages
from ecosystem.uploads.responses import send_stored

bp = Blueprint("contest", __name__, url_prefix="/contests")
blueprints = (bp,)
keep_pages(bp, "show", "rules", "scoring", "questions")

PHASES = {"open": Phase.OPEN, "upcoming": Phase.UPCOMING, "past": Phase.CLOSED}
FEW = 6


@bp.get("")
@public
def index() -> str:
    """Contests: what is open, what comes, what was; searched and filtered."""
    now, chosen = clock.now(), request.args.get("when", "")
    query, province = request.args.get("q", "").strip()[:100], request.args.get("province", "")[:4]
    filtered = bool(chosen or query or province)
    lists: dict[str, Any] = {}
    page = None
    if filtered:
        statement = contest_list(now, phase=PHASES.get(chosen), query=query, province=province)
        page = page_of(statement, number=request.args.get("page", 1, int), per_page=24)
    else:
        lists = {name: scalars(contest_list(now, phase=phase).limit(FEW)) for name, phase in PHASES.items()}
    return render_template(
        "portal/contest_index.html",
        lists=lists,
        page=page,
        query=query,
        when=chosen,
        province=province,
        provinces={code: province_name(code) for code in sorted(provinces_of_contests())},
    )


@bp.get("/<slug>")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def show(contest: Contest) -> str:
    """One contest, with the one button to enter it."""
    return render_template(
        "portal/contest_show.html",
        contest=contest,
        phase=contest_parts.phase_of(contest),
        mine=_mine(contest),
        body=contest_parts.body(contest),
    )


@bp.get("/<slug>/rules")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def rules(contest: Contest) -> str:
    """The rules, written from the definition that computes."""
    return render_template("portal/contest_rules.html", contest=contest, body=contest_parts.rules(contest))


@bp.get("/<slug>/rules.pdf")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def rules_pdf(contest: Contest) -> Response:
    """The rules as a document to print and to sign."""
    from ecosystem.contests.documents.rules import rules_as_pdf  # fonts and layout load only when asked for

    response = Response(rules_as_pdf(contest, contest_parts.language()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="the-le-{contest.slug}.pdf"'
    return response


@bp.get("/<slug>/scoring")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def scoring(contest: Contest) -> str:
    """How scores are computed, described by the definition that computes them."""
    rounds = contest_parts.scored_rounds(contest, contest.rounds, contest.boards)
    return render_template("portal/contest_scoring.html", contest=contest, rounds=rounds)


@bp.get("/<slug>/questions")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def questions(contest: Contest) -> str:
    """The questions that were answered, and the form to ask one."""
    return _questions_page(contest, InquiryForm())


@bp.post("/<slug>/questions")
@requires(ContestAction.ASK, on=contest_by_slug)
def ask_question(contest: Contest) -> str | Response | tuple[str, int]:
    """Take a question."""
    form = InquiryForm()
    if form.validate_on_submit():
        try:
            inquiries.ask_question(contest, text=form.question.data or "", by=current_user._get_current_object())
        except Invalid as error:
            form.take_errors(error)
        else:
            flash(_("Your question is with the organisers. The answer comes by e-mail."), "success")
            return redirect(url_for(".questions", slug=contest.slug), code=303)  # type: ignore[return-value]
    return _questions_page(contest, form), 400


@bp.get("/<slug>/cover")
@requires(ContestAction.VIEW_PUBLIC, on=contest_by_slug, anonymous=True)
def cover(contest: Contest) -> Response:
    """The contest's picture."""
    if contest.cover is None:
        abort(404)
    return send_stored(contest.cover, inline=True, max_age=3600)


def _questions_page(contest: Contest, form: InquiryForm) -> str:
    answered = scalars(public_questions(contest))
    return render_template("portal/contest_questions.html", contest=contest, questions=answered, form=form)


def _mine(contest: Contest) -> list[Any]:
    if not current_user.is_authenticated or contest.state is ContestState.DRAFT:
        return []
    return ask(MyEntries(contest.id, current_user.id))
