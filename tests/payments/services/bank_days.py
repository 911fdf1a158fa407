"""Statements of a bank, row by row, imported and applied."""

from sqlalchemy import select

from ecosystem.core.database import db
from ecosystem.events.models import Organiser
from ecosystem.payments.models import (
    LineState,
    Statement,
    StatementLine,
)
from ecosystem.payments.services import statements

HEADER = "Ngày;Số tham chiếu;Ghi nợ;Ghi có;Nội dung\n"


def row(amount: int, note: str, *, reference: str = "", day: str = "22/11/2026") -> str:
    out, into = ("", f"{amount}") if amount >= 0 else (f"{-amount}", "")
    return f"{day};{reference};{out};{into};{note}\n"


def treasurer(organiser: Organiser) -> int:
    return organiser.staff[0].account_id


def imported(organiser: Organiser, *rows: str, header: str = HEADER) -> Statement:
    content = (header + "".join(rows)).encode("utf-8-sig")
    return statements.upload(organiser, name="sao-ke.csv", content=content, by=treasurer(organiser))


def applied(organiser: Organiser, *rows: str) -> Statement:
    found = imported(organiser, *rows)
    return statements.ask_to_apply(found, by=treasurer(organiser))


def lines(statement: Statement) -> list[StatementLine]:
    db.session.expire_all()
    chosen = select(StatementLine).where(StatementLine.statement_id == statement.id).order_by(StatementLine.id)
    return list(db.session.scalars(chosen).all())


def states(statement: Statement) -> list[LineState]:
    return [line.state for line in lines(statement)]
