"""A statement is applied: what fits to the đồng is counted, each line of an account once whoever imports it.

Imports of one organiser take turns at its row (`Seller`), and a unique key names each line of the account, so that two
treasurers who apply the same days at once count every line once.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.statements.matching import Reason
from ecosystem.payments.gateway.vietqr import VIETQR
from ecosystem.payments.models import LineState, Order, Seller, Statement, StatementLine, StatementState
from ecosystem.payments.queries.statements import organiser_path, taken_key, taken_keys
from ecosystem.payments.services.captures import Outcome, record_capture
from ecosystem.payments.services.sellers import seller_for

APPLY_TASK = "payments.apply_statement"
AT_ONCE = 300  # lines that are applied while the page waits
BATCH = 50
OF_STATE = {OrderState.EXPIRED: Reason.EXPIRED, OrderState.CANCELLED: Reason.CANCELLED}


def ask_to_apply(statement: Statement, *, by: int, shown: int | None = None) -> Statement:
    """Begin to apply a statement; a long one goes on in a task. Again, nothing changes.

    Raises Refused before it is read.
    """
    with transaction():
        present = locked(Statement, statement.id)
        if present.state in (StatementState.APPLYING, StatementState.APPLIED):
            return present
        check_version(present, shown)
        if present.state is not StatementState.READ:
            raise Refused(_l("This statement is not read yet."))
        present.state, present.applied_by_id = StatementState.APPLYING, by
        audit.record("statement.applied", present, by=by, scope=present.organiser, note=present.name)
        if present.lines > AT_ONCE:
            path = organiser_path(present.organiser, f"/{present.public_id}")
            ask_for(
                APPLY_TASK,
                subject=f"statement:{present.public_id}",
                by=by,
                payload={"statement_id": present.id},
                about=present.name,
                url=path,
            )
            return present
    return apply_lines(statement)


def apply_lines(statement: Statement, *, progress: Callable[[int, int], None] | None = None) -> Statement:
    """Take the lines one batch after the other; one that was interrupted goes on where it stopped."""
    organiser = statement.organiser
    seller_id, last, done = seller_for(organiser).id, 0, 0
    while True:
        with transaction():
            locked(Seller, seller_id)
            rows = _next(statement, last)
            if not rows:
                return _finish(statement)
            known = taken_keys([taken_key(row.organiser_id, row.fingerprint) for row in rows])
            for row in rows:
                _take(row, known, statement)
        last, done = rows[-1].id, done + len(rows)
        if progress is not None:
            progress(done, statement.lines)


def _next(statement: Statement, last: int) -> Sequence[StatementLine]:
    chosen = select(StatementLine).where(
        StatementLine.statement_id == statement.id,
        StatementLine.id > last,
        StatementLine.taken.is_(None),
        StatementLine.state.not_in((LineState.FLAWED, LineState.REPEATED)),
    )
    return session().scalars(chosen.order_by(StatementLine.id).limit(BATCH)).all()


def _take(line: StatementLine, known: set[str], statement: Statement) -> None:
    key = taken_key(line.organiser_id, line.fingerprint)
    if key in known:
        line.state, line.order_ids, line.reasons = LineState.REPEATED, [], []
        return
    line.taken = key
    if line.state is not LineState.MATCHED:
        return
    order = locked(Order, line.order_ids[0])
    fault = None if order.state is OrderState.OPEN else OF_STATE.get(order.state, Reason.PAID)
    if fault is not None:  # it was open at the dry run
        line.state, line.reasons = LineState.NEAR, [fault.value]
        return
    count_line(line, order, by=statement.applied_by_id)


def count_line(line: StatementLine, order: Order, *, by: int | None) -> None:
    """Put the money of a line on record for an order: counted, or held among the discrepancies."""
    assert line.at is not None
    outcome = record_capture(
        provider=VIETQR.key,
        reference=f"{line.organiser_id}:{line.fingerprint}",
        order_code=order.code,
        amount=line.amount,
        currency="VND",
        at=line.at,
        by=by,
        organiser=order.organiser,
    )
    line.order_id, line.capture_id = order.id, outcome.capture.id
    line.state = LineState.MATCHED
    if outcome.outcome is Outcome.HELD and outcome.discrepancy is not None:
        line.state, line.discrepancy_id = LineState.HELD, outcome.discrepancy.id


def _finish(statement: Statement) -> Statement:
    present = locked(Statement, statement.id)
    if present.state is StatementState.APPLYING:
        present.state, present.applied_at, present.content = StatementState.APPLIED, clock.now(), None
        chosen = select(StatementLine.state, func.count()).where(StatementLine.statement_id == present.id)
        found = session().execute(chosen.group_by(StatementLine.state)).all()
        present.applied = dict(Counter({state.value: number for state, number in found}))
    return present
