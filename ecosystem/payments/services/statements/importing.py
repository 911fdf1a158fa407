"""A bank's export comes in and is compared with the orders. Nothing is counted yet."""

import csv
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from io import StringIO
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.background import ask_for
from ecosystem.core.database import check_version, locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.statements.columns import Columns, Role, by_hand, recognise
from ecosystem.payments.domain.statements.files import Sheet, Trouble, Unreadable, read_sheet
from ecosystem.payments.domain.statements.lines import ZONE, Line, read_lines
from ecosystem.payments.domain.statements.matching import Match, Matcher, Payable, Reason, Result, Standing
from ecosystem.payments.gateway.vietqr import VIETQR
from ecosystem.payments.models import Capture, LineState, Order, Statement, StatementLine, StatementState
from ecosystem.payments.queries.statements import organiser_path, taken_key, taken_keys

READ_TASK = "payments.read_statement"
AT_ONCE = 1_500  # lines that are read while the page waits
BATCH = 500
LARGEST = 30 * 1024 * 1024
Progress = Callable[[int, int], None]
TROUBLES: Mapping[Trouble, Any] = {
    Trouble.EMPTY: _l("The file is empty."),
    Trouble.OLD_WORKBOOK: _l("This Excel file is of an old kind or has a password. Save it as XLSX or CSV (UTF-8)."),
    Trouble.WORKBOOK: _l("This Excel file is damaged or holds what no statement holds. Export the statement anew."),
    Trouble.LARGE: _l(
        "This Excel file is too large: at most 20.000 lines. Export fewer days, or CSV, which may be longer."
    ),
    Trouble.OLD_FONT: _l(
        "The letters of this file are of an old font (TCVN3 or VNI). Export it as Unicode (UTF-8), or convert it first."
    ),
    Trouble.PDF: _l("This is a PDF. Please export the statement from the bank as CSV."),
    Trouble.BINARY: _l("This file is no text. Please export the statement from the bank as CSV."),
    Trouble.ONE_COLUMN: _l("No columns were found in this file. Please export the statement from the bank as CSV."),
}
STANDINGS: Mapping[OrderState, Standing] = {
    OrderState.OPEN: Standing.OPEN,
    OrderState.EXPIRED: Standing.EXPIRED,
    OrderState.CANCELLED: Standing.CANCELLED,
}
RESULTS: Mapping[Result, LineState] = {
    Result.EXACT: LineState.MATCHED,
    Result.NEAR: LineState.NEAR,
    Result.UNMATCHED: LineState.UNMATCHED,
    Result.DEBIT: LineState.DEBIT,
}


def upload(organiser: Organiser, *, name: str, content: bytes, by: int) -> Statement:
    """Take in an export and, where its columns are recognised, compare it with the orders (a long one in a task).

    Raises Invalid, in words for the field `file`, for what is no table of text.
    """
    sheet = _sheet(content)
    columns = recognise(sheet)
    with transaction() as current:
        statement = Statement(
            organiser_id=organiser.id,
            name=name[:200] or "statement.csv",
            digest=sha256(content).hexdigest(),
            content=zlib.compress(_kept(content, sheet)),
            encoding=sheet.encoding,
            delimiter=sheet.delimiter,
            uploaded_at=clock.now(),
            uploaded_by_id=by,
        )
        current.add(statement)
        current.flush()
        audit.record("statement.imported", statement, by=by, scope=organiser, note=statement.name)
        _set_columns(statement, sheet, columns, by)
    return statement


def _kept(content: bytes, sheet: Sheet) -> bytes:
    """What is kept until the statement is applied: of a workbook its rows as text, so that it is unpacked once."""
    if sheet.encoding != "xlsx":
        return content
    target, last = StringIO(), 0
    writer = csv.writer(target)
    for row in sheet.rows:
        target.write("\r\n" * (row.number - last - 1))
        writer.writerow(row.cells)
        last = row.number
    return target.getvalue().encode()


def choose_columns(statement: Statement, chosen: Mapping[Role, int | None], *, header: int, by: int) -> Statement:
    """Say by hand what the columns are, and compare anew. Raises Invalid for columns that cannot be, Refused later."""
    with transaction():
        present = _changeable(statement)
        sheet = sheet_of(present)
        try:
            columns = by_hand(sheet, chosen, header)
        except ValueError as error:
            raise Invalid(_l("One column cannot be two things.")) from error
        if columns.missing:
            raise Invalid(_l("Say which columns hold the day, the note, and the money that came in."))
        _set_columns(present, sheet, columns, by)
        return present


def discard(statement: Statement, *, by: int, shown: int | None = None) -> Statement:
    """Throw away a statement that is not applied, with its lines."""
    with transaction() as current:
        present = locked(Statement, statement.id)
        check_version(present, shown)
        if present.state is StatementState.DISCARDED:
            return present
        _changeable(present)
        current.execute(delete(StatementLine).where(StatementLine.statement_id == present.id))
        present.state, present.content = StatementState.DISCARDED, None
        audit.record("statement.discarded", present, by=by, scope=present.organiser, note=present.name)
        return present


def sheet_of(statement: Statement) -> Sheet:
    """Return the rows of a statement whose file is still kept."""
    if statement.content is None:
        raise Refused(_l("The file of this statement is no longer kept."))
    return read_sheet(zlib.decompress(statement.content))


def columns_of(statement: Statement) -> Columns:
    """Return what is known of the statement's columns."""
    return Columns(statement.header, {Role(role): column for role, column in statement.columns.items()})


def read_lines_of(statement: Statement, *, progress: Progress | None = None) -> int:
    """Compare the statement with the orders and keep its lines; return how many. Again, the same lines are kept."""
    lines = list(read_lines(sheet_of(statement), columns_of(statement)))
    rows = list(_compared(statement, lines))
    _mark_twins(rows)
    with transaction() as current:
        present = locked(Statement, statement.id)
        if present.state not in (StatementState.READING, StatementState.READ):
            return 0
        current.execute(delete(StatementLine).where(StatementLine.statement_id == present.id))
    for start in range(0, len(rows), BATCH):
        with transaction() as current:
            current.execute(insert(StatementLine), rows[start : start + BATCH])
        if progress is not None:
            progress(start, len(rows))
    with transaction():
        present = locked(Statement, statement.id)
        present.state, present.lines = StatementState.READ, len(rows)
        present.counts = dict(Counter(row["state"].value for row in rows))
    return len(rows)


def payables_of(organiser_id: int) -> Iterator[Payable]:
    """Yield the organiser's orders as a transfer may pay them."""
    chosen = select(Order.id, Order.note_code, Order.total, Order.state).where(Order.organiser_id == organiser_id)
    for ident, code, total, state in session().execute(chosen):
        yield Payable(ident, code, total, STANDINGS.get(state, Standing.PAID))


def _compared(statement: Statement, lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    matcher = Matcher(payables_of(statement.organiser_id))
    keys = [taken_key(statement.organiser_id, line.fingerprint) for line in lines]
    known = taken_keys(keys)
    for line, key in zip(lines, keys, strict=True):
        yield _row(statement, line, matcher, is_known=key in known)


def _mark_twins(rows: Sequence[dict[str, Any]]) -> None:
    """Warn where a line may be one that was counted, told by another export without or with other references."""
    paid = [row for row in rows if Reason.PAID.value in row["reasons"] and row["at"] is not None]
    idents = sorted({row["order_ids"][0] for row in paid})
    known: set[tuple[int | None, int, date]] = set()
    for start in range(0, len(idents), BATCH):
        chosen = select(Capture.order_id, Capture.amount, Capture.at).where(
            Capture.provider == VIETQR.key, Capture.order_id.in_(idents[start : start + BATCH])
        )
        known |= {(order, amount, at.astimezone(ZONE).date()) for order, amount, at in session().execute(chosen)}
    for row in paid:
        if (row["order_ids"][0], row["amount"], row["at"].astimezone(ZONE).date()) in known:
            row["reasons"] = [*row["reasons"], Reason.TWIN.value]


def _row(statement: Statement, line: Line, matcher: Matcher, *, is_known: bool) -> dict[str, Any]:
    match, state = Match(Result.UNMATCHED), LineState.FLAWED
    if is_known:
        state = LineState.REPEATED
    elif line.flaw is None:
        match = matcher.match(line.note, line.amount)
        state = RESULTS[match.result]
    keeps_words = state is not LineState.DEBIT
    return {
        "statement_id": statement.id,
        "organiser_id": statement.organiser_id,
        "number": line.number,
        "at": line.at,
        "amount": line.amount,
        "note": line.note if keeps_words else "",
        "reference": line.reference if keeps_words else "",
        "fingerprint": line.fingerprint,
        "state": state,
        "order_ids": list(match.orders),
        "reasons": [line.flaw.value] if line.flaw else [reason.value for reason in match.reasons],
        "reason": "",
        "version": 1,
    }


def _sheet(content: bytes) -> Sheet:
    if len(content) > LARGEST:
        text = _l("The file is larger than 30 MB. Please export a shorter span of days.")
        raise Invalid(text, details={"file": text})
    try:
        return read_sheet(content)
    except Unreadable as error:
        text = TROUBLES[error.trouble]
        raise Invalid(text, details={"file": text}) from error


def _set_columns(statement: Statement, sheet: Sheet, columns: Columns, by: int) -> None:
    statement.columns = {role.value: column for role, column in columns.of.items()}
    statement.header = columns.header
    if columns.missing:
        statement.state = StatementState.COLUMNS
        return
    statement.state = StatementState.READING
    session().flush()
    if len(sheet.rows) <= AT_ONCE:
        read_lines_of(statement)
        return
    path = organiser_path(statement.organiser, f"/{statement.public_id}")
    ask_for(
        READ_TASK,
        subject=f"statement:{statement.public_id}",
        by=by,
        payload={"statement_id": statement.id},
        about=statement.name,
        url=path,
    )


def _changeable(statement: Statement) -> Statement:
    present = locked(Statement, statement.id)
    if present.state not in (StatementState.COLUMNS, StatementState.READ):
        raise Refused(_l("This statement is being worked on or was applied already."))
    return present
