"""A person's calendar over all features: agenda, day, week, month."""

from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Blueprint, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.calendar.domain.layout import View, step_from
from ecosystem.calendar.models import Engagement
from ecosystem.calendar.policies import CalendarAction
from ecosystem.calendar.queries.entries import engagement_by_id, entry_of
from ecosystem.calendar.queries.pages import Shown, page_of_calendar
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.addresses import base_url
from ecosystem.core.errors import Text

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

TITLES: dict[View, Text] = {
    View.AGENDA: _l("Agenda"),
    View.DAY: _l("Day"),
    View.WEEK: _l("Week"),
    View.MONTH: _l("Month"),
}
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@bp.record_once
def words(setup: BlueprintSetupState) -> None:
    """Names of weekdays and months, for the templates of calendars."""
    setup.app.jinja_env.globals.update(weekday_name=weekday_name, month_title=month_title)


def weekday_name(day: date, *, short: bool = False) -> str:
    """Return what a day of the week is called: "Thứ Hai", "T2"; "Monday", "Mon"."""
    locale = get_locale()
    if short and locale.language == "vi":
        return "CN" if day.weekday() == 6 else f"T{day.weekday() + 2}"
    return str(format_date(day, "ccc" if short else "cccc", locale=locale))


def month_title(day: date) -> str:
    """Return what a month is called: "Tháng 11, 2026", "November 2026"."""
    locale = get_locale()
    if locale.language == "vi":
        return f"Tháng {day.month}, {day.year}"
    return str(format_date(day, "LLLL yyyy", locale=locale))


@bp.get("/")
@requires(CalendarAction.OWN)
def mine() -> str:
    """The calendar. Nobody chose a view yet: the week, and on a telephone the agenda."""
    who = me()
    today = clock.now().astimezone(ZoneInfo(who.timezone)).date()
    chosen = _view(request.args.get("view", ""))
    day = _day(request.args.get("day", ""), today)
    kinds = [each for each in request.args.getlist("kind") if each]
    shown = page_of_calendar(who, chosen or View.WEEK, day, today=today, kinds=kinds)
    agenda = None if chosen else page_of_calendar(who, View.AGENDA, day, today=today, kinds=kinds)
    return render_template(
        "calendar/mine.html",
        shown=shown,
        agenda=agenda,
        is_chosen=chosen is not None,
        today=today,
        zone=who.timezone,
        tabs=_tabs(shown, kinds, is_chosen=chosen is not None),
        chips=_chips(shown, kinds),
        before=_address(shown.view, step_from(shown.view, day, -1), kinds),
        after=_address(shown.view, step_from(shown.view, day, 1), kinds),
        now_address=url_for(".mine", view=chosen, kind=kinds),
        address=lambda view, at: _address(View(view), at, kinds),
    )


@bp.get("/engagements/<engagement_id>.ics")
@requires(CalendarAction.SEE, on=engagement_by_id)
def engagement_file(engagement: Engagement) -> Response:
    """One engagement of one's own as an iCalendar file."""
    from ecosystem.calendar.documents import calendar_of

    entry = entry_of(engagement)
    content = calendar_of([entry], name=entry.title, base_url=base_url(), zone=me().timezone)
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{engagement.public_id}.ics"'
    return response


def _view(text: str) -> View | None:
    return View(text) if text in {each.value for each in View} else None


def _day(text: str, today: date) -> date:
    """The day in the address; today for none, for what is no day, and for the edges of time."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if EARLIEST < found < LATEST else today


def _address(view: View, day: date, kinds: list[str]) -> str:
    return url_for("calendar.mine", view=view.value, day=day.isoformat(), kind=kinds)


def _tabs(shown: Shown, kinds: list[str], *, is_chosen: bool) -> list[dict[str, object]]:
    return [
        {"text": title, "href": _address(view, shown.day, kinds), "active": shown.view is view and is_chosen}
        for view, title in TITLES.items()
    ]


def _chips(shown: Shown, kinds: list[str]) -> list[dict[str, object]]:
    present = {kind.name for kind, _number in shown.kinds}
    if len(present | set(kinds)) < 2:
        return []
    chips: list[dict[str, object]] = [
        {"text": _("All"), "href": _address(shown.view, shown.day, []), "active": not kinds}
    ]
    for kind, number in shown.kinds:
        chosen = [each for each in kinds if each != kind.name] + ([] if kind.name in kinds else [kind.name])
        href = _address(shown.view, shown.day, chosen)
        chips.append({"text": kind.title, "href": href, "active": kind.name in kinds, "count": number})
    return chips
