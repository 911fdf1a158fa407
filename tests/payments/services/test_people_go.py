"""What is kept of buyers, and what goes with them."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.services import erase_account
from ecosystem.accounts.signals import PersonalData
from ecosystem.core import clock
from ecosystem.core.invariants import violations
from ecosystem.core.signals import ask
from ecosystem.notifications.models import Mail
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.invariants import INVARIANTS
from ecosystem.payments.models import Receipt
from ecosystem.payments.services.orders import remind_due
from tests.support.factories.accounts import account
from tests.support.factories.payments import LAN, make_order, pay
from tests.support.held_clock import HeldClock


def test_the_copy_of_personal_data_holds_ones_orders(session: Session) -> None:
    buyer = account("Trần Mẫu Lan")
    order = make_order(buyer=replace(LAN, account_id=buyer.id, phone="0912345678"))
    make_order()
    (found,) = [each.records for each in ask(PersonalData(buyer.id)) if each.name == "orders"]
    assert [(each["order"], each["buyer_phone"]) for each in found] == [(order.code, "0912345678")]


def test_an_erased_buyer_is_reminded_of_nothing_and_named_by_receipts_only(
    session: Session, held_clock: HeldClock
) -> None:
    buyer = account("Trần Mẫu Lan")
    wanted = replace(LAN, account_id=buyer.id, phone="0912345678", organisation="Cà phê Mẫu")
    paid, open_ = make_order(buyer=wanted), make_order(buyer=wanted)
    late = make_order(buyer=wanted)
    pay(paid)
    pay(late, amount=1)
    erase_account(buyer.id, by=None)
    assert (open_.state, open_.buyer_name, open_.buyer_email, open_.buyer_phone) == (OrderState.CANCELLED, "–", "", "")
    assert "lan" not in open_.search_text
    assert (late.state, late.buyer_name) == (OrderState.CANCELLED, LAN.name), "somebody has to give the money back"
    assert (paid.state, paid.buyer_name) == (OrderState.PAID, LAN.name)
    assert session.scalars(select(Receipt)).one().content["buyer"]["name"] == LAN.name
    before = len(session.scalars(select(Mail)).all())
    held_clock.set(clock.now())
    held_clock.advance(minutes=55)
    assert remind_due() == 0
    assert pay(open_).discrepancy is not None
    assert len(session.scalars(select(Mail)).all()) == before
    assert list(violations(INVARIANTS)) == []
