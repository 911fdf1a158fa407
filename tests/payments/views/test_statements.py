"""The treasurer imports a statement, looks, applies, decides."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.events.models import StaffRole
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.models import LineState, Order, Seller, Statement, StatementLine, StatementState
from tests.support.factories.accounts import sign_in
from tests.support.factories.events import make_staff
from tests.support.factories.payments import make_order, make_seller
from tests.support.statements import count_statements

HEADER = "Ngày giao dịch,Ghi nợ,Ghi có,Nội dung\n"


@pytest.fixture
def seller(session: Session, client: FlaskClient) -> Seller:
    """A seller whose treasurer is signed in at `client`."""
    found = make_seller()
    sign_in(client, make_staff(found.organiser, StaffRole.FINANCE))
    return found


def home(seller: Seller) -> str:
    return f"/organise/{seller.organiser.slug}/finance/statements/"


def send(client: FlaskClient, seller: Seller, text: str, *, name: str = "sao-ke.csv") -> str:
    """Import a statement; return where it leads."""
    file = (BytesIO(text.encode("utf-16")), name)
    answer = client.post(home(seller), data={"file": file}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def lines_for(order: Order) -> str:
    return (
        f'22/11/2026,,"2,000,000.00",{order.note_code} le phi\n'
        f'22/11/2026,,"1,999,999.00",{order.note_code} lan hai\n'
        '22/11/2026,"55,000.00",,phi dich vu\n'
    )


def test_from_the_file_to_the_paid_order(client: FlaskClient, session: Session, seller: Seller) -> None:
    order = make_order(seller)
    path = send(client, seller, HEADER + lines_for(order))
    page = client.get(path + "?state=all").text
    assert "Chưa tính khoản nào" in page
    assert "1 khoản chuyển tiền sẽ thanh toán" in page
    assert page.count(order.code) == 2
    session.expire_all()
    assert order.state is OrderState.OPEN
    assert client.post(f"{path}/apply").status_code == 303
    session.expire_all()
    assert order.state is OrderState.PAID
    assert "Đơn hàng đã được thanh toán." in client.get(path + "?state=near").text
    assert "1 khoản chuyển tiền" in client.get(home(seller)).text


def test_a_near_miss_is_decided_by_hand(client: FlaskClient, session: Session, seller: Seller) -> None:
    order, other = make_order(seller), make_order(seller)
    path = send(client, seller, HEADER + f"22/11/2026,,2000000,{order.note_code}{other.note_code}\n")
    client.post(f"{path}/apply")
    line = session.scalars(select(StatementLine)).one()
    page = client.get(f"{path}/lines/{line.public_id}").text
    assert order.code in page
    assert other.code in page
    found = client.get(f"{path}/lines/{line.public_id}?q={other.code}").text
    assert (other.public_id in found, order.public_id in found) == (True, False)
    decision = {"order": other.public_id, "version": line.version}
    assert client.post(f"{path}/lines/{line.public_id}", data=decision).status_code == 303
    assert client.post(f"{path}/lines/{line.public_id}", data=decision).status_code == 409
    session.expire_all()
    assert (order.state, other.state) == (OrderState.OPEN, OrderState.PAID)


def test_a_line_is_set_aside(client: FlaskClient, session: Session, seller: Seller) -> None:
    path = send(client, seller, HEADER + "22/11/2026,,5000,tai tro\n")
    client.post(f"{path}/apply")
    line = session.scalars(select(StatementLine)).one()
    assert client.post(f"{path}/lines/{line.public_id}/aside", data={}).status_code == 400
    assert client.post(f"{path}/lines/{line.public_id}/aside", data={"reason": "Tài trợ"}).status_code == 303
    session.expire_all()
    assert line.state is LineState.SET_ASIDE
    assert "Tài trợ" in client.get(f"{path}?state=set_aside").text


def test_columns_are_named_by_hand(client: FlaskClient, session: Session, seller: Seller) -> None:
    order = make_order(seller)
    path = send(client, seller, f"Datum,Betrag,Text\n22/11/2026,2000000,{order.note_code}\n")
    page = client.get(path, follow_redirects=True).text
    assert "1. Datum" in page
    assert client.post(f"{path}/columns", data={"date": "0", "header": "0"}).status_code == 400
    chosen = {"date": "0", "credit": "1", "note": "2", "header": "0"}
    assert client.post(f"{path}/columns", data=chosen).status_code == 303
    session.expire_all()
    assert session.scalars(select(StatementLine.state)).all() == [LineState.MATCHED]


@pytest.mark.parametrize(("content", "word"), [(b"PK\x03\x04", "Excel"), (b"", "trống")])
def test_what_is_no_statement_is_refused_in_words(
    client: FlaskClient, session: Session, seller: Seller, content: bytes, word: str
) -> None:
    data = {"file": (BytesIO(content), "x.csv")}
    answer = client.post(home(seller), data=data, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert word in answer.text
    assert client.post(home(seller), data={}).status_code == 400


def test_a_statement_is_discarded(client: FlaskClient, session: Session, seller: Seller) -> None:
    path = send(client, seller, HEADER + lines_for(make_order(seller)))
    assert client.post(f"{path}/discard").status_code == 303
    session.expire_all()
    assert session.scalars(select(Statement.state)).one() is StatementState.DISCARDED


def test_lines_go_into_a_spreadsheet_without_formulas(client: FlaskClient, session: Session, seller: Seller) -> None:
    order = make_order(seller)
    path = send(client, seller, HEADER + lines_for(order) + '22/11/2026,,"7,000.00",=1+1\n')
    table = client.get(f"{path}/lines.csv?state=all").text
    assert table.count("\n") == 5
    assert order.code in table
    assert "'=1+1" in table
    assert client.get(f"{path}/lines.csv?state=debit").text.count("\n") == 2
    assert client.get(f"{path}/lines.xlsx?state=all").data.startswith(b"PK")


@pytest.mark.parametrize("role", [StaffRole.OBSERVER, StaffRole.CHECK_IN])
def test_who_has_no_business_with_money_sees_nothing(
    app: Flask, client: FlaskClient, session: Session, seller: Seller, role: StaffRole
) -> None:
    path = send(client, seller, HEADER + lines_for(make_order(seller)))
    other = app.test_client()
    sign_in(other, make_staff(seller.organiser, role))
    for address in (home(seller), path, f"{path}/columns"):
        assert other.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_a_fixed_number_of_statements(
    client: FlaskClient, session: Session, seller: Seller, number: int
) -> None:
    rows = "".join(f"22/11/2026,,2000000,{make_order(seller).note_code}\n" for _ in range(number))
    paths = [send(client, seller, HEADER + rows) for _ in range(number)]
    for path in (home(seller), f"{paths[0]}?state=all"):
        with count_statements() as counted:
            assert client.get(path).status_code == 200
        counted.at_most(13)
