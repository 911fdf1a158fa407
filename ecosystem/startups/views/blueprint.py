"""The one blueprint of the pages of startups: `startups.index`, `startups.show`, `startups.mine` …"""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from ecosystem.core.places import place_name, province_name
from ecosystem.startups.domain.taxonomy import sector_titles, stage_title

bp = Blueprint("startups", __name__)


@bp.record
def name_things(state: BlueprintSetupState) -> None:
    """Let templates say sectors, stages and places in words."""
    state.app.jinja_env.globals.update(
        sector_titles=sector_titles, stage_title=stage_title, place_name=place_name, province_name=province_name
    )
