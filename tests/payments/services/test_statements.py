"""Statements: a dry run, each line once, decisions, two treasurers at once."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.cli import broken_invariants
from ecosystem.core import clock
from ecosystem.core.background import alive
from ecosystem.core.database import db
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused, StaleEdit
from ecosystem.events.models import Organiser
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, OrderState
from ecosystem.payments.domain.statements.columns import Role
from ecosystem.payments.models import (
    Capture,
    Discrepancy,
    LineState,
    Order,
    Seller,
    Statement,
    StatementLine,
    StatementState,
)
from ecosystem.payments.services import orders, statements
from ecosystem.payments.services.statements import importing
from tests.support.background import run_tasks
from tests.support.factories.events import make_organiser
from tests.support.factories.payments import make_order, make_seller, pay

HEADER = "Ngày;Số tham chiếu;Ghi nợ;Ghi có;Nội dung\n"


@pytest.fixture
def seller(session: Session) -> Iterator[Seller]:
    with force_locale("en"):
        yield make_seller()


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


def test_the_dry_run_counts_nothing(seller: Seller) -> None:
    order = make_order(seller)
    found = imported(seller.organiser, row(order.total, order.note_code), row(order.total, "nop tien"), row(-50, "phi"))
    assert found.state is StatementState.READ
    assert states(found) == [LineState.MATCHED, LineState.UNMATCHED, LineState.DEBIT]
    assert found.counts == {"matched": 1, "unmatched": 1, "debit": 1}
    assert order.state is OrderState.OPEN
    assert db.session.scalar(select(func.count(Capture.id))) == 0


def test_applying_pays_the_orders(seller: Seller) -> None:
    first, second = make_order(seller), make_order(seller)
    found = applied(
        seller.organiser,
        row(first.total, f"LE PHI {first.note_code}", reference="FT1"),
        row(second.total - 1, second.note_code, reference="FT2"),
        row(-1000, "phi"),
    )
    assert found.state is StatementState.APPLIED
    assert states(found) == [LineState.MATCHED, LineState.NEAR, LineState.DEBIT]
    assert found.applied == {"matched": 1, "near": 1, "debit": 1}
    assert (first.state, first.paid_through) == (OrderState.PAID, "vietqr")
    assert second.state is OrderState.OPEN
    assert found.content is None, "the file is not kept"
    assert lines(found)[2].note == "", "nothing is kept of money that left the account"
    assert broken_invariants() == []


def test_nothing_counts_twice_in_overlapping_statements(seller: Seller) -> None:
    first, second = make_order(seller), make_order(seller)
    rows = [row(first.total, first.note_code, day="20/11/2026"), row(second.total, second.note_code, day="21/11/2026")]
    applied(seller.organiser, rows[0])
    again = imported(seller.organiser, *rows)
    assert states(again) == [LineState.REPEATED, LineState.MATCHED]
    statements.ask_to_apply(again, by=treasurer(seller.organiser))
    assert db.session.scalar(select(func.count(Capture.id))) == 2
    assert db.session.scalar(select(func.count(Discrepancy.id))) == 0


def test_a_line_applied_since_the_dry_run_is_repeated(seller: Seller) -> None:
    order = make_order(seller)
    one, two = (imported(seller.organiser, row(order.total, order.note_code)) for _ in range(2))
    for statement in (one, two):
        statements.ask_to_apply(statement, by=treasurer(seller.organiser))
    assert (states(one), states(two)) == ([LineState.MATCHED], [LineState.REPEATED])
    assert db.session.scalar(select(func.count(Capture.id))) == 1


def test_two_equal_lines_are_two_payments(seller: Seller) -> None:
    order = make_order(seller)
    found = applied(seller.organiser, row(order.total, order.note_code), row(order.total, order.note_code))
    assert states(found) == [LineState.MATCHED, LineState.NEAR]
    assert lines(found)[1].reasons == ["paid"]


def test_applying_again_changes_nothing(seller: Seller) -> None:
    order = make_order(seller)
    found = applied(seller.organiser, row(order.total, order.note_code))
    statements.ask_to_apply(found, by=treasurer(seller.organiser))
    statements.apply_lines(found)
    assert db.session.scalar(select(func.count(Capture.id))) == 1


def test_an_order_that_was_paid_since_the_dry_run_is_for_a_decision(seller: Seller) -> None:
    paid, over = make_order(seller), make_order(seller)
    found = imported(seller.organiser, row(paid.total, paid.note_code), row(over.total, over.note_code))
    pay(paid)
    orders.cancel_order(over, by=None)
    statements.ask_to_apply(found, by=treasurer(seller.organiser))
    assert [line.reasons for line in lines(found)] == [["paid"], ["cancelled"]]
    assert set(states(found)) == {LineState.NEAR}
    assert db.session.scalar(select(func.count(Discrepancy.id))) == 0


def test_orders_of_other_organisers_are_not_looked_at(seller: Seller) -> None:
    foreign = make_order(make_seller(make_organiser()))
    found = applied(seller.organiser, row(foreign.total, foreign.note_code))
    assert states(found) == [LineState.UNMATCHED]
    with pytest.raises(NoSuchRecord):
        statements.decide(lines(found)[0], foreign, by=treasurer(seller.organiser))


def test_a_damaged_code_is_decided_and_then_counts(seller: Seller) -> None:
    order = make_order(seller)
    damaged = order.note_code[:-1] + ("2" if order.note_code[-1] != "2" else "3")
    found = applied(seller.organiser, row(order.total, damaged))
    (line,) = lines(found)
    assert (line.state, line.reasons, line.order_ids) == (LineState.NEAR, ["damaged"], [order.id])
    by = treasurer(seller.organiser)
    decided = statements.decide(line, order, by=by, shown=line.version)
    assert (decided.state, decided.decided_by_id) == (LineState.MATCHED, by)
    assert order.state is OrderState.PAID
    assert broken_invariants() == []


def test_a_decision_for_another_amount_waits_among_the_discrepancies(seller: Seller) -> None:
    order = make_order(seller)
    found = applied(seller.organiser, row(order.total - 1, order.note_code))
    decided = statements.decide(lines(found)[0], order, by=treasurer(seller.organiser))
    assert decided.state is LineState.HELD
    assert decided.discrepancy is not None
    assert decided.discrepancy.kind is DiscrepancyKind.AMOUNT
    assert order.state is OrderState.OPEN


def test_a_second_click_decides_nothing(seller: Seller) -> None:
    order, other = make_order(seller), make_order(seller)
    (line,) = lines(applied(seller.organiser, row(order.total, "nop tien mat bang")))
    shown = line.version
    by = treasurer(seller.organiser)
    statements.decide(line, order, by=by, shown=shown)
    with pytest.raises(StaleEdit):
        statements.decide(line, other, by=by, shown=shown)
    with pytest.raises(Refused, match="decided"):
        statements.decide(line, other, by=by)
    assert db.session.scalar(select(func.count(Capture.id))) == 1


def test_a_line_is_set_aside_with_a_reason_and_taken_up_again(seller: Seller) -> None:
    order = make_order(seller)
    (line,) = lines(applied(seller.organiser, row(5_000, "tai tro")))
    by = treasurer(seller.organiser)
    with pytest.raises(Invalid):
        statements.set_aside(line, reason=" ", by=by)
    assert statements.set_aside(line, reason="Tài trợ", by=by).state is LineState.SET_ASIDE
    assert statements.decide(line, order, by=by).state is LineState.HELD


def test_nothing_is_decided_before_the_statement_is_applied(seller: Seller) -> None:
    order = make_order(seller)
    found = imported(seller.organiser, row(order.total, "nop tien"))
    with pytest.raises(Refused, match="Apply"):
        statements.decide(lines(found)[0], order, by=treasurer(seller.organiser))


def test_columns_by_hand(seller: Seller) -> None:
    order = make_order(seller)
    by = treasurer(seller.organiser)
    found = imported(seller.organiser, f"22/11/2026,{order.note_code},{order.total}\n", header="Datum,Text,Betrag\n")
    assert found.state is StatementState.COLUMNS
    with pytest.raises(Refused):
        statements.ask_to_apply(found, by=by)
    with pytest.raises(Invalid, match="two things"):
        statements.choose_columns(found, {Role.DATE: 0, Role.NOTE: 0, Role.CREDIT: 2}, header=0, by=by)
    with pytest.raises(Invalid, match="which columns"):
        statements.choose_columns(found, {Role.DATE: 0, Role.NOTE: 1}, header=0, by=by)
    statements.choose_columns(found, {Role.DATE: 0, Role.NOTE: 1, Role.CREDIT: 2}, header=0, by=by)
    assert states(found) == [LineState.MATCHED]
    statements.choose_columns(found, {Role.DATE: 0, Role.NOTE: 1, Role.AMOUNT: 2}, header=0, by=by)
    assert states(found) == [LineState.MATCHED]


def test_a_discarded_statement_leaves_nothing(seller: Seller) -> None:
    order = make_order(seller)
    found = imported(seller.organiser, row(order.total, order.note_code))
    by = treasurer(seller.organiser)
    statements.discard(found, by=by)
    assert lines(found) == []
    assert found.content is None
    with pytest.raises(Refused):
        statements.ask_to_apply(found, by=by)


@pytest.mark.parametrize(
    ("content", "word"), [(b"", "empty"), (b"PK\x03\x04", "Excel"), (b"%PDF-", "PDF"), (b"x\ny\n", "columns")]
)
def test_other_files_are_refused_in_words(seller: Seller, content: bytes, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        statements.upload(seller.organiser, name="x", content=content, by=treasurer(seller.organiser))
    assert db.session.scalar(select(func.count(Statement.id))) == 0


def test_a_long_statement_is_read_and_applied_in_the_background(
    app: Flask, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    monkeypatch.setattr("ecosystem.payments.services.statements.applying.AT_ONCE", 3)
    monkeypatch.setattr("ecosystem.payments.services.statements.applying.BATCH", 2)
    found_orders = [make_order(seller) for _ in range(5)]
    found = imported(seller.organiser, *[row(order.total, order.note_code) for order in found_orders])
    assert found.state is StatementState.READING
    assert alive(importing.READ_TASK, f"statement:{found.public_id}") is not None
    assert run_tasks() == 1
    db.session.expire_all()
    assert (found.state, found.lines) == (StatementState.READ, 5)
    statements.ask_to_apply(found, by=treasurer(seller.organiser))
    assert found.state is StatementState.APPLYING
    run_tasks()
    db.session.expire_all()
    assert found.state is StatementState.APPLIED
    assert {order.state for order in found_orders} == {OrderState.PAID}


def test_an_interrupted_application_goes_on(seller: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecosystem.payments.services.statements.applying.BATCH", 2)
    found_orders = [make_order(seller) for _ in range(5)]
    found = imported(seller.organiser, *[row(order.total, order.note_code) for order in found_orders])

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr("ecosystem.payments.services.statements.applying.AT_ONCE", -1)
        statements.ask_to_apply(found, by=treasurer(seller.organiser))
    with pytest.raises(InterruptedError):
        statements.apply_lines(found, progress=stop)
    assert Counter(order.state for order in found_orders) == {OrderState.PAID: 4, OrderState.OPEN: 1}
    statements.apply_lines(found)
    assert {order.state for order in found_orders} == {OrderState.PAID}
    assert found.applied == {"matched": 5}


@pytest.mark.both_databases
def test_two_treasurers_apply_the_same_days_at_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        seller = make_seller()
        placed = [make_order(seller, expires_at=clock.now() + timedelta(days=1)) for _ in range(8)]
        rows = [row(order.total, order.note_code) for order in placed] + [row(7, "khac"), row(7, "khac")]
        idents = [imported(seller.organiser, *rows).id for _ in range(2)]
        by = treasurer(seller.organiser)
    together, errors = Barrier(2), []

    def apply(ident: int) -> None:
        with committed_app.app_context():
            statement = db.session.get_one(Statement, ident)
            together.wait()
            try:
                statements.ask_to_apply(statement, by=by)
            except Exception as error:
                errors.append(error)

    threads = [Thread(target=apply, args=(ident,)) for ident in idents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with committed_app.app_context():
        assert db.session.scalar(select(func.count(Capture.id))) == 8
        assert db.session.scalar(select(func.count(Discrepancy.id))) == 0
        assert set(db.session.scalars(select(Order.state)).all()) == {OrderState.PAID}
        found = Counter(db.session.scalars(select(StatementLine.state)).all())
        assert found == {LineState.MATCHED: 8, LineState.UNMATCHED: 2, LineState.REPEATED: 10}
        assert broken_invariants() == []
