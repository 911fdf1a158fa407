"""What became of a session: held, somebody did not come, an objection, the decision."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.mentoring.forms.sessions import HeldForm, ReasonForm
from ecosystem.mentoring.models import MentoringSession
from ecosystem.mentoring.policies.sessions import SessionAction
from ecosystem.mentoring.queries.sessions import session_by_id
from ecosystem.mentoring.services import outcomes
from ecosystem.mentoring.views.sessions.blueprint import attempt, bp, home_of
from ecosystem.mentoring.views.sessions.one import page_of_session


@bp.post("/sessions/<session_id>/held")
@requires(SessionAction.WORK, on=session_by_id)
def held(found: MentoringSession) -> Any:
    """Log that it took place, or correct how long."""
    form = HeldForm()
    if not form.validate_on_submit():
        return page_of_session(found, held_form=form), 400
    minutes = form.minutes.data or 0
    return attempt(
        lambda: outcomes.hold(found, minutes=minutes, by=me().id), _("The session is logged."), home_of(found)
    )


@bp.post("/sessions/<session_id>/absent")
@requires(SessionAction.WORK, on=session_by_id)
def absent(found: MentoringSession) -> Any:
    """Say that the other side did not come."""
    told = _("This is noted. The other side is told and can object for a week.")
    return _with_text(found, lambda text: outcomes.report_absence(found, text=text, by=me()), told)


@bp.post("/sessions/<session_id>/object")
@requires(SessionAction.WORK, on=session_by_id)
def object_to(found: MentoringSession) -> Any:
    """Object to a report of absence."""
    told = _("Your objection is noted; the organiser decides.")
    return _with_text(found, lambda text: outcomes.object_to_report(found, text=text, by=me()), told)


def _with_text(found: MentoringSession, act: Callable[[str], object], told: str) -> Any:
    form = ReasonForm()
    if not form.validate_on_submit():
        return page_of_session(found, reason_form=form), 400
    text = form.reason.data or ""
    return attempt(lambda: act(text), told, home_of(found))


@bp.post("/sessions/<session_id>/take-back")
@requires(SessionAction.WORK, on=session_by_id)
def take_back(found: MentoringSession) -> Response:
    """Take one's report back."""
    told = _("The report is taken back; the session counts as held.")
    return attempt(lambda: outcomes.take_report_back(found, by=me()), told, home_of(found))


@bp.post("/sessions/<session_id>/settle-<any(stands,held):step>")
@requires(SessionAction.SETTLE, on=session_by_id)
def settle(found: MentoringSession, step: str) -> Response:
    """Decide a disputed report."""
    upheld = step == "stands"
    return attempt(lambda: outcomes.settle(found, upheld=upheld, by=me()), _("Decided."), home_of(found))
