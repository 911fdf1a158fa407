"""What the rules are asked about, and what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import LazyString

from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.core.errors import Text


class Outcome(StrEnum):
    """What a check found."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Rule:
    """One rule. `id` is the row's, for lists; parameters as documented above."""

    kind: EligibilityKind
    parameters: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class MemberFacts:
    """A member of the entry. Other entries are the live ones of this contest besides this entry.

    `official_as` says in words which office of the contest the person holds, empty when none.
    """

    name: str
    organisation: str = ""
    is_lead: bool = False
    other_entries: int = 0
    other_entries_as_lead: int = 0
    official_as: Text = ""


@dataclass(frozen=True)
class StartupFacts:
    """The startup that enters."""

    name: str
    founded_on: date | None = None
    province_code: str = ""
    stage: str = ""
    tax_code: str = ""
    other_entries: int = 0


@dataclass(frozen=True)
class EarlierPrize:
    """A prize this startup or one of the members won before."""

    contest: str
    year: int
    prize: str
    winner: str = ""


@dataclass(frozen=True)
class EntryFacts:
    """Everything the rules ask about an entry, on the day `on`."""

    on: date
    board_key: str | None = None
    members: Sequence[MemberFacts] = ()
    startup: StartupFacts | None = None
    province_code: str = ""
    earlier_prizes: Sequence[EarlierPrize] = ()


@dataclass(frozen=True)
class Names:
    """How codes read to people; a code without a name is shown as it is."""

    boards: Mapping[str, Text] = field(default_factory=dict)
    provinces: Mapping[str, Text] = field(default_factory=dict)
    stages: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What one rule says about an entry, with the reason in words."""

    rule: Rule
    outcome: Outcome
    reason: Text

    @property
    def is_broken(self) -> bool:
        """Whether the rule bars the entry."""
        return self.outcome is Outcome.BROKEN


NO_NAMES = Names()


def listed(texts: Sequence[Text]) -> Text:
    """Join texts with commas, in whatever language they are read later."""
    return LazyString(lambda: ", ".join(str(text) for text in texts))


def board_name(parameters: Mapping[str, Any], names: Names) -> Text:
    """Return how the board a rule is about reads."""
    key = str(parameters.get("board", ""))
    return names.boards.get(key, key)
