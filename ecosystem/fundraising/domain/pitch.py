"""What a startup raises money for: uses that add up to the whole, figures that can be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

MOST_USES, MOST_FIGURES = 6, 6


class DocumentKind(StrEnum):
    """What a confidential document is."""

    DECK = "deck"
    FINANCIALS = "financials"
    CAP_TABLE = "cap_table"
    PLAN = "plan"
    OTHER = "other"


class Audience(StrEnum):
    """Which investors of a session may open a document."""

    VERIFIED = "verified"
    MUTUAL = "mutual"


DOCUMENT_KINDS: dict[DocumentKind, Text] = {
    DocumentKind.DECK: _l("Pitch deck"),
    DocumentKind.FINANCIALS: _l("Financial statements"),
    DocumentKind.CAP_TABLE: _l("Cap table"),
    DocumentKind.PLAN: _l("Business plan"),
    DocumentKind.OTHER: _l("Another document"),
}
AUDIENCES: dict[Audience, Text] = {
    Audience.VERIFIED: _l("Verified investors of the sessions we join"),
    Audience.MUTUAL: _l("Only investors we want to meet and who want to meet us"),
}


@dataclass(frozen=True)
class Use:
    """What a share of the money is for; `percent` a whole number from 1 to 100."""

    purpose: str
    percent: int


@dataclass(frozen=True)
class Figure:
    """A figure of traction as the startup words it: "Revenue 2026", "1,2 tỷ ₫"."""

    label: str
    value: str


@dataclass(frozen=True)
class Pitch:
    """What a startup tells verified investors. Amounts in đồng."""

    is_raising: bool = False
    ask: int | None = None
    valuation: int | None = None
    raised: int | None = None
    instruments: tuple[str, ...] = ()
    closes_on: date | None = None
    summary: str = ""
    uses: tuple[Use, ...] = field(default=())
    figures: tuple[Figure, ...] = field(default=())


def problems_of(pitch: Pitch) -> list[Text]:
    """Return what keeps a pitch from being stored, in sentences; none when it is whole."""
    found: list[Text] = []
    if pitch.is_raising and not pitch.ask:
        found.append(_l("Please say how much you are raising."))
    if pitch.uses and sum(use.percent for use in pitch.uses) != 100:
        total = sum(use.percent for use in pitch.uses)
        found.append(_l("The uses of the money must add up to 100 percent; now they make %(total)d.", total=total))
    if any(not 1 <= use.percent <= 100 for use in pitch.uses):
        found.append(_l("Every use of the money needs a share from 1 to 100 percent."))
    if pitch.ask and pitch.raised and pitch.raised > pitch.ask:
        found.append(_l("More than the whole was raised already: please check both amounts."))
    return found


def missing_in(pitch: Pitch | None, documents: int) -> list[Text]:
    """Return what an investor would still look for, most important first."""
    if pitch is None or not pitch.ask:
        return [_l("How much you are raising")]
    wanted: Sequence[tuple[bool, Text]] = (
        (bool(pitch.summary), _l("Why now, in a few sentences")),
        (bool(pitch.uses), _l("What the money is for")),
        (bool(pitch.figures), _l("Figures that show traction")),
        (documents > 0, _l("A deck or financial statements")),
    )
    return [title for is_there, title in wanted if not is_there]
