"""What a starter is made of."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ecosystem.contests.domain.kinds import EligibilityKind, QuestionKind, RoundKind
from ecosystem.core.errors import Text


@dataclass(frozen=True)
class StarterBoard:
    """A board to begin with."""

    key: str
    name: str
    name_en: str
    description: str = ""


@dataclass(frozen=True)
class StarterRound:
    """A round, so many days after entries close, for so many days; `places` go on from each board."""

    kind: RoundKind
    name: str
    name_en: str
    begins: int
    days: int
    places: int | None = None
    is_blind: bool = False
    reviews_per_entry: int = 3


@dataclass(frozen=True)
class StarterPrize:
    """A prize of each board, or of the whole contest."""

    name: str
    name_en: str
    rank: int | None
    quantity: int
    amount: int | None
    for_each_board: bool = True


@dataclass(frozen=True)
class StarterQuestion:
    """A question; further values are columns of the question."""

    key: str
    kind: QuestionKind
    label: str
    label_en: str
    required: bool = False
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StarterSection:
    """A section of the form."""

    title: str
    title_en: str
    questions: tuple[StarterQuestion, ...]
    help: str = ""


@dataclass(frozen=True)
class Starter:
    """A whole contest to begin from. `entry_days` is how long entries are taken."""

    key: str
    title: Text
    text: Text
    icon: str
    boards: tuple[StarterBoard, ...] = ()
    rounds: tuple[StarterRound, ...] = ()
    prizes: tuple[StarterPrize, ...] = ()
    sections: tuple[StarterSection, ...] = ()
    eligibility: tuple[tuple[EligibilityKind, dict[str, Any]], ...] = ()
    entry_days: int = 60
    has_gallery: bool = False
    allows_minors: bool = False
    commitment: str = ""

    @property
    def entry_time(self) -> timedelta:
        """How long entries are taken."""
        return timedelta(days=self.entry_days)
