"""Other files, long ones, interrupted ones, and two treasurers with the same days at once."""

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
from ecosystem.core.errors import Invalid, Refused
from ecosystem.payments.domain.life_cycle import OrderState
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
from ecosystem.payments.services import statements
from ecosystem.payments.services.statements import importing
from tests.payments.services.bank_days import imported, lines, row, states, treasurer
from tests.support.background import run_tasks
from tests.support.factories.payments import make_order, make_seller


@pytest.fixture
def seller(session: Session) -> Iterator[Seller]:
    with force_locale("en"):
        yield make_seller()


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
    ("content", "word"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0x", "password"),
        (b"%PDF-", "PDF"),
        (b"x\ny\n", "columns"),
    ],
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
