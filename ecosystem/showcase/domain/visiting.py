"""Looking at a booth's page: from where, and what is no visit.

Visits are counted, not visitors: no cookie and no address is kept. A page tells of its visit itself, by a small message
its script sends; programs that read pages for search engines and previews run no such script, and those that do say so
in their name. The same browser counts once a booth within half an hour, as far as one process remembers.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

AGAIN_AFTER = timedelta(minutes=30)
_BOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|headless|lighthouse|pingdom|monitor|curl|wget|python|scrapy|httpclient|"
    r"java/|go-http|facebookexternalhit|zalo-?bot|whatsapp|telegram|embedly|feed|archiver|validator",
    re.IGNORECASE,
)


class VisitSource(StrEnum):
    """How somebody came to a booth's page."""

    PAGE = "page"  # from a link or a list
    QR = "qr"  # by the sign at the booth
    PLAN = "plan"  # from the floor plan


SOURCES: dict[VisitSource, Text] = {
    VisitSource.PAGE: _l("Booth page"),
    VisitSource.QR: _l("QR code at the booth"),
    VisitSource.PLAN: _l("Floor plan"),
}


def is_program(user_agent: str) -> bool:
    """Tell whether the name a browser gives itself is that of a program, or none at all."""
    return not user_agent.strip() or _BOT.search(user_agent) is not None


def source_named(text: str) -> VisitSource:
    """Return the source a page names; anything unknown is the page itself."""
    return VisitSource(text) if text in set(VisitSource) else VisitSource.PAGE


def hour_of(at: datetime) -> datetime:
    """Return the beginning of the hour in which an instant lies."""
    return at.replace(minute=0, second=0, microsecond=0)
