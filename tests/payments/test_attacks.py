"""What somebody would try who wants money that is not theirs, or a paper that does harm."""

import io
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.core.database import db
from ecosystem.core.errors import Invalid
from ecosystem.core.invariants import violations
from ecosystem.payments.domain.pricing import Buyer
from ecosystem.payments.invariants import INVARIANTS
from ecosystem.payments.models import Capture, DiscountCode, Order, OrderState, Refund, RefundRun
from ecosystem.payments.services import runs, statements
from ecosystem.payments.services.sending import send_due
from ecosystem.payments.services.statements import importing
from ecosystem.payments.services.testing import Click, click
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.payments import make_order, make_seller, pay
from tests.support.factories.visitors import make_registration, make_ticket_type

FORMULA = '=HYPERLINK("http://example.org";"Lan")'


def test_nobody_begins_to_pay_or_reads_anothers_order(client: FlaskClient, session: Session) -> None:
    buyer = account("Trần Mẫu Lan")
    order = make_order(buyer=Buyer(buyer.name, buyer.email, account_id=buyer.id))
    other = make_order()
    sign_in(client, account("Ai đó"))
    for path in ("", "/state", "?returned=1", f"?key={'0' * 32}"):
        assert client.get(f"/orders/{order.public_id}{path}").status_code == 404
    for act in ("pay/fake", "pay/stripe", "cancel"):
        assert client.post(f"/orders/{order.public_id}/{act}").status_code == 404
    # The key of one's own order opens no other one.
    from ecosystem.payments.queries.links import order_key

    assert client.post(f"/orders/{order.public_id}/pay/fake?key={order_key(other)}").status_code == 404
    assert order.state is OrderState.OPEN


@pytest.mark.parametrize("values", [{"percent": "-10"}, {"percent": "101"}, {"percent": "", "amount": "-50000"}])
def test_a_discount_is_never_a_surcharge(client: FlaskClient, session: Session, values: dict[str, str]) -> None:
    seller = make_seller()
    sign_in(client, seller.organiser.staff[0].account)
    sent = {"code": "AM", "percent": "10", "is_active": "y"} | values
    assert client.post(f"/organise/{seller.organiser.slug}/finance/codes/new", data=sent).status_code == 400
    assert session.scalar(select(func.count()).select_from(DiscountCode)) == 0


def test_names_that_are_formulas_stay_text_in_every_export(client: FlaskClient, session: Session) -> None:
    seller = make_seller()
    pay(make_order(seller, buyer=Buyer(FORMULA, "lan@example.vn", organisation="+84", address="@SUM(A1)")))
    kind = make_ticket_type()
    make_registration(kind, FORMULA, organisation="-2+3")
    people = f"/organise/{kind.event.organiser.slug}/events/{kind.event.slug}/visitors/export"
    for owner, path in (
        (seller.organiser, f"/organise/{seller.organiser.slug}/finance/orders"),
        (kind.event.organiser, people),
    ):
        sign_in(client, owner.staff[0].account)
        for row in client.get(f"{path}.csv").get_data(as_text=True).splitlines():
            assert not any(cell.strip('"').startswith(("=", "+", "@")) for cell in row.split(","))
        book = load_workbook(io.BytesIO(client.get(f"{path}.xlsx").data))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
        assert any(FORMULA in str(cell.value) for cell in cells)
        assert "f" not in {cell.data_type for cell in cells}


def test_statements_beyond_all_measure_are_refused(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_seller()
    monkeypatch.setattr(importing, "LARGEST", 1_000)
    with pytest.raises(Invalid):
        statements.upload(seller.organiser, name="x", content=b"a;b\n" * 251, by=seller.organiser.staff[0].account_id)


@pytest.mark.both_databases
def test_two_runs_of_refunds_at_once_give_back_once(committed_app: Flask) -> None:
    with committed_app.app_context():
        seller = make_seller()
        orders = [make_order(seller) for _ in range(6)]
        for order in orders:
            click(order, Click.PAY)
        found = [runs.ask_refunds(orders, "Hủy", by=None) for _ in range(2)]
        ids = [run.id for run in found if run is not None]
    broken: list[BaseException] = []

    def carry_out(ident: int) -> None:
        with committed_app.app_context():
            try:
                runs.carry_out(db.session.get_one(RefundRun, ident), lambda _done, _total: None)
            except BaseException as error:
                broken.append(error)

    threads = [Thread(target=carry_out, args=(ident,)) for ident in (*ids, *ids)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    with committed_app.app_context():
        while send_due():
            pass
        assert set(db.session.scalars(select(Order.state))) == {OrderState.REFUNDED}
        captured = db.session.scalar(select(func.sum(Capture.amount)))
        assert db.session.scalar(select(func.sum(Refund.amount))) == captured
        assert [str(each) for each in violations(INVARIANTS)] == []
