"""Money goes back once, and never more than came."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db
from ecosystem.core.errors import EcosystemError, Invalid, InvalidTransition, Refused, StaleEdit
from ecosystem.core.invariants import violations
from ecosystem.core.signals import reacts_to
from ecosystem.notifications.models import Mail
from ecosystem.payments.domain.life_cycle import OrderState, RefundState
from ecosystem.payments.gateway import Returned
from ecosystem.payments.gateway.fake import FAKE
from ecosystem.payments.invariants import INVARIANTS
from ecosystem.payments.models import FakePayment, Order, PaperKind, Receipt, Refund
from ecosystem.payments.services.discrepancies import accept
from ecosystem.payments.services.refunds import ask_refund, fail_refund, finish_refund, mark_sent, retry_refund
from ecosystem.payments.services.sending import MOST_TRIES, send_due
from ecosystem.payments.services.testing import Click, click
from ecosystem.payments.signals import OrderRefunded
from tests.support.factories.accounts import account
from tests.support.factories.payments import make_order, pay

told: list[OrderRefunded] = []


@reacts_to(OrderRefunded)
def remember(fact: OrderRefunded) -> None:
    told.append(fact)


@pytest.fixture(autouse=True)
def nothing_told() -> Iterator[None]:
    told.clear()
    yield
    FAKE.is_away = False


def paid_at_fake() -> Order:
    order = make_order()
    click(order, Click.PAY)
    return order


def holds() -> list[str]:
    return [str(each) for each in violations(INVARIANTS)]


def test_the_whole(session: Session) -> None:
    order = paid_at_fake()
    (refund,) = ask_refund(order, amount=None, reason="Hủy sự kiện", by=None)
    assert (order.state, order.reserved, order.refunded) == (OrderState.PAID, order.total, 0)
    assert told == [], "asked for is not done"
    assert send_due() == 1
    assert (order.state, order.refunded, order.live_key) == (OrderState.REFUNDED, order.total, None)
    assert refund.state is RefundState.DONE
    assert told == [OrderRefunded(order.id, order.purpose, order.subject, order.total, True)]
    note = session.scalars(select(Receipt).where(Receipt.kind == PaperKind.CREDIT_NOTE)).one()
    assert (note.amount, note.code[:3], note.content["reason"]) == (order.total, "HT-", "Hủy sự kiện")
    assert session.scalars(select(Mail.kind).order_by(Mail.id)).all()[-1] == "order_refunded"
    assert send_due() == 0
    assert holds() == []


def test_parts_until_nothing_is_left(session: Session) -> None:
    order = paid_at_fake()
    ask_refund(order, amount=500_000, reason="", by=None)
    send_due()
    assert (order.state, order.left_to_refund) == (OrderState.PARTLY_REFUNDED, 1_500_000)
    for amount in (1_500_001, 0, -5):
        with pytest.raises(Invalid):
            ask_refund(order, amount=amount, reason="", by=None)
    ask_refund(order, amount=1_500_000, reason="", by=None)
    with pytest.raises(Refused):
        ask_refund(order, amount=1, reason="", by=None)
    send_due()
    assert order.state is OrderState.REFUNDED
    assert [fact.whole for fact in told] == [False, True]
    assert holds() == []


def test_unpaid_orders_have_nothing_to_give_back(session: Session) -> None:
    with pytest.raises(Refused):
        ask_refund(make_order(), amount=None, reason="", by=None)


def test_a_second_click_asks_for_nothing(session: Session) -> None:
    order = paid_at_fake()
    shown = order.version
    ask_refund(order, amount=1000, reason="", by=None, shown=shown)
    with pytest.raises(StaleEdit):
        ask_refund(order, amount=1000, reason="", by=None, shown=shown)
    assert order.reserved == 1000


def test_a_transfer_is_given_back_by_hand(session: Session) -> None:
    order = make_order()
    pay(order, provider="vietqr")
    (refund,) = ask_refund(order, amount=None, reason="", by=None)
    assert refund.is_manual
    assert send_due() == 0
    treasurer = account("Thủ quỹ")
    with pytest.raises(Invalid):
        mark_sent(refund, reference=" ", by=treasurer.id)
    mark_sent(refund, reference="FT26326", by=treasurer.id)
    mark_sent(refund, reference="FT26326", by=treasurer.id)
    assert (order.state, order.refunded, refund.reference) == (OrderState.REFUNDED, order.total, "FT26326")
    assert len(told) == 1
    assert holds() == []


def test_nobody_marks_a_providers_refund(session: Session) -> None:
    (refund,) = ask_refund(paid_at_fake(), amount=None, reason="", by=None)
    with pytest.raises(Refused):
        mark_sent(refund, reference="FT", by=account("Thủ quỹ").id)


def test_a_provider_that_is_away_is_asked_again(session: Session) -> None:
    order = paid_at_fake()
    (refund,) = ask_refund(order, amount=None, reason="", by=None)
    FAKE.is_away = True
    assert send_due() == 0
    assert (refund.state, refund.tries) == (RefundState.ASKED, 1)
    assert send_due() == 0
    assert refund.tries == 1, "not before its time"
    FAKE.is_away = False
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert send_due() == 1
    assert order.state is OrderState.REFUNDED


def test_a_provider_that_stays_away_fails_in_the_end(session: Session) -> None:
    order = paid_at_fake()
    (refund,) = ask_refund(order, amount=None, reason="", by=None)
    FAKE.is_away = True
    moment = clock.now()
    for _ in range(MOST_TRIES):
        moment += timedelta(hours=7)
        with clock.at(moment):
            send_due()
    assert refund.state is RefundState.FAILED
    assert (order.reserved, order.state) == (0, OrderState.PAID)
    assert holds() == []
    FAKE.is_away = False
    retry_refund(refund, by=account("Thủ quỹ").id)
    assert order.reserved == order.total
    assert send_due() == 1
    with pytest.raises(InvalidTransition):
        retry_refund(refund, by=account("Thủ quỹ").id)
    assert holds() == []


def test_what_a_provider_refuses_fails_and_can_be_sent_by_hand(session: Session) -> None:
    order = make_order()
    pay(order)  # money that the fictional provider has no record of
    (refund,) = ask_refund(order, amount=None, reason="", by=None)
    assert send_due() == 0
    assert refund.state is RefundState.FAILED
    by = account("Thủ quỹ").id
    retry_refund(refund, by=by, by_hand=True)
    mark_sent(refund, reference="FT1", by=by)
    assert order.state is OrderState.REFUNDED
    assert holds() == []


def test_a_process_that_died_after_asking_gives_nothing_back_twice(session: Session) -> None:
    order = paid_at_fake()
    (refund,) = ask_refund(order, amount=700_000, reason="", by=None)
    FAKE.refund(refund)  # the provider did it; the answer was lost
    send_due()
    book = session.scalars(select(FakePayment)).one()
    assert sum(book.refunds.values()) == 700_000
    assert order.refunded == 700_000


def test_nobody_else_sends_a_refund_that_is_being_sent(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_refund(paid_at_fake(), amount=None, reason="Hủy", by=None)
    send, meanwhile = FAKE.refund, []

    def slow(refund: Refund) -> Returned:
        meanwhile.append(send_due())
        return send(refund)

    monkeypatch.setattr(FAKE, "refund", slow)
    assert (send_due(), meanwhile) == (1, [0])


def test_news_of_a_refund_twice(session: Session) -> None:
    order = paid_at_fake()
    (refund,) = ask_refund(order, amount=None, reason="", by=None)
    for _ in range(2):
        finish_refund(refund, reference="re_1", at=clock.now())
    assert order.refunded == order.total
    assert len(told) == 1


@pytest.mark.both_databases
def test_refunds_at_the_same_time_never_exceed_the_payment(committed_app: Flask) -> None:
    """Eight treasurers give 300.000 of 2.000.000 back at once: six of them can."""
    with committed_app.app_context():
        order_id = paid_at_fake().id
    asked: list[int] = []
    refused: list[type[BaseException]] = []

    def give_back() -> None:
        with committed_app.app_context():
            order = db.session.get_one(Order, order_id)
            try:
                asked.append(len(ask_refund(order, amount=300_000, reason="", by=None)))
            except EcosystemError as error:
                refused.append(type(error))

    def send() -> None:
        with committed_app.app_context():
            send_due()

    run_all([give_back] * 8)
    assert (len(asked), refused) == (6, [Invalid] * 2)
    run_all([send] * 4)
    with committed_app.app_context():
        order = db.session.get_one(Order, order_id)
        assert (order.reserved, order.refunded) == (1_800_000, 1_800_000)
        book = db.session.scalars(select(FakePayment)).one()
        assert sorted(book.refunds.values()) == [300_000] * 6
        assert db.session.scalars(select(Refund.state).distinct()).all() == [RefundState.DONE]
        numbers = db.session.scalars(select(Receipt.number).where(Receipt.kind == PaperKind.CREDIT_NOTE)).all()
        assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def run_all(works: list) -> None:  # type: ignore[type-arg]
    threads = [Thread(target=work) for work in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_a_failed_refund_tried_again_never_takes_more_than_its_payment_was(session: Session) -> None:
    order, by = make_order(), account("Thủ quỹ").id
    first = pay(order, amount=1_500_000).discrepancy
    second = pay(order, amount=500_000).discrepancy
    for held in (first, second):
        assert held is not None
        accept(held, reason="Chuyển hai lần", by=by)
    (failed,) = ask_refund(order, amount=500_000, reason="Trả bớt", by=by)
    fail_refund(failed, error="thẻ hết hạn")
    (again,) = ask_refund(order, amount=500_000, reason="Trả bớt", by=by)
    assert again.capture_id == failed.capture_id
    with pytest.raises(Refused):
        retry_refund(failed, by=by)
    assert failed.state is RefundState.FAILED
    assert holds() == []
