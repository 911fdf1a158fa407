"""Money that comes after its booth was let go, and what a move costs where VAT comes on top."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.database import db, transaction
from ecosystem.core.errors import Refused
from ecosystem.exhibitions.models import BoothClaim, ClaimState, Exhibitor
from ecosystem.exhibitions.queries.claims import claims_of
from ecosystem.exhibitions.services import moving
from ecosystem.exhibitions.services.claims import assign_booth
from ecosystem.exhibitions.services.exhibitors import withdraw
from ecosystem.payments.models import Discrepancy, Order
from ecosystem.payments.services import discrepancies
from ecosystem.payments.services.orders import expire_due
from tests.exhibitions.services.test_claims import (
    PRICE,
    choose,
    chosen_and_paid,
    make_scene,
    order_of,
    pay,
    refunds,
    sound,
)
from tests.support.factories.payments import make_seller
from tests.support.held_clock import HeldClock


def accept_late(order: Order, exhibitor: Exhibitor) -> None:
    """The money comes when the order is over, and the treasurer takes it."""
    pay(order)
    held = db.session.scalars(select(Discrepancy).order_by(Discrepancy.id.desc())).first()
    assert held is not None
    discrepancies.accept(held, reason="Đến muộn", by=exhibitor.contact_id)


def expired(order: Order, held_clock: HeldClock) -> Order:
    held_clock.advance(hours=3)
    assert expire_due() == 1
    return order


def test_late_money_has_its_booth_while_nobody_else_took_it(session: Session, held_clock: HeldClock) -> None:
    (booth, *_), (one, _) = make_scene()
    accept_late(expired(order_of(choose(one, booth)), held_clock), one)
    assert [(each.booth_id, each.price) for each in claims_of(one)] == [(booth.id, PRICE)]
    sound()


def test_whoever_withdrew_gets_no_booth_for_late_money(session: Session) -> None:
    (booth, *_), (one, _) = make_scene()
    order = order_of(choose(one, booth))
    withdraw(one, by=one.contact)
    with pytest.raises(Refused):
        accept_late(order, one)
    assert claims_of(one) == []


def test_late_money_buys_no_booth_beyond_the_number_of_each(session: Session, held_clock: HeldClock) -> None:
    (first, second, _), (one, _) = make_scene()
    order = expired(order_of(choose(one, first)), held_clock)
    chosen_and_paid(one, second)
    with pytest.raises(Refused):
        accept_late(order, one)
    assert [each.booth_id for each in claims_of(one)] == [second.id]


@pytest.mark.parametrize("most", [1, 3])
def test_the_difference_of_a_move_paid_late_buys_no_second_booth(
    session: Session, held_clock: HeldClock, most: int
) -> None:
    (cheap, dear, _), (one, _) = make_scene(booths_per_exhibitor=most)
    with transaction():
        dear.price = PRICE + 1
    claim = chosen_and_paid(one, cheap)
    order = expired(order_of(moving.move_to(claim, dear, by=one.contact)), held_clock)
    with pytest.raises(Refused):
        accept_late(order, one)
    assert [each.booth_id for each in claims_of(one)] == [cheap.id], "the dear booth is not had for one đồng"


def test_a_move_to_a_cheaper_booth_gives_back_its_vat_too(session: Session) -> None:
    (dear, cheap, free), (one, _) = make_scene()
    make_seller(one.exhibition.event.organiser, vat_percent=8, prices_include_vat=False)
    with transaction():
        dear.price, free.price = 5_000_000, 0
    claim = chosen_and_paid(one, dear)
    assert order_of(claim).total == 5_400_000
    moving.move_to(claim, cheap, by=one.contact)
    assert sum(refunds()) == 2_160_000, "what the order cost for the difference, VAT on top"
    moving.move_to(session.get_one(BoothClaim, claim.id), free, by=one.contact)
    assert sum(refunds()) == 5_400_000
    sound()


def test_a_booth_given_without_payment_is_no_way_to_a_dearer_one(session: Session) -> None:
    (given, dear, cheap), (one, two) = make_scene()
    with transaction():
        dear.price, cheap.price = 5_000_000, 1_000_000
    claim = assign_booth(given, one, is_waived=True, by=two.contact)
    held = moving.move_to(claim, dear, by=one.contact)
    assert (held.state, order_of(held).total) == (ClaimState.HELD, 2_000_000)
    pay(order_of(held))
    (now_,) = claims_of(one)
    assert (now_.booth_id, now_.state) == (dear.id, ClaimState.CONFIRMED)
    sound()
    moving.move_to(now_, cheap, by=one.contact)
    assert sum(refunds()) == 2_000_000
    (now_,) = claims_of(one)
    assert (now_.booth_id, now_.price) == (cheap.id, PRICE), "what was given is still worth what it was"
    assert moving.move_to(now_, given, by=one.contact).state is ClaimState.CONFIRMED
    assert order_of(moving.move_to(now_, dear, by=one.contact)).total == 2_000_000
    sound()
