"""The treasurer's pages: for the treasurer alone, with sums that agree, decisions made once."""

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.invariants import violations
from ecosystem.events.models import StaffRole
from ecosystem.payments.domain.life_cycle import OrderState, RefundState
from ecosystem.payments.invariants import INVARIANTS
from ecosystem.payments.models import Bank, DiscountCode, Discrepancy, Order, Refund, Seller
from ecosystem.payments.queries.sellers import seller_of
from ecosystem.payments.services import orders
from ecosystem.payments.services.refunds import ask_refund
from ecosystem.payments.services.runs import ask_refunds
from ecosystem.payments.services.sending import send_due
from ecosystem.payments.services.testing import Click, click
from tests.support.background import run_tasks
from tests.support.factories.accounts import account, operator, sign_in
from tests.support.factories.events import make_staff
from tests.support.factories.payments import make_code, make_order, make_seller, pay
from tests.support.statements import count_statements

PAGES = ("", "orders", "discrepancies", "refunds", "reconciliation", "codes", "settings", "codes/new")


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller()


@pytest.fixture
def treasurer(client: FlaskClient, seller: Seller) -> Iterator[FlaskClient]:
    sign_in(client, make_staff(seller.organiser, StaffRole.FINANCE))
    yield client
    assert [str(each) for each in violations(INVARIANTS)] == []


def desk(seller: Seller, rest: str = "") -> str:
    return f"/organise/{seller.organiser.slug}/finance/{rest}"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (StaffRole.OWNER, 200),
        (StaffRole.MANAGER, 200),
        (StaffRole.FINANCE, 200),
        (StaffRole.SCREENER, 404),
        (StaffRole.CHECK_IN, 404),
        (StaffRole.OBSERVER, 404),
    ],
)
def test_money_is_for_the_treasurer(client: FlaskClient, seller: Seller, role: StaffRole, status: int) -> None:
    order = make_order(seller)
    sign_in(client, make_staff(seller.organiser, role))
    for rest in (*PAGES, f"orders/{order.public_id}", "orders.csv"):
        assert client.get(desk(seller, rest)).status_code == status, rest
    home = client.get(f"/organise/{seller.organiser.slug}/")
    assert (desk(seller) in home.text) == (status == 200), "nobody else sees that there is such a page"


def test_pages_without_any_data(treasurer: FlaskClient, seller: Seller) -> None:
    for rest in PAGES:
        assert treasurer.get(desk(seller, rest)).status_code == 200, rest


@pytest.mark.parametrize("number", [1, 3])
def test_pages_are_few_statements(treasurer: FlaskClient, seller: Seller, number: int) -> None:
    for _ in range(number):
        order = make_order(seller, discount_code=make_code(seller.organiser, f"M{_}").code)
        click(order, Click.PAY)
        pay(order, provider="vietqr")
        ask_refund(order, amount=1000, reason="Thử", by=None)
        click(make_order(seller), Click.SHORT)
    send_due()
    order = make_order(seller)
    for rest in (*PAGES, f"orders/{order.public_id}", "orders.csv"):
        with count_statements() as counted:
            assert treasurer.get(desk(seller, rest)).status_code == 200, rest
        counted.at_most(15)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_the_list_its_sums_and_its_files_agree(treasurer: FlaskClient, seller: Seller) -> None:
    for number in range(5):
        order = make_order(seller, purpose="booth" if number % 2 else "ticket")
        if number:
            click(order, Click.PAY)
    ask_refund(order, amount=300_000, reason="x", by=None)
    send_due()
    page = treasurer.get(desk(seller, "orders?state=paid")).text
    rows = rows_of(treasurer.get(desk(seller, "orders.csv?state=paid")).text)
    assert len(rows) == 3
    assert sum(int(row["Tổng"]) for row in rows) == 6_000_000
    assert "6.000.000" in page
    assert len(rows_of(treasurer.get(desk(seller, "orders.csv?purpose=ticket")).text)) == 3
    assert len(rows_of(treasurer.get(desk(seller, "orders.csv?provider=fake&period=7")).text)) == 4
    assert len(rows_of(treasurer.get(desk(seller, "orders.csv?q=tran mau lan")).text)) == 5
    assert rows_of(treasurer.get(desk(seller, "orders.csv?q=khong co")).text) == []
    book = openpyxl.load_workbook(io.BytesIO(treasurer.get(desk(seller, "orders.xlsx")).data))
    cells = list(book.active.values)  # type: ignore[union-attr]
    assert len(cells) == 6
    assert sum(row[cells[0].index("Đã hoàn")] for row in cells[1:]) == 300_000  # type: ignore[misc]


def test_a_strangers_order_is_not_there(treasurer: FlaskClient, seller: Seller) -> None:
    other = make_order()
    assert treasurer.get(desk(seller, f"orders/{other.public_id}")).status_code == 404
    assert treasurer.post(desk(seller, f"orders/{other.public_id}/refund"), data={"reason": "x"}).status_code == 404


def test_giving_a_part_back_and_cancelling(treasurer: FlaskClient, seller: Seller) -> None:
    order = make_order(seller)
    path = desk(seller, f"orders/{order.public_id}")
    assert treasurer.post(f"{path}/refund", data={"reason": "x"}).status_code == 400, "nothing was paid"
    click(order, Click.PAY)
    sent = {"amount": "500.000", "reason": "Trả bớt", "version": str(order.version)}
    assert treasurer.post(f"{path}/refund", data=sent).status_code == 303
    assert treasurer.post(f"{path}/refund", data=sent).status_code == 400, "a second click"
    assert order.reserved == 500_000
    too_much = treasurer.post(f"{path}/refund", data={"amount": "3 triệu", "reason": "Giữ lại chữ này"})
    assert too_much.status_code == 400
    assert "Giữ lại chữ này" in too_much.text
    assert treasurer.post(f"{path}/cancel", data={"reason": "x"}).status_code == 409, "a paid order is refunded"
    open_one = make_order(seller)
    away = treasurer.post(desk(seller, f"orders/{open_one.public_id}/cancel"), data={"reason": "Hết chỗ"})
    assert away.status_code == 303
    assert open_one.state is OrderState.CANCELLED


def test_decisions_about_money_that_does_not_fit(treasurer: FlaskClient, seller: Seller, session: Session) -> None:
    order = make_order(seller)
    click(order, Click.SHORT)
    found = session.scalars(select(Discrepancy)).one()
    path = desk(seller, f"discrepancies/{found.public_id}")
    assert treasurer.post(f"{path}/accept", data={"reason": ""}).status_code == 400
    sent = {"reason": "Phí chuyển", "version": str(found.version)}
    assert treasurer.post(f"{path}/accept", data=sent).status_code == 303
    assert order.state is OrderState.PAID
    again = treasurer.post(f"{path}/give_back", data=sent)
    assert again.status_code == 400
    assert "Phí chuyển" in treasurer.get(desk(seller, "discrepancies?state=accepted")).text


def test_refunds_sent_by_hand(treasurer: FlaskClient, seller: Seller, session: Session) -> None:
    order = make_order(seller)
    pay(order, provider="vietqr")
    (refund,) = ask_refund(order, amount=None, reason="Hủy", by=None)
    path = desk(seller, f"refunds/{refund.public_id}")
    assert treasurer.post(f"{path}/sent", data={"reference": ""}).status_code == 400
    assert treasurer.post(f"{path}/sent", data={"reference": "FT26"}).status_code == 303
    assert order.state is OrderState.REFUNDED
    assert "FT26" in treasurer.get(desk(seller, "refunds")).text


def test_failed_refunds_are_tried_again(treasurer: FlaskClient, seller: Seller, session: Session) -> None:
    order = make_order(seller)
    pay(order)
    (refund,) = ask_refund(order, amount=None, reason="Hủy", by=None)
    send_due()
    assert refund.state is RefundState.FAILED
    path = desk(seller, f"refunds/{refund.public_id}")
    assert treasurer.post(f"{path}/retry").status_code == 303
    send_due()
    session.expire_all()
    assert treasurer.post(f"{path}/by_hand").status_code == 303
    assert session.scalars(select(Refund.is_manual)).one()


def test_settings_of_the_seller(treasurer: FlaskClient, seller: Seller) -> None:
    sent = {
        "legal_name": "Trung tâm Mẫu",
        "tax_code": "0100047516",
        "vat_percent": "10",
        "prices_include_vat": "0",
        "providers": ["fake"],
        "bank_bin": "",
        "bank_account": "",
        "bank_holder": "Trung tâm Đổi mới",
    }
    assert treasurer.post(desk(seller, "settings"), data=sent).status_code == 303
    changed = seller_of(seller.organiser)
    assert changed is not None
    assert (changed.vat_percent, changed.prices_include_vat, changed.providers) == (10, False, ["fake"])
    assert changed.bank_holder == "TRUNG TAM DOI MOI"
    for wrong in ({"tax_code": "0100047517"}, {"vat_percent": "101"}, {"bank_account": "123"}, {"legal_name": ""}):
        assert treasurer.post(desk(seller, "settings"), data=sent | wrong).status_code == 400, wrong
    stale = treasurer.post(desk(seller, "settings"), data=sent | {"version": "1", "legal_name": "Tên khác"})
    assert stale.status_code == 400
    assert "Tên khác" in stale.text


def test_discount_codes(treasurer: FlaskClient, seller: Seller, session: Session) -> None:
    sent = {"code": "hè 2026", "percent": "12,5", "is_active": "y", "limit_total": "2", "closes_on": "2099-12-31"}
    assert treasurer.post(desk(seller, "codes/new"), data=sent).status_code == 303
    code = session.scalars(select(DiscountCode)).one()
    assert (code.code, str(code.percent)) == ("HÈ2026", "12.50")
    assert treasurer.post(desk(seller, "codes/new"), data=sent).status_code == 400, "the name is taken"
    for wrong in ({"amount": "5"}, {"percent": ""}, {"percent": "0"}, {"opens_on": "2100-01-01"}, {"limit_total": "0"}):
        assert treasurer.post(desk(seller, "codes/new"), data=sent | {"code": "B"} | wrong).status_code == 400, wrong
    for _ in range(2):
        make_order(seller, discount_code="Hè 2026")
    page = f"codes/{code.public_id}"
    assert treasurer.get(desk(seller, page)).text.count("DH-") == 2
    assert treasurer.post(desk(seller, page), data=sent | {"limit_total": "1"}).status_code == 400, "used twice already"
    assert treasurer.post(desk(seller, page), data=sent | {"limit_total": "", "percent": "20"}).status_code == 303
    assert session.scalars(select(Order.discount).distinct()).all() == [250_000], "old orders keep theirs"


def test_a_run_of_refunds_for_a_cancelled_event(treasurer: FlaskClient, seller: Seller, session: Session) -> None:
    paid, by_transfer, unpaid, over = (make_order(seller) for _ in range(4))
    click(paid, Click.PAY)
    pay(by_transfer, provider="vietqr")
    orders.cancel_order(over, by=None)
    run = ask_refunds([paid, by_transfer, unpaid, over], "Hủy sự kiện vì bão", by=account("Chủ").id)
    assert run is not None
    path = desk(seller, f"runs/{run.public_id}")
    assert treasurer.get(path).status_code == 200
    assert run_tasks() == 1
    assert (paid.state, by_transfer.state) == (OrderState.REFUNDED, OrderState.PAID)
    assert by_transfer.reserved == by_transfer.total, "the treasurer sends it"
    assert unpaid.state is OrderState.CANCELLED
    assert session.get_one(type(run), run.id).finished_at is not None
    page = treasurer.get(path).text
    assert "2.000.000" in page
    assert "Hủy sự kiện vì bão" in treasurer.get(desk(seller, "refunds")).text


def test_comparing_with_the_provider(treasurer: FlaskClient, seller: Seller) -> None:
    order = make_order(seller)
    click(order, Click.PAY)
    assert treasurer.post(desk(seller, "reconciliation/fake")).status_code == 303
    assert "Khớp" in treasurer.get(desk(seller, "reconciliation")).text
    late = make_order(seller)
    click(late, Click.DELAY)
    treasurer.post(desk(seller, "reconciliation/fake"))
    assert late.code in treasurer.get(desk(seller, "reconciliation")).text
    assert treasurer.post(desk(seller, "reconciliation/vietqr")).status_code == 404
    assert treasurer.post(desk(seller, "reconciliation/nobody")).status_code == 404


def test_the_list_of_banks_is_the_operators(client: FlaskClient, seller: Seller, session: Session) -> None:
    sign_in(client, make_staff(seller.organiser, StaffRole.OWNER))
    assert client.get("/operate/banks").status_code == 404
    sign_in(client, operator())
    sent = {"bin": "970499", "short_name": "Ngân hàng Mẫu", "is_active": "y"}
    assert client.post("/operate/banks", data=sent).status_code == 303
    assert client.post("/operate/banks", data=sent | {"short_name": "Tên mới"}).status_code == 303
    assert session.scalars(select(Bank.short_name).where(Bank.bin == "970499")).all() == ["Tên mới"]
    assert client.post("/operate/banks", data=sent | {"bin": "97049"}).status_code == 400
    assert "Tên mới" in client.get("/operate/banks").text
