"""What a person decides about lines that do not count by themselves."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import check_version, locked, transaction
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused
from ecosystem.payments.models import LineState, Order, StatementLine
from ecosystem.payments.services.statements.applying import count_line

OPEN_STATES = (LineState.NEAR, LineState.UNMATCHED, LineState.SET_ASIDE)


def decide(line: StatementLine, order: Order, *, by: int, shown: int | None = None) -> StatementLine:
    """Let a line pay an order. What does not fit to the đồng, or comes late, then waits among the discrepancies.

    Raises Refused for a line that is counted or not applied, StaleEdit when somebody else was faster.
    """
    with transaction():
        present = _open(line, shown)
        if order.organiser_id != present.organiser_id:
            raise NoSuchRecord(_l("This is no longer here."))
        count_line(present, locked(Order, order.id), by=by)
        _note(present, by, "")
        audit.record(
            "statement.decided", order, by=by, scope=order.organiser, changes={"amount": (None, present.amount)}
        )
        return present


def set_aside(line: StatementLine, *, reason: str, by: int, shown: int | None = None) -> StatementLine:
    """Decide that a line pays no order. It can still be given one later. Raises Invalid without a reason."""
    if not reason.strip():
        text = _l("Please give a reason.")
        raise Invalid(text, details={"reason": text})
    with transaction():
        present = _open(line, shown)
        present.state = LineState.SET_ASIDE
        _note(present, by, reason.strip())
        statement = present.statement
        audit.record("statement.set_aside", statement, by=by, scope=statement.organiser, note=reason.strip())
        return present


def _open(line: StatementLine, shown: int | None) -> StatementLine:
    present = locked(StatementLine, line.id)
    check_version(present, shown)
    if present.taken is None:
        raise Refused(_l("Apply the statement first."))
    if present.state not in OPEN_STATES:
        raise Refused(_l("This line was decided already."))
    return present


def _note(line: StatementLine, by: int, reason: str) -> None:
    line.decided_at, line.decided_by_id, line.reason = clock.now(), by, reason
