"""Certificates of products: what they are called, and whether they are still good."""

from datetime import date, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

SOON = timedelta(days=60)

CERTIFICATES: dict[str, Text] = {
    "vietgap": "VietGAP",
    "globalgap": "GlobalG.A.P.",
    "organic_vn": _l("Organic (TCVN 11041)"),
    "organic_usda": "USDA Organic",
    "organic_eu": "EU Organic",
    "iso_9001": "ISO 9001",
    "iso_14001": "ISO 14001",
    "iso_22000": "ISO 22000",
    "haccp": "HACCP",
    "halal": "Halal",
    "food_safety": _l("Food safety certificate"),
    "geographical_indication": _l("Geographical indication"),
    "trademark": _l("Registered trade mark"),
    "patent": _l("Patent or utility solution"),
    "cocoa_rainforest": "Rainforest Alliance",
    "fair_trade": "Fairtrade",
    "other": _l("Another one"),
}


class Validity(StrEnum):
    """How a certificate stands on a day."""

    OPEN_ENDED = "open_ended"
    GOOD = "good"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"


def validity(valid_until: date | None, today: date) -> Validity:
    """Tell how a certificate stands today; on its last day it is still good."""
    if valid_until is None:
        return Validity.OPEN_ENDED
    if valid_until < today:
        return Validity.EXPIRED
    return Validity.ENDS_SOON if valid_until - today <= SOON else Validity.GOOD


def certificate_title(kind: str, title: str) -> Text:
    """Return what a certificate is called: its own title where it is none of the known ones."""
    return title if kind == "other" and title else CERTIFICATES.get(kind, title or kind)
