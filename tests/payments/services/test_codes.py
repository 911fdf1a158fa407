"""A discount code holds its limits, whoever comes at the same time."""

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db
from ecosystem.core.errors import Invalid
from ecosystem.core.invariants import violations
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.domain.pricing import Buyer
from ecosystem.payments.invariants import INVARIANTS
from ecosystem.payments.models import DiscountUse, Order, Seller
from ecosystem.payments.services import orders
from tests.support.factories.payments import PRICE, make_code, make_order, make_seller


def test_what_a_code_takes_off(session: Session) -> None:
    seller = make_seller()
    make_code(seller.organiser)
    order = make_order(seller, discount_code=" som ")
    assert (order.discount, order.total) == (PRICE // 10, PRICE * 9 // 10)
    assert session.scalars(select(DiscountUse.amount)).all() == [PRICE // 10]


def test_nothing_left_to_pay_is_paid_at_once(session: Session) -> None:
    seller = make_seller()
    make_code(seller.organiser, amount=10 * PRICE)
    order = make_order(seller, discount_code="SOM")
    assert (order.total, order.state, order.captured) == (0, OrderState.PAID, 0)
    assert [str(each) for each in violations(INVARIANTS)] == []


def test_codes_that_do_not_apply_say_why_and_place_nothing(session: Session) -> None:
    seller = make_seller()
    make_code(seller.organiser, "VE", purposes=["ticket"])
    make_code(seller.organiser, "CU", closes_at=clock.now() - timedelta(days=1))
    make_code(make_seller().organiser, "KHAC")
    for code, words in (("KHONG", "Không có"), ("VE", "mục khác"), ("CU", "hết hiệu lực"), ("KHAC", "Không có")):
        with pytest.raises(Invalid) as told:
            make_order(seller, discount_code=code)
        assert words in str(told.value.details["discount_code"])
    assert session.scalars(select(Order)).all() == []


def test_an_order_that_comes_to_nothing_gives_its_use_back(session: Session) -> None:
    seller = make_seller()
    make_code(seller.organiser, limit_total=1)
    first = make_order(seller, discount_code="SOM")
    with pytest.raises(Invalid):
        make_order(seller, discount_code="SOM")
    orders.cancel_order(first, by=None)
    assert make_order(seller, discount_code="SOM").discount == PRICE // 10


def test_a_buyer_uses_it_as_often_as_allowed(session: Session) -> None:
    seller = make_seller()
    make_code(seller.organiser, limit_per_buyer=1)
    make_order(seller, discount_code="SOM")
    with pytest.raises(Invalid, match="đã dùng"):
        make_order(seller, discount_code="SOM", buyer=Buyer("Lan", "LAN@example.vn"))
    assert make_order(seller, discount_code="SOM", buyer=Buyer("Mai", "mai@example.vn")).discount


def test_placing_again_is_the_same_order_at_the_same_price(session: Session) -> None:
    seller = make_seller()
    first = make_order(seller, subject="a-01")
    assert make_order(seller, subject="a-01", lines=[]) is first
    orders.cancel_order(first, by=None)
    again = make_order(seller, subject="a-01")
    assert again.code != first.code


@pytest.mark.both_databases
def test_ten_buyers_race_for_three_uses(committed_app: Flask) -> None:
    with committed_app.app_context():
        seller = make_seller()
        make_code(seller.organiser, limit_total=3)
        seller_id = seller.id
    placed: list[str] = []
    refused: list[str] = []

    def order(number: int) -> None:
        with committed_app.app_context():
            found = db.session.get_one(Seller, seller_id)
            buyer = Buyer(f"Người {number}", f"nguoi{number}@example.vn")
            try:
                placed.append(make_order(found, subject=f"s{number}", discount_code="SOM", buyer=buyer).code)
            except Invalid as error:
                refused.append(str(error))

    threads = [Thread(target=order, args=(number,)) for number in range(10)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(placed), len(refused)) == (3, 7)
    with committed_app.app_context():
        assert sorted(db.session.scalars(select(DiscountUse.number))) == [1, 2, 3]
        codes = sorted(db.session.scalars(select(Order.code)))
        assert [code[-4:] for code in codes] == ["0001", "0002", "0003"]


@pytest.mark.both_databases
def test_six_clicks_place_one_order(committed_app: Flask) -> None:
    with committed_app.app_context():
        seller_id = make_seller().id
    codes: list[str] = []

    def order() -> None:
        with committed_app.app_context():
            codes.append(make_order(db.session.get_one(Seller, seller_id), subject="one").code)

    threads = [Thread(target=order) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(codes) == 6
    assert len(set(codes)) == 1
    with committed_app.app_context():
        assert len(db.session.scalars(select(Order)).all()) == 1
