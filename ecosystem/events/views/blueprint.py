"""The blueprint of the organisers' pages: `events.my_organisers`, `events.organiser_home`, `events.event_home` …"""

from typing import cast

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from ecosystem.accounts.models import Account
from ecosystem.core.access import actor
from ecosystem.core.places import place_name, province_name
from ecosystem.events.domain.partners import PARTNER_LEVELS
from ecosystem.events.domain.programme import SESSION_KINDS
from ecosystem.events.kinds import ROLE_DUTIES, ROLE_TITLES

bp = Blueprint("events", __name__)


def me() -> Account:
    """Return who acts, behind `@requires`."""
    return cast(Account, actor())


@bp.record
def name_things(state: BlueprintSetupState) -> None:
    """Let templates say roles, kinds of sessions, levels of partners and places in words."""
    state.app.jinja_env.globals.update(
        role_titles=ROLE_TITLES,
        role_duties=ROLE_DUTIES,
        session_kinds=SESSION_KINDS,
        partner_levels=PARTNER_LEVELS,
        place_name=place_name,
        province_name=province_name,
    )
