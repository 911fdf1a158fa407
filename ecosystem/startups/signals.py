"""What startups announce, and what they ask the features above."""

from dataclasses import dataclass
from datetime import datetime

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class JourneyOf:
    """Question: what did this startup do with you? Answer with `JourneyMoment`s, in any order."""

    startup_id: int


@dataclass(frozen=True)
class JourneyMoment:
    """One station of a startup's journey: an entry, a round passed, a prize, a booth.

    `is_public` False is for the team only. `is_highlight` marks prizes and the like; `icon` is a Lucide name that
    stands in static/icons.txt; `url` is a path on this site or empty.
    """

    at: datetime
    title: Text
    text: Text = ""
    url: str = ""
    icon: str = "circle-dot"
    is_public: bool = False
    is_highlight: bool = False


@dataclass(frozen=True)
class MemberLeft:
    """Somebody is no longer in a startup's team: left, was removed, or was erased."""

    startup_id: int
    account_id: int
