"""A booth is given up: what goes back, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import db, transaction
from ecosystem.core.errors import Refused
from ecosystem.exhibitions.services.claims import give_up
from ecosystem.notifications.models import Mail
from tests.exhibitions.services.test_claims import PRICE, chosen_and_paid, make_scene, refunds, sound


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
