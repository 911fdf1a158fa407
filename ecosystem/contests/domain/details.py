"""What people fill in about a contest, as values: forms end in them, use cases take them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from ecosystem.contests.domain.kinds import AdvanceRule, FeedbackPolicy, QuestionKind, RankingMethod, RoundKind


@dataclass(frozen=True)
class ContestDetails:
    """The basics of a contest."""

    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    description: str = ""
    description_en: str = ""
    code_prefix: str = "HS"
    year: int = 0
    contact_email: str = ""
    contact_phone: str = ""
    decision_number: str = ""
    commitment_text: str = ""
    feedback: FeedbackPolicy = FeedbackPolicy.TOTAL
    has_gallery: bool = False
    needs_startup: bool = False
    allows_minors: bool = False


@dataclass(frozen=True)
class EntryTime:
    """When entries are taken, and the zone in which the contest thinks. Instants are aware."""

    opens_at: datetime | None
    closes_at: datetime | None
    timezone: str = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class BoardDetails:
    """A board."""

    name: str
    name_en: str = ""
    description: str = ""


@dataclass(frozen=True)
class RoundDetails:
    """A round; `places` maps the id of a board to how many of its entries go on."""

    kind: RoundKind
    name: str
    name_en: str = ""
    description: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    is_blind: bool = False
    reviews_per_entry: int = 3
    advance_rule: AdvanceRule = AdvanceRule.QUOTA
    pass_mark: Decimal | None = None
    ranking_method: RankingMethod = RankingMethod.RAW
    places: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PrizeDetails:
    """A prize; `board_id` None is for the whole contest, `rank` None a thematic prize. Amounts in minor units."""

    name: str
    name_en: str = ""
    board_id: int | None = None
    rank: int | None = None
    quantity: int = 1
    amount: int | None = None
    in_kind: str = ""


@dataclass(frozen=True)
class SectionDetails:
    """A section of the form."""

    title: str
    title_en: str = ""
    help: str = ""


@dataclass(frozen=True)
class QuestionDetails:
    """A question of the form; see `contests.models.Question` for the shapes of the JSON values."""

    kind: QuestionKind
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    is_required: bool = False
    min_characters: int | None = None
    max_characters: int | None = None
    max_words: int | None = None
    choices: list[dict[str, str]] = field(default_factory=list)
    shown_if: dict[str, Any] | None = None
    board_keys: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    is_hidden_from_judges: bool = False
    is_in_gallery: bool = False
