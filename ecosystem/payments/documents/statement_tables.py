"""Lines of a bank statement for spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from ecosystem.payments.domain.statements.lines import ZONE
from ecosystem.payments.models import LineState, Order, StatementLine


def line_rows(
    lines: Iterable[StatementLine],
    orders: Mapping[int, Order],
    states: Mapping[LineState, Any],
    reasons: Mapping[str, Any],
) -> Iterator[list[Any]]:
    """Yield the heading, then a row for each line; amounts are whole numbers, days those of the bank."""
    yield [
        _("Line"),
        _("Day"),
        _("Amount"),
        _("Transfer note"),
        _("The bank's reference"),
        _("Order"),
        _("State"),
        _("Reason"),
    ]
    for line in lines:
        order = line.order or orders.get(line.order_ids[0] if line.order_ids else 0)
        why = [str(reasons[each]) for each in line.reasons] + ([line.reason] if line.reason else [])
        yield [
            line.number,
            line.at.astimezone(ZONE).strftime("%d/%m/%Y") if line.at else "",
            line.amount,
            line.note,
            line.reference,
            order.code if order else "",
            str(states[line.state]),
            " ".join(why),
        ]
