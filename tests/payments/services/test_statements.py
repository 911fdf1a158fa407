"""Statements: a dry run, each line once, decisions, two treasurers at once."""

from collections.abc import Iterator

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.cli import broken_invariants
from ecosystem.core.database import db
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused, StaleEdit
from ecosystem.payments.domain.life_cycle import DiscrepancyKind, OrderState
from ecosystem.payments.models import (
    Capture,
    Discrepancy,
    LineState,
    Seller,
    StatementState,
)
from ecosystem.payments.services import orders, statements
from tests.payments.services.bank_days import applied, imported, lines, row, states, treasurer
from tests.support.factories.events import make_organiser
from tests.support.factories.payments import make_order, make_seller, pay


@pytest.fixture
def seller(session: Session) -> Iterator[Seller]:
    with force_locale("en"):
        yield make_seller()


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


def test_the_same_transfer_told_by_another_export_is_warned_of(seller: Seller) -> None:
    order = make_order(seller)
    applied(seller.organiser, row(order.total, order.note_code, reference="FT2611220001", day="22/11/2026 09:15"))
    bare = row(order.total, f"MBVCB.77. {order.note_code} chuyen tien")
    (again, later) = lines(imported(seller.organiser, bare, row(order.total, order.note_code, day="23/11/2026")))
    assert (again.state, again.reasons) == (LineState.NEAR, ["paid", "twin"])
    assert (later.state, later.reasons) == (LineState.NEAR, ["paid"]), "another day is another transfer"


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
