"""What people ask about the contest, for the staff who answer."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.forms.inquiries import AnswerForm
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.queries.loaders import query_in
from ecosystem.contests.services import inquiries as services
from ecosystem.contests.views import setup
from ecosystem.contests.views.frame import back_to, carried_out, show
from ecosystem.core.access import requires

bp = Blueprint("contests_questions", __name__, url_prefix="/organise/contests/<slug>/setup/questions")


@setup.bp.get("/questions")
@requires(ContestAction.ANSWER, on=contest_by_slug)
def questions(contest: Contest) -> Response:
    """The questions, those without an answer first."""
    return show("questions", contest, questions=services.questions_of(contest))


@bp.route("/new", methods=["GET", "POST"])
@requires(ContestAction.ANSWER, on=contest_by_slug)
def new_answer(contest: Contest) -> Response:
    """Put a question with its answer on the page."""
    form = AnswerForm()
    if form.validate_on_submit():

        def act() -> None:
            services.add_answered(contest, question=form.question.data or "", answer=form.answer.data or "", by=me().id)

        if carried_out(form, act):
            flash(_("The question and its answer are on the contest's page."), "success")
            return back_to("contests.questions", contest)
    return show("answer", contest, form=form, query=None, status=400 if request.method == "POST" else 200)


@bp.route("/<public_id>", methods=["GET", "POST"])
@requires(ContestAction.ANSWER, on=contest_by_slug)
def answer(contest: Contest, public_id: str) -> Response:
    """Answer a question, or change the answer."""
    query = query_in(contest, public_id)
    form = AnswerForm(obj=query if query.answered_at else None)
    if request.method == "GET" and not query.answered_at:
        form.question.data = query.question
    if form.validate_on_submit():

        def act() -> None:
            services.answer_question(
                query,
                question=form.question.data or "",
                answer=form.answer.data or "",
                is_public=bool(form.is_public.data),
                by=me().id,
            )

        if carried_out(form, act):
            flash(_("The answer is sent."), "success")
            return back_to("contests.questions", contest)
    return show("answer", contest, form=form, query=query, status=400 if request.method == "POST" else 200)


@bp.post("/<public_id>/remove")
@requires(ContestAction.ANSWER, on=contest_by_slug)
def remove(contest: Contest, public_id: str) -> Response:
    """Take a question away."""
    services.remove_question(query_in(contest, public_id), by=me().id)
    flash(_("The question is removed."), "success")
    return back_to("contests.questions", contest)
