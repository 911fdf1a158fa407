"""One session: its page, another time, cancelling, details."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.calendar.queries import engagement_of
from ecosystem.core import clock
from ecosystem.core.access import can, requires
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.domain.session_life import (
    SessionState,
    has_both_sides,
    is_feedback_open,
    is_feedback_shown,
    is_late,
)
from ecosystem.mentoring.forms.sessions import (
    DetailsForm,
    HeldForm,
    ItemForm,
    MoveForm,
    NotesForm,
    ReasonForm,
    details_of,
)
from ecosystem.mentoring.models import Availability, MentoringSession
from ecosystem.mentoring.policies.sessions import SessionAction
from ecosystem.mentoring.queries.availability import availability_of
from ecosystem.mentoring.queries.sessions import (
    KIND,
    feedback_of,
    items_of,
    private_note_of,
    session_by_id,
    shared_notes_of,
    side_of,
    team_of,
)
from ecosystem.mentoring.services import sessions as services
from ecosystem.mentoring.services.outcomes import planned_minutes
from ecosystem.mentoring.services.sessions import Wish
from ecosystem.mentoring.services.slots import notice_of
from ecosystem.mentoring.views.sessions.blueprint import attempt, bp, home_of
from ecosystem.mentoring.views.sessions.listing import free_days, some_days


@bp.get("/sessions/<session_id>")
@requires(SessionAction.VIEW, on=session_by_id)
def show(found: MentoringSession) -> str:
    """When, where, who; notes and items for both sides. The staff sees when and what became of it, no notes."""
    return page_of_session(found)


def page_of_session(found: MentoringSession, **forms: Any) -> str:
    """Return the page; `forms` are those that came back with errors."""
    who, match = me(), found.mentorship
    usual = availability_of(match.profile_id)
    works = can(who, SessionAction.WORK, found)
    values: dict[str, Any] = {
        "found": found,
        "match": match,
        "zone": who.timezone,
        "zones": _zones(found, usual, who.timezone),
        "works": works,
        "is_mentor": works and side_of(match, who.id) is Side.MENTOR,
        "has_begun": found.starts_at <= clock.now(),
        "is_over": found.ends_at <= clock.now(),
        "late": is_late(found.starts_at, clock.now(), notice_of(usual)),
        "reason_form": ReasonForm(formdata=None),
        "held_form": HeldForm(formdata=None, minutes=found.minutes or planned_minutes(found)),
        "engagement": engagement_of(KIND, found.public_id),
    }
    values |= (_written(found) if works else {}) | forms
    for name in ("shared_form", "private_form", "item_form", "held_form"):  # fields of one name on one page
        if name in values:
            values[name].told_apart(name.removesuffix("_form"))
    return render_template("mentoring/sessions/show.html", **values)


def _written(found: MentoringSession) -> dict[str, Any]:
    """What only the two sides see."""
    who, match, now = me(), found.mentorship, clock.now()
    shared, private = shared_notes_of(found), private_note_of(found, who.id)
    feedback = feedback_of(found)
    own = next((each for each in feedback if each.account_id == who.id), None)
    both = has_both_sides(feedback)
    attended = who.id in {each.account_id for each in found.attendees}
    other = [each for each in feedback if each.side is not side_of(match, who.id) and each.to_other]
    people = [(match.profile.account_id, match.profile.account.name)]
    people += [(each.account_id, each.account.name) for each in team_of(match) if each.account_id != people[0][0]]
    return {
        "shared": shared,
        "shared_form": _notes(shared),
        "private_form": _notes(private),
        "items": items_of(match),
        "item_form": ItemForm.offering(people, formdata=None),
        "own_feedback": own,
        "may_rate": is_feedback_open(found.ends_at, now)
        and found.state in (SessionState.BOOKED, SessionState.HELD)
        and not (both and own is not None),
        "other_feedback": other
        if is_feedback_shown(found.ends_at, now, both_given=both and (own is not None or not attended))
        else [],
    }


def _notes(present: Any) -> NotesForm:
    version = present.version if present is not None else 0
    return NotesForm(formdata=None, text=present.text if present is not None else "", version=version)


def _zones(found: MentoringSession, usual: Availability | None, own: str) -> list[str]:
    theirs = {each.account.timezone for each in found.attendees} | ({usual.timezone} if usual else set())
    return sorted(theirs - {own})


@bp.route("/sessions/<session_id>/move", methods=["GET", "POST"])
@requires(SessionAction.WORK, on=session_by_id)
def move(found: MentoringSession) -> Any:
    """Choose another time: at once before the mentor's notice, later as a proposal."""
    form = MoveForm()
    form.at.zone = me().timezone
    if form.validate_on_submit():
        answer = _move(found, form)
        if answer is not None:
            return answer
    engagement = engagement_of(KIND, found.public_id)
    match, usual = found.mentorship, availability_of(found.mentorship.profile_id)
    page = render_template(
        "mentoring/sessions/move.html",
        found=found,
        form=form,
        **some_days(free_days(match, usual, besides=found, engagement_id=engagement.id if engagement else None)),
        late=is_late(found.starts_at, clock.now(), notice_of(usual)),
        is_mentor=side_of(match, me().id) is Side.MENTOR,
        zone=me().timezone,
        zones=_zones(found, usual, me().timezone),
    )
    return page, 400 if form.errors else 200


def _move(found: MentoringSession, form: MoveForm) -> Any:
    if form.starts_at is None:
        form.slot.errors = [_("Please choose an hour.")]
        return None
    reason, ask_first = form.reason.data or "", bool(form.ask_first.data)
    try:
        moved = services.reschedule(found, starts_at=form.starts_at, by=me(), reason=reason, ask_first=ask_first)
    except (Refused, AlreadyTaken, Invalid) as error:
        form.form_errors.append(str(error.message))
        return None
    said = (
        _("The session is moved; everybody is told.")
        if moved
        else _("The other side is asked. The old time stands until they answer.")
    )
    flash(said, "success")
    return redirect(home_of(found))


@bp.post("/sessions/<session_id>/<any(accept,decline):step>-proposal")
@requires(SessionAction.WORK, on=session_by_id)
def answer(found: MentoringSession, step: str) -> Response:
    """Accept or decline the proposed time."""
    accept = step == "accept"
    told = _("The session is moved; everybody is told.") if accept else _("The old time stands.")
    return attempt(lambda: services.answer_proposal(found, accept=accept, by=me()), told, home_of(found))


@bp.post("/sessions/<session_id>/cancel")
@requires(SessionAction.WORK, on=session_by_id)
def cancel(found: MentoringSession) -> Any:
    """Cancel the session, with a reason that the other side reads."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return page_of_session(found, reason_form=form), 400
    reason = form.reason.data or ""
    told = _("The session is cancelled; everybody is told.")
    return attempt(lambda: services.cancel(found, by=me().id, reason=reason), told, home_of(found))


@bp.route("/sessions/<session_id>/details", methods=["GET", "POST"])
@requires(SessionAction.WORK, on=session_by_id)
def details(found: MentoringSession) -> Any:
    """Change topic, place, link and who comes."""
    mentor = found.mentorship.profile.account_id
    form = DetailsForm(obj=found)
    form.offer([each for each in team_of(found.mentorship) if each.account_id != mentor])
    if request.method == "GET":
        details_of(form, found, mentor)
    if form.validate_on_submit():
        told = {name: form[name].data or "" for name in ("topic", "where", "link")}
        wish = Wish(found.starts_at, attendees=form.attendees.data or [], **told)
        try:
            services.change_details(found, wish, by=me(), shown=form.shown_version)
        except StaleEdit:
            present = {name: getattr(found, name) for name in ("topic", "where", "link")}
            form.show_both(present, version=found.version)
        except (Refused, AlreadyTaken, Invalid) as error:
            form.form_errors.append(str(error.message))
        else:
            flash(_("Saved."), "success")
            return redirect(home_of(found))
    page = render_template("mentoring/sessions/details.html", found=found, form=form)
    return page, 400 if form.errors else 200
