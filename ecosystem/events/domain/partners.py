"""Levels of partnership, highest first."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

PARTNER_LEVELS: dict[str, Text] = {
    "host": _l("Host"),
    "co_host": _l("Co-host"),
    "diamond": _l("Diamond sponsor"),
    "gold": _l("Gold sponsor"),
    "silver": _l("Silver sponsor"),
    "bronze": _l("Bronze sponsor"),
    "partner": _l("Partner"),
    "media": _l("Media partner"),
}


def rank_of(level: str) -> int:
    """Return the place of a level, 0 the highest; an unknown one comes last."""
    return list(PARTNER_LEVELS).index(level) if level in PARTNER_LEVELS else len(PARTNER_LEVELS)
