"""Lists of sessions, and booking one."""

from collections import Counter
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import can, requires
from ecosystem.core.database import scalars
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused
from ecosystem.core.pagination import page_of_list
from ecosystem.core.web.responses import table_answer
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.forms.sessions import BookForm
from ecosystem.mentoring.models import Availability, Mentorship
from ecosystem.mentoring.policies.programmes import MentoringAction
from ecosystem.mentoring.policies.sessions import SessionAction
from ecosystem.mentoring.queries.availability import availability_of, slots_of
from ecosystem.mentoring.queries.matches import mentorship_by_id
from ecosystem.mentoring.queries.sessions import (
    OwnFilter,
    fitting,
    items_of,
    own_sessions,
    own_table,
    progress_of,
    sessions_of,
    shown_as,
    side_of,
    team_of,
)
from ecosystem.mentoring.services.sessions import Wish, book
from ecosystem.mentoring.views.sessions.blueprint import SlotDay, bp, by_days, home_of

DAYS_A_PAGE = 7


@bp.get("/sessions")
@requires(SessionAction.LIST)
def mine() -> str:
    """All sessions of one's matches, the latest first; looked through by words and by where they stand."""
    wanted, now, everything = _wanted(), clock.now(), scalars(own_sessions(me()))
    found = fitting(everything, wanted, now)
    return render_template(
        "mentoring/sessions/mine.html",
        sessions=page_of_list(found, number=request.args.get("page", 1, int), per_page=20),
        counts=Counter(shown_as(each, now) for each in everything),
        wanted=wanted,
        zone=me().timezone,
        moment=now,
    )


def _wanted() -> OwnFilter:
    args = request.args
    return OwnFilter(args.get("q", "").strip()[:200], args.get("show", ""), args.get("sort") == "oldest")


@bp.get("/sessions.<any(csv,xlsx):kind>")
@requires(SessionAction.LIST)
def mine_as_table(kind: str) -> Response:
    """The same as filtered, for spreadsheets."""
    rows = own_table(fitting(scalars(own_sessions(me())), _wanted(), clock.now()), me().timezone)
    return table_answer(rows, "mentoring-sessions", kind)


@bp.get("/matches/<mentorship_id>/sessions")
@requires(MentoringAction.VIEW_MATCH, on=mentorship_by_id)
def of_match(mentorship: Mentorship) -> str:
    """The sessions of a match: how many are left, what is to come, what was held, what is to be done."""
    works = can(me(), MentoringAction.WORK_MATCH, mentorship)
    return render_template(
        "mentoring/sessions/of_match.html",
        mentorship=mentorship,
        programme=mentorship.programme,
        sessions=sessions_of(mentorship),
        progress=progress_of(mentorship),
        items=items_of(mentorship) if works else [],
        has_hours=availability_of(mentorship.profile_id) is not None,
        works=works,
        is_mentor=works and side_of(mentorship, me().id) is Side.MENTOR,
        zone=me().timezone,
        moment=clock.now(),
    )


@bp.route("/matches/<mentorship_id>/sessions/book", methods=["GET", "POST"])
@requires(MentoringAction.WORK_MATCH, on=mentorship_by_id)
def new(mentorship: Mentorship) -> Any:
    """Choose a day and an hour, both sides' clocks shown."""
    form = BookForm()
    form.at.zone = me().timezone
    team = team_of(mentorship)
    form.offer([each for each in team if each.account_id != mentorship.profile.account_id])
    if request.method == "GET":
        form.attendees.data = [each.account_id for each in team if each.account_id == me().id]
    if form.validate_on_submit():
        answer = _book(mentorship, form)
        if answer is not None:
            return answer
    return _page(mentorship, form)


def _book(mentorship: Mentorship, form: BookForm) -> Any:
    if form.starts_at is None:
        form.slot.errors = [_("Please choose an hour.")]
        return None
    told = {name: form[name].data or "" for name in ("topic", "where", "link")}
    try:
        made = book(mentorship, Wish(form.starts_at, attendees=form.attendees.data or [], **told), by=me())
    except (Refused, AlreadyTaken, Invalid) as error:
        form.form_errors.append(str(error.message))
        return None
    flash(_("The session is booked. Everybody who attends gets a mail with an entry for the calendar."), "success")
    if form.at.is_twice:
        flash(_("That night the clock shows this hour twice; the first one is meant."), "info")
    return redirect(home_of(made))


def _page(mentorship: Mentorship, form: BookForm) -> Any:
    who, usual = me(), availability_of(mentorship.profile_id)
    page = render_template(
        "mentoring/sessions/book.html",
        mentorship=mentorship,
        programme=mentorship.programme,
        progress=progress_of(mentorship),
        form=form,
        **some_days(free_days(mentorship, usual)),
        hours=usual,
        is_mentor=side_of(mentorship, who.id) is Side.MENTOR,
        zone=who.timezone,
        other_zone=_other_zone(mentorship, usual),
    )
    return page, 400 if form.errors else 200


def free_days(mentorship: Mentorship, usual: Availability | None, **besides: Any) -> list[SlotDay]:
    """Return the `usual` hours of the mentor that are free, and at which whoever asks is free too, by their days."""
    if usual is None:
        return []
    who, length = me(), timedelta(minutes=mentorship.programme.session_minutes)
    others = {who.id, mentorship.participant.contact_id} if who.id == mentorship.profile.account_id else {who.id}
    slots = slots_of(usual, length=length, now=clock.now(), others=sorted(others), **besides)
    return by_days([each for each in slots if each < mentorship.programme.ends_at], who.timezone)


def some_days(days: list[SlotDay]) -> dict[str, Any]:
    """Return a page of the free days, and the numbers of the pages before and after it."""
    number = max(request.args.get("later", 0, int), 0)
    first = number * DAYS_A_PAGE
    return {
        "days": days[first : first + DAYS_A_PAGE],
        "before": number - 1 if number and days else None,
        "after": number + 1 if first + DAYS_A_PAGE < len(days) else None,
    }


def _other_zone(mentorship: Mentorship, usual: Availability | None) -> str:
    """The zone of the other side: the startup's contact for the mentor, the mentor for the startup."""
    if side_of(mentorship, me().id) is Side.MENTOR:
        return mentorship.participant.contact.timezone
    return usual.timezone if usual is not None else mentorship.profile.account.timezone
