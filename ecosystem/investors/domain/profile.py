"""What an investor tells of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text


class InvestorType(StrEnum):
    """What sort of investor it is."""

    ANGEL = "angel"
    CLUB = "club"
    VENTURE = "venture"
    IMPACT = "impact"
    CORPORATE = "corporate"
    STATE = "state"
    BANK = "bank"


INVESTOR_TYPES: dict[InvestorType, Text] = {
    InvestorType.ANGEL: _l("Angel investor"),
    InvestorType.CLUB: _l("Investment club"),
    InvestorType.VENTURE: _l("Venture capital fund"),
    InvestorType.IMPACT: _l("Impact fund"),
    InvestorType.CORPORATE: _l("Corporation"),
    InvestorType.STATE: _l("State fund"),
    InvestorType.BANK: _l("Bank"),
}
INSTRUMENTS: dict[str, Text] = {
    "co_phan": _l("Equity"),
    "khoan_vay_chuyen_doi": _l("Convertible note"),
    "cho_vay": _l("Loan"),
    "tai_tro": _l("Grant"),
    "li_xang": _l("Licensing"),
    "hop_tac_nghien_cuu": _l("Joint research"),
}


@dataclass(frozen=True)
class Thesis:
    """Who invests, and in what. Amounts in đồng; empty lists mean that it does not matter."""

    name: str
    type: InvestorType
    thesis: str = ""
    thesis_en: str = ""
    sectors: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    ticket_min: int | None = None
    ticket_max: int | None = None
    website: str = ""
    contact_email: str = ""
    phone: str = ""
    is_listed: bool = False


def fit(
    thesis_sectors: Sequence[str], thesis_stages: Sequence[str], *, sectors: Sequence[str], stage: str
) -> tuple[bool, bool]:
    """Tell whether a startup's sectors and stage are among those looked for; what is not said fits everything."""
    fits_sector = not thesis_sectors or bool(set(thesis_sectors) & set(sectors))
    return fits_sector, not thesis_stages or stage in thesis_stages
