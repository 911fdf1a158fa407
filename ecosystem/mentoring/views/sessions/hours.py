"""A mentor's hours: the week as a grid or in words, rules of booking, days that differ, the next free hours."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, requires
from ecosystem.core.errors import Invalid, StaleEdit
from ecosystem.mentoring.domain.week_grid import CELL, FIRST, LAST, cells_of, clock_time, fits_grid, stretches_as_text
from ecosystem.mentoring.forms.availability import DAYS, ExceptionForm, HoursForm
from ecosystem.mentoring.models import MentorProfile
from ecosystem.mentoring.policies.sessions import SessionAction
from ecosystem.mentoring.queries.availability import NEXT, availability_of, own_exception, own_profile, slots_of
from ecosystem.mentoring.services.availability import add_exception, booked_outside, remove_exception, set_hours
from ecosystem.mentoring.views.sessions.blueprint import bp, by_days

PREVIEWED = timedelta(hours=1)


@bp.route("/hours", methods=["GET", "POST"])
@requires(SessionAction.SET_HOURS)
def hours() -> Any:
    """The week, and the rules of booking."""
    profile = own_profile(actor())
    present = availability_of(profile.id)
    form = HoursForm.showing(present, me().timezone)
    as_text = request.args.get("as") == "text" or (present is not None and not fits_grid(present.weekly))
    if form.validate_on_submit():
        try:
            values = form.to_values(None if as_text else request.form.getlist("cell"))
            saved = set_hours(profile, values, by=me().id, shown=form.shown_version)
        except (Invalid, StaleEdit) as error:
            form.form_errors.append(str(error.message))
        else:
            _told(len(booked_outside(saved)))
            return redirect(url_for(".hours") + ("?as=text" if as_text else ""))
    return _page(profile, form, ExceptionForm(formdata=None), as_text=as_text)


def _told(outside: int) -> None:
    flash(_("Your hours are saved."), "success")
    if outside:
        flash(_("Sessions that are booked outside of them stay booked; they are listed below."), "info")


@bp.post("/hours/exceptions")
@requires(SessionAction.SET_HOURS)
def add_days() -> Any:
    """Add days that differ."""
    profile = own_profile(actor())
    present, form = availability_of(profile.id), ExceptionForm()
    if present is None:
        flash(_("Please save your weekly hours first."), "error")
        return redirect(url_for(".hours"))
    if form.validate_on_submit():
        try:
            add_exception(present, form.to_values(), by=me().id)
        except Invalid as error:
            flash(str(error.message), "error")
        else:
            _told(len(booked_outside(present)))
        return redirect(url_for(".hours") + "#days")
    return _page(profile, HoursForm(formdata=None, obj=present), form, as_text=False)


@bp.post("/hours/exceptions/<exception_id>/remove")
@requires(SessionAction.SET_HOURS)
def remove_days(exception_id: str) -> Response:
    """Take an exception back."""
    remove_exception(own_exception(own_profile(actor()), exception_id), by=me().id)
    flash(_("Removed."), "success")
    return redirect(url_for(".hours") + "#days")


def _page(profile: MentorProfile, form: HoursForm, days: ExceptionForm, *, as_text: bool) -> Any:
    present = availability_of(profile.id)
    slots = slots_of(present, length=PREVIEWED, now=clock.now()) if present is not None else []
    cells = request.form.getlist("cell") if request.method == "POST" and "cell" in request.form else None
    page = render_template(
        "mentoring/sessions/hours.html",
        profile=profile,
        present=present,
        form=form,
        exception_form=days,
        as_text=as_text,
        cells=set(cells) if cells is not None else cells_of(present.weekly if present is not None else {}),
        rows=[(minute, clock_time(minute)) for minute in range(FIRST, LAST, CELL)],
        day_names=DAYS,
        in_words=stretches_as_text,
        next_slots=by_days(slots[: NEXT * 3], me().timezone)[:NEXT],
        outside=booked_outside(present) if present is not None else [],
        zone=me().timezone,
        paused=profile.paused_until if profile.paused_until and profile.paused_until > clock.now() else None,
    )
    return page, 400 if form.errors or days.errors else 200
