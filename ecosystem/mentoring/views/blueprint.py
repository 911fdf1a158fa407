"""The blueprints of mentoring, and the words its templates use."""

from typing import Any

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from ecosystem.core.places import province_name
from ecosystem.mentoring.domain.taxonomy import PLACES
from ecosystem.mentoring.kinds import programmes as kinds
from ecosystem.startups.domain.taxonomy import sector_titles, stage_title

bp = Blueprint("mentoring", __name__)
desk = Blueprint("mentoring_desk", __name__, url_prefix="/organise/mentoring")


@bp.record
def name_things(state: BlueprintSetupState) -> None:
    """Let templates say states, topics, languages and reasons in words."""
    names: dict[str, Any] = {
        "programme_states": kinds.PROGRAMME_STATES,
        "mentor_states": kinds.MENTOR_STATES,
        "participant_states": kinds.PARTICIPANT_STATES,
        "request_states": kinds.REQUEST_STATES,
        "match_states": kinds.MATCH_STATES,
        "match_origins": kinds.ORIGINS,
        "mentoring_modes": kinds.MODES,
        "meeting_places": PLACES,
        "topic_titles": kinds.topic_titles,
        "language_titles": kinds.language_titles,
        "free_time_title": kinds.free_time_title,
        "reasons_in_words": kinds.reasons_in_words,
        "sector_titles": sector_titles,
        "stage_title": stage_title,
        "stage_words": lambda codes: [stage_title(code) for code in codes],
        "province_name": province_name,
    }
    state.app.jinja_env.globals.update(names)
