"""Bank statements."""

from sqlalchemy import select

from ecosystem.core.database import session
from ecosystem.payments.models import Seller, Statement, StatementLine
from ecosystem.payments.services import statements

HEADER = "Ngày;Số tham chiếu;Ghi nợ;Ghi có;Nội dung\n"
PLAIN = "22/11/2026;FT1;;5.000;tai tro\n"


def make_statement(seller: Seller, *rows: str, is_applied: bool = True) -> tuple[Statement, StatementLine]:
    """A statement of the seller's account and its first line; without `rows` one of a gift."""
    by = seller.organiser.staff[0].account_id
    content = (HEADER + "".join(rows or (PLAIN,))).encode()
    found = statements.upload(seller.organiser, name="sao-ke.csv", content=content, by=by)
    if is_applied:
        statements.ask_to_apply(found, by=by)
    line = session().scalars(
        select(StatementLine).where(StatementLine.statement_id == found.id).order_by(StatementLine.id).limit(1)
    ).one()  # fmt: skip
    return found, line
