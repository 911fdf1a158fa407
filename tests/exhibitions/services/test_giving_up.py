"""A booth is given up: what goes back, and who is told."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.errors import Refused
from ecosystem.exhibitions.queries.claims import claims_of
from ecosystem.exhibitions.services import moving
from ecosystem.exhibitions.services.claims import give_up
from ecosystem.notifications.models import Mail
from ecosystem.payments.models import Refund
from ecosystem.payments.services.refunds import ask_refund, finish_refund
from tests.exhibitions.services.test_claims import PRICE, chosen_and_paid, make_scene, order_of, refunds, sound


def test_giving_up_gives_back_what_the_rules_say(session: Session) -> None:
    (booth, *_), (one, _) = make_scene(refund_steps=[[14, 100], [7, 50]])
    claim = chosen_and_paid(one, booth)
    starts = one.exhibition.event.starts_on - clock.now().date()
    with clock.at(clock.now() + starts - timedelta(days=8)):
        assert give_up(claim, by=one.contact) == PRICE // 2
        assert give_up(claim, by=one.contact) == 0
    assert refunds() == [PRICE // 2]
    sound()


def test_both_sides_are_told_and_a_promise_is_kept(session: Session) -> None:
    (booth, *_), (one, _) = make_scene(refund_steps=[[7, 100]])
    claim = chosen_and_paid(one, booth)
    with pytest.raises(Refused):
        give_up(claim, by=one.contact, shown=PRICE - 1)
    with transaction():  # a harder rule is for those who choose later
        one.exhibition.refund_steps = []
    assert give_up(claim, by=one.contact, shown=PRICE) == PRICE
    told = {mail.kind for mail in db.session.scalars(select(Mail))}
    assert {"booth_freed", "booth_given_up"} <= told


@pytest.mark.both_databases
def test_a_booth_whose_whole_price_the_treasurer_gave_back_is_free(session: Session) -> None:
    (booth, other, *_), (one, two) = make_scene()
    claim, kept = chosen_and_paid(one, booth), chosen_and_paid(two, other)
    order, partly = order_of(claim), order_of(kept)
    give_all_back(ask_refund(order, amount=1_000_000, reason="Bớt giá", by=None))
    assert [each.booth_id for each in claims_of(one)] == [booth.id], "a part of it leaves it theirs"
    give_all_back(ask_refund(order, amount=None, reason="Hoàn toàn bộ", by=None))
    give_all_back(ask_refund(partly, amount=PRICE - 1, reason="Bớt giá", by=None))
    assert list(claims_of(one)) == []
    assert [each.booth_id for each in claims_of(two)] == [other.id]
    told = session.scalars(select(Mail).where(Mail.account_id == one.contact_id).order_by(Mail.id.desc())).first()
    assert told is not None
    assert f"Gian hàng {booth.number} không còn được giữ" in told.subject
    sound()


def test_what_a_move_gave_back_leaves_the_booth_theirs(session: Session) -> None:
    (booth, free, *_), (one, _) = make_scene()
    with transaction():
        free.price = 0
    claim = chosen_and_paid(one, booth)
    moving.move_to(claim, free, by=one.contact)
    give_all_back(list(session.scalars(select(Refund))))
    assert [each.booth_id for each in claims_of(one)] == [free.id]
    sound()


def give_all_back(refunds: Sequence[Refund]) -> None:
    for refund in refunds:
        finish_refund(refund, reference="FT2611", at=clock.now())
