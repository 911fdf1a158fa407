"""What startups announce, and what they ask the features above."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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


@dataclass(frozen=True)
class MemberJoined:
    """Somebody is now in a startup's team."""

    startup_id: int
    account_id: int


@dataclass(frozen=True)
class IdentityChanged:
    """The name or the tax code of a startup changed."""

    startup_id: int


class TieKind(StrEnum):
    """What ties a person to a startup without being in its team."""

    MENTOR = "mentor"
    INVESTOR = "investor"


@dataclass(frozen=True)
class TiesAmong:
    """Question: which of these people mentor one of these startups, or invest in it? Answers are `Tie`."""

    startup_ids: frozenset[int]
    account_ids: frozenset[int]


@dataclass(frozen=True)
class Tie:
    """A person's tie to a startup; `what` says in a few words which (a programme, a round of investment)."""

    account_id: int
    startup_id: int
    kind: TieKind
    what: Text = ""


@dataclass(frozen=True)
class TiesChanged:
    """Fact: somebody began or ceased to mentor a startup or to invest in it."""

    startup_id: int


@dataclass(frozen=True)
class TiesChangedAmong:
    """Fact: the same for many startups at once."""

    startup_ids: frozenset[int]
