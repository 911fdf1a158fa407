"""The blueprint of sessions, the words of their states, and days of free hours."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, url_for
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.mentoring.kinds.sessions import SESSION_STATES
from ecosystem.mentoring.models import MentoringSession

bp = Blueprint("mentoring_sessions", __name__, url_prefix="/mentoring")


@bp.record_once
def words(setup: BlueprintSetupState) -> None:
    """States in words, and the day of an instant in a zone, for the templates of sessions."""
    setup.app.jinja_env.globals.update(session_states=SESSION_STATES)
    setup.app.jinja_env.filters.update(local_day=lambda moment, zone: moment.astimezone(ZoneInfo(zone)).date())


@dataclass(frozen=True)
class SlotDay:
    """The free hours of a day, as whoever chooses sees the day."""

    day: date
    slots: tuple[datetime, ...]


def by_days(slots: Iterable[datetime], zone: str) -> list[SlotDay]:
    """Return free hours by the days of a zone."""
    days: dict[date, list[datetime]] = {}
    for each in slots:
        days.setdefault(each.astimezone(ZoneInfo(zone)).date(), []).append(each)
    return [SlotDay(day, tuple(found)) for day, found in sorted(days.items())]


def home_of(found: MentoringSession) -> str:
    """Return the address of a session's page."""
    return url_for("mentoring_sessions.show", session_id=found.public_id)


def attempt(act: Callable[[], object], told: str, back: str) -> Response:
    """Do it and say so, or say why not; then go back."""
    try:
        act()
    except (Refused, AlreadyTaken, Invalid, StaleEdit) as error:
        flash(str(error.message), "error")
    else:
        flash(told, "success")
    return redirect(back)
