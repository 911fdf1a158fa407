"""What the standings of fees are called, and how they look."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.applications.domain.fees import FeeStanding

FEE_WORDS: Mapping[FeeStanding, Any] = {
    FeeStanding.NONE: _l("No fee"),
    FeeStanding.LATER: _l("Fee once eligible"),
    FeeStanding.DUE: _l("Fee unpaid"),
    FeeStanding.WAITING: _l("Fee awaited"),
    FeeStanding.PAID: _l("Fee paid"),
    FeeStanding.WAIVED: _l("Fee waived"),
    FeeStanding.REFUNDED: _l("Fee given back"),
    FeeStanding.OVERDUE: _l("Fee overdue"),
}
FEE_TONES: Mapping[FeeStanding, str] = {
    FeeStanding.NONE: "neutral",
    FeeStanding.LATER: "neutral",
    FeeStanding.DUE: "warning",
    FeeStanding.WAITING: "info",
    FeeStanding.PAID: "success",
    FeeStanding.WAIVED: "success",
    FeeStanding.REFUNDED: "neutral",
    FeeStanding.OVERDUE: "error",
}
