"""Feedback on a session."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.mentoring.forms.sessions import FeedbackForm
from ecosystem.mentoring.models import MentoringSession
from ecosystem.mentoring.policies.sessions import SessionAction
from ecosystem.mentoring.queries.sessions import feedback_of, session_by_id
from ecosystem.mentoring.services.feedback import give_feedback
from ecosystem.mentoring.views.sessions.blueprint import bp, home_of


@bp.route("/sessions/<session_id>/feedback", methods=["GET", "POST"])
@requires(SessionAction.WORK, on=session_by_id)
def feedback(found: MentoringSession) -> Any:
    """Say how it was; who reads what stands on the page."""
    own = next((each for each in feedback_of(found) if each.account_id == me().id), None)
    form = FeedbackForm(obj=own)
    if request.method == "GET" and own is not None:
        form.was_prepared.data = {True: "1", False: "0", None: ""}[own.was_prepared]
    if form.validate_on_submit():
        try:
            give_feedback(found, form.to_values(), by=me())
        except (Refused, AlreadyTaken) as error:
            form.form_errors.append(str(error.message))
        else:
            flash(_("Thank you for your feedback."), "success")
            return redirect(home_of(found))
    page = render_template("mentoring/sessions/feedback.html", found=found, form=form, zone=me().timezone)
    return page, 400 if form.errors else 200
