"""Who gets a booth: one of many, for the price it had, until it is paid, and what follows when it is freed."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.errors import AlreadyTaken, Refused
from ecosystem.core.invariants import violations
from ecosystem.exhibitions.invariants import INVARIANTS
from ecosystem.exhibitions.models import (
    Booth,
    BoothClaim,
    ClaimState,
    Exhibitor,
    WaitingState,
)
from ecosystem.exhibitions.queries.claims import claims_of, orders_by_claim
from ecosystem.exhibitions.services import moving, waiting
from ecosystem.exhibitions.services.claims import assign_booth, choose_booth, give_up
from ecosystem.exhibitions.services.exhibitors import withdraw
from ecosystem.notifications.models import Mail
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.models import Order, Refund
from ecosystem.payments.services.captures import record_capture
from ecosystem.payments.services.orders import expire_due
from tests.support.factories.exhibitions import make_booths, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.payments import make_seller

PRICE = 3_000_000


def make_scene(booths: int = 3, exhibitors: int = 2, **values: object) -> tuple[list[Booth], list[Exhibitor]]:
    exhibition = make_exhibition(**values)
    make_seller(exhibition.event.organiser, vat_percent=0)
    made = make_booths(exhibition, make_hall(exhibition), booths, price=PRICE)
    return made, [make_exhibitor(exhibition) for _ in range(exhibitors)]


def choose(exhibitor: Exhibitor, booth: Booth) -> BoothClaim:
    return choose_booth(exhibitor, booth, by=exhibitor.contact)


def order_of(claim: BoothClaim) -> Order:
    return orders_by_claim([claim.id])[claim.id][-1]


def pay(order: Order) -> None:
    record_capture(
        provider="fake", reference=f"fake-{order.code}", order_code=order.code, amount=order.total, currency="VND",
        at=clock.now(),
    )  # fmt: skip


def chosen_and_paid(exhibitor: Exhibitor, booth: Booth) -> BoothClaim:
    claim = choose(exhibitor, booth)
    if claim.state is not ClaimState.CONFIRMED:
        pay(order_of(claim))
    return claim


def refunds() -> list[int]:
    return list(db.session.scalars(select(Refund.amount).order_by(Refund.id)))


def sound() -> None:
    db.session.flush()
    assert list(violations(INVARIANTS)) == []


def test_a_booth_is_held_until_it_is_paid_and_confirmed_then(session: Session) -> None:
    (booth, *_), (one, two) = make_scene()
    claim = choose(one, booth)
    assert claim.state is ClaimState.HELD
    order = order_of(claim)
    assert (order.total, order.title.split(" – ")[0]) == (PRICE, f"Gian hàng {claim.booth.number}")
    assert str(order.title_en).startswith(f"Booth {claim.booth.number} – ")
    with pytest.raises(AlreadyTaken):
        choose(two, booth)
    assert choose(one, booth).id == claim.id
    pay(order_of(claim))
    session.refresh(claim)
    assert claim.state is ClaimState.CONFIRMED
    sound()


def test_a_free_booth_is_confirmed_at_once(session: Session) -> None:
    (booth, *_), (one, _) = make_scene()
    with transaction():
        booth.price = 0
    assert choose(one, booth).state is ClaimState.CONFIRMED
    sound()


def test_a_new_price_is_for_who_comes_after(session: Session) -> None:
    (booth, *_), (one, _) = make_scene()
    claim = choose(one, booth)
    with transaction():
        booth.price = 9_000_000
    assert order_of(claim).total == PRICE
    pay(order_of(claim))
    session.refresh(claim)
    assert (claim.state, claim.price) == (ClaimState.CONFIRMED, PRICE)
    sound()


def test_what_is_not_paid_in_time_is_free_again(session: Session) -> None:
    (booth, *_), (one, two) = make_scene(hold_minutes=30)
    claim = choose(one, booth)
    order = order_of(claim)
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert expire_due() == 1
        assert claims_of(one) == []
        taken = choose(two, booth)
        # The money of the first one comes too late: it is not counted, and the booth stays where it is.
        pay(order)
        assert session.get(BoothClaim, taken.id) is not None
    assert session.scalars(select(Mail.kind)).all().count("booth_freed") == 1
    sound()


def test_an_exhibitor_has_as_many_booths_as_it_may(session: Session) -> None:
    (first, second, _), (one, _) = make_scene(booths_per_exhibitor=1)
    choose(one, first)
    with pytest.raises(Refused):
        choose(one, second)


def test_blocked_booths_and_other_times_are_refused(session: Session) -> None:
    (booth, other, _), (one, _) = make_scene(choose_closes_at=clock.now() + timedelta(hours=1))
    with transaction():
        booth.is_blocked = True
    with pytest.raises(Refused):
        choose(one, booth)
    with clock.at(clock.now() + timedelta(hours=2)), pytest.raises(Refused):
        choose(one, other)


def test_the_next_who_waits_is_offered_the_booth_and_then_the_one_after(session: Session) -> None:
    (booth, *_), (one, two, three) = make_scene(exhibitors=3, offer_hours=24)
    claim = chosen_and_paid(one, booth)
    first = waiting.wait(two, booth=booth, by=two.contact)
    assert waiting.wait(two, booth=booth, by=two.contact).id == first.id
    second = waiting.wait(three, kind=booth.kind.value, by=three.contact)
    give_up(claim, by=one.contact)
    assert [each.state for each in claims_of(two)] == [ClaimState.OFFERED]
    with pytest.raises(AlreadyTaken):
        choose(one, booth)
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(Refused):
            waiting.take_offer(claims_of(two)[0], by=two.contact)
        assert waiting.expire_offers() == 1
        assert waiting.expire_offers() == 0
        assert claims_of(two) == []
        (offer,) = claims_of(three)
        taken = waiting.take_offer(offer, by=three.contact)
        pay(order_of(taken))
    session.refresh(taken)
    assert taken.state is ClaimState.CONFIRMED
    assert (first.state, second.state) == (WaitingState.PASSED, WaitingState.SERVED)
    sound()


def test_whoever_found_a_booth_meanwhile_is_passed_over_and_keeps_the_place(session: Session) -> None:
    (booth, other, _), (one, two, three) = make_scene(exhibitors=3)
    claim = chosen_and_paid(one, booth)
    place = waiting.wait(two, booth=booth, by=two.contact)
    waiting.wait(three, booth=booth, by=three.contact)
    found = chosen_and_paid(two, other)
    give_up(claim, by=one.contact)
    assert [each.booth_id for each in claims_of(two)] == [other.id]
    assert [each.state for each in claims_of(three)] == [ClaimState.OFFERED]
    assert place.state is WaitingState.WAITING
    give_up(found, by=two.contact)
    waiting.decline_offer(claims_of(three)[0], by=three.contact)
    assert [each.booth_id for each in claims_of(two)] == [booth.id]
    sound()


def test_moving_up_costs_the_difference_and_moving_down_gives_it_back(session: Session) -> None:
    (cheap, dear, other), (one, _) = make_scene()
    with transaction():
        dear.price = 5_000_000
    claim = chosen_and_paid(one, cheap)
    held = moving.move_to(claim, dear, by=one.contact)
    assert order_of(held).total == 2_000_000
    assert {each.booth_id for each in claims_of(one)} == {cheap.id, dear.id}
    pay(order_of(held))
    (now_,) = claims_of(one)
    assert (now_.booth_id, now_.price, now_.state) == (dear.id, 5_000_000, ClaimState.CONFIRMED)
    sound()
    back = moving.move_to(now_, other, by=one.contact)
    assert (back.booth_id, sum(refunds())) == (other.id, 2_000_000)
    sound()


def test_giving_the_old_booth_up_ends_the_move_too(session: Session) -> None:
    (cheap, dear, _), (one, _) = make_scene()
    with transaction():
        dear.price = 5_000_000
    claim = chosen_and_paid(one, cheap)
    moving.move_to(claim, dear, by=one.contact)
    give_up(claim, by=one.contact)
    assert claims_of(one) == []
    sound()


def test_two_exhibitors_swap(session: Session) -> None:
    (first, second, _), (one, two) = make_scene()
    with transaction():
        second.price = 4_000_000
    mine, theirs = chosen_and_paid(one, first), chosen_and_paid(two, second)
    request = moving.ask_swap(mine, theirs, words="", by=one.contact)
    assert moving.ask_swap(mine, theirs, words="", by=one.contact).id == request.id
    moving.take_back_swap(request, by=one.contact)
    request = moving.ask_swap(mine, theirs, words="", by=one.contact)
    asked = session.scalars(select(Mail).where(Mail.kind == "booth_swap_asked")).all()
    assert [mail.account_id for mail in asked] == [two.contact_id], "one mail a day, however often it is asked"
    moving.answer_swap(request, agreed=True, by=two.contact)
    assert [(each.booth_id, each.price) for each in claims_of(one)] == [(second.id, PRICE)]
    assert [(each.booth_id, each.price) for each in claims_of(two)] == [(first.id, 4_000_000)]
    with pytest.raises(Refused):
        moving.answer_swap(request, agreed=True, by=two.contact)
    assert order_of(claims_of(one)[0]).buyer_email == one.contact.email
    sound()


def test_whoever_moved_has_another_booth_to_offer_than_was_asked_about(session: Session) -> None:
    (corner, theirs, hidden), (one, two) = make_scene()
    mine, other = chosen_and_paid(one, corner), chosen_and_paid(two, theirs)
    request = moving.ask_swap(mine, other, words="Góc đẹp", by=one.contact)
    moving.move_to(mine, hidden, by=one.contact)
    with pytest.raises(Refused):
        moving.answer_swap(request, agreed=True, by=two.contact)
    assert [each.booth_id for each in claims_of(two)] == [theirs.id]


def test_the_organiser_assigns_without_payment(session: Session) -> None:
    (booth, *_), (one, _) = make_scene()
    claim = assign_booth(booth, one, is_waived=True, by=one.contact)
    assert (claim.state, claim.is_waived) == (ClaimState.CONFIRMED, True)
    sound()


def test_withdrawing_frees_everything(session: Session) -> None:
    (booth, other, _), (one, two) = make_scene(booths_per_exhibitor=2)
    chosen_and_paid(one, booth)
    held = choose(one, other)
    order = order_of(held)
    assert withdraw(one, by=one.contact) == PRICE
    session.refresh(order)
    assert order.state is OrderState.CANCELLED
    assert choose(two, booth).state is ClaimState.HELD
    sound()
