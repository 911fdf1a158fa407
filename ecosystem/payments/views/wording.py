"""What the states of statement lines and the reasons of near misses are called."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ecosystem.payments.domain.statements.lines import Flaw
from ecosystem.payments.domain.statements.matching import Reason
from ecosystem.payments.models import LineState

LINE_STATES: Mapping[LineState, Any] = {
    LineState.MATCHED: _l("Pays an order"),
    LineState.NEAR: _l("For a decision"),
    LineState.HELD: _l("Among money that does not fit"),
    LineState.UNMATCHED: _l("No order found"),
    LineState.SET_ASIDE: _l("Set aside"),
    LineState.REPEATED: _l("In an earlier statement"),
    LineState.FLAWED: _l("Unreadable"),
    LineState.DEBIT: _l("Money out"),
}
TONES: Mapping[LineState, str] = {
    LineState.MATCHED: "success",
    LineState.NEAR: "warning",
    LineState.HELD: "warning",
    LineState.FLAWED: "error",
}
REASONS: Mapping[str, Any] = {
    Reason.AMOUNT.value: _l("The amount differs from the order's."),
    Reason.DAMAGED.value: _l("The code in the note differs by one character."),
    Reason.CUT.value: _l("The note was cut in the middle of the code."),
    Reason.SEVERAL.value: _l("The note holds the codes of several orders."),
    Reason.EXPIRED.value: _l("The order has expired."),
    Reason.CANCELLED.value: _l("The order was cancelled."),
    Reason.PAID.value: _l("The order is paid already."),
    Reason.TWIN.value: _l(
        "A transfer of this amount on this day paid it: look whether this is the same one from another export."
    ),
    Reason.AMOUNT_ONLY.value: _l("No code in the note, but one open order has just this amount."),
    Flaw.AMOUNT.value: _l("The amount cannot be read."),
    Flaw.DATE.value: _l("The day cannot be read."),
    Flaw.BOTH_WAYS.value: _l("Money in and money out on one line."),
    Flaw.SHORT.value: _l("The line has too few columns."),
}
