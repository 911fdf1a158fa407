"""Discount codes of tickets that are paid for later than they are asked for."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from ecosystem.core.database import db, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.invariants import violations
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.invariants import INVARIANTS as MONEY
from ecosystem.payments.models import DiscountCode
from ecosystem.visitors.domain.states import RegistrationState as State
from ecosystem.visitors.invariants import INVARIANTS
from ecosystem.visitors.services.ending import cancel_registration
from ecosystem.visitors.services.registering import accept_offer, confirm_address
from tests.support.factories.payments import make_code
from tests.visitors.services.test_registering import as_guest, order_of, paid_type, wish


def end(code: DiscountCode) -> None:
    with transaction():
        db.session.get_one(DiscountCode, code.id).is_active = False


def test_a_mistyped_code_is_told_before_the_mail_is_sent(session: Session) -> None:
    kind = paid_type()
    with pytest.raises(Invalid) as refused:
        as_guest(kind, wish(discount_code="SOMM"))
    assert "discount_code" in refused.value.details
    session.refresh(kind)
    assert kind.taken == 0, "nothing is held for what was refused"


def test_whoever_confirms_after_the_code_ran_out_is_told_the_price_and_goes_on(session: Session) -> None:
    kind = paid_type()
    code = make_code(kind.event.organiser, "SOM")
    registration = as_guest(kind, wish(discount_code="som"))
    end(code)
    with pytest.raises(Refused, match=r"100\.000"):
        confirm_address(registration)
    assert registration.state is State.UNVERIFIED
    confirm_address(registration)
    assert (registration.state, order_of(registration).total) == (State.AWAITING_PAYMENT, 100_000)


def test_whoever_waited_past_the_end_of_a_code_still_gets_the_place(session: Session) -> None:
    kind = paid_type(capacity=1)
    code = make_code(kind.event.organiser, "SOM")
    first = as_guest(kind, wish("dau@example.vn"))
    waiting = as_guest(kind, wish(discount_code="SOM", may_wait=True))
    cancel_registration(first, by=None)
    end(code)
    with pytest.raises(Refused):
        accept_offer(waiting)
    assert waiting.state is State.OFFERED
    accept_offer(waiting)
    assert (waiting.state, order_of(waiting).discount) == (State.AWAITING_PAYMENT, 0)


def test_a_code_that_leaves_nothing_to_pay_gives_the_tickets_at_once(session: Session) -> None:
    kind = paid_type()
    make_code(kind.event.organiser, "MIENPHI", percent=Decimal(100), limit_total=1)
    registration = as_guest(kind, wish("lan@example.vn", "A", "B", discount_code="MienPhi"))
    confirm_address(registration)
    assert (registration.state, len(registration.tickets)) == (State.CONFIRMED, 2)
    assert (order_of(registration).total, order_of(registration).state) == (0, OrderState.PAID)
    with pytest.raises(Invalid):
        as_guest(kind, wish("hai@example.vn", discount_code="MIENPHI"))
    cancel_registration(registration, by=None)
    assert [*violations(MONEY), *violations(INVARIANTS)] == []
