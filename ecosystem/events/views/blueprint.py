"""The blueprint of the organisers' pages: `events.my_organisers`, `events.organiser_home`, `events.event_home` …"""

from datetime import date

from babel.dates import format_date
from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState
from flask_babel import get_locale, get_timezone

from ecosystem.core.places import place_name, province_name
from ecosystem.events.domain.partners import PARTNER_LEVELS
from ecosystem.events.domain.programme import SESSION_KINDS
from ecosystem.events.kinds import ROLE_DUTIES, ROLE_TITLES

bp = Blueprint("events", __name__)


def has_endpoint(name: str) -> bool:
    """Tell whether a higher feature that the page would lead to is there."""
    return name in current_app.view_functions


def current_zone() -> str:
    """Return the visitor's zone."""
    return str(get_timezone())


def weekday(day: date) -> str:
    """Write "Thứ Bảy" or "Saturday"."""
    return str(format_date(day, "EEEE", locale=str(get_locale())))


@bp.record
def name_things(state: BlueprintSetupState) -> None:
    """Let templates say roles, kinds of sessions, levels of partners and places in words."""
    state.app.jinja_env.filters["weekday"] = weekday
    state.app.jinja_env.globals.update(
        has_endpoint=has_endpoint,
        current_zone=current_zone,
        role_titles=ROLE_TITLES,
        role_duties=ROLE_DUTIES,
        session_kinds=SESSION_KINDS,
        partner_levels=PARTNER_LEVELS,
        place_name=place_name,
        province_name=province_name,
    )
