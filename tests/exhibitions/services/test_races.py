"""Many who want the same booths at the same moment, on both databases."""

from collections import Counter
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from ecosystem.core.database import db
from ecosystem.core.errors import AlreadyTaken
from ecosystem.core.invariants import violations
from ecosystem.exhibitions.invariants import INVARIANTS
from ecosystem.exhibitions.models import Booth, BoothClaim, BoothOrder, Exhibition, Exhibitor
from ecosystem.exhibitions.services import waiting
from tests.exhibitions.services.test_claims import choose, make_scene


@pytest.mark.both_databases
def test_forty_race_for_twenty(committed_app: Flask) -> None:
    with committed_app.app_context():
        booths, exhibitors = make_scene(booths=20, exhibitors=40)
        pairs = [(each.id, booths[index % 20].id) for index, each in enumerate(exhibitors)]
    outcomes: list[str] = []

    def click(exhibitor_id: int, booth_id: int) -> None:
        with committed_app.app_context():
            exhibitor, booth = db.session.get(Exhibitor, exhibitor_id), db.session.get(Booth, booth_id)
            assert exhibitor is not None
            assert booth is not None
            try:
                choose(exhibitor, booth)
                outcomes.append("won")
            except AlreadyTaken as refused:
                outcomes.append("told" if booth.number in str(refused) else "unclear")

    clients = [Thread(target=click, args=pair) for pair in pairs]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    assert Counter(outcomes) == {"won": 20, "told": 20}
    with committed_app.app_context():
        claims = db.session.scalars(select(BoothClaim)).all()
        assert len({claim.booth_id for claim in claims}) == len(claims) == 20
        assert db.session.scalars(select(BoothOrder.order_id)).all().__len__() == 20
        assert list(violations(INVARIANTS)) == []


@pytest.mark.both_databases
def test_two_offers_of_one_booth_are_one(committed_app: Flask) -> None:
    with committed_app.app_context():
        (booth,), (one, two) = make_scene(booths=1)
        for each in (one, two):
            waiting.wait(each, booth=booth, by=each.contact)
    failures: list[BaseException] = []

    def offer() -> None:
        with committed_app.app_context():
            try:
                waiting.offer_free_booths()
            except BaseException as error:
                failures.append(error)

    jobs = [Thread(target=offer) for _ in range(4)]
    for each in jobs:
        each.start()
    for each in jobs:
        each.join()
    assert failures == []
    with committed_app.app_context():
        assert len(db.session.scalars(select(BoothClaim)).all()) == 1
        assert len(db.session.scalars(select(Exhibition)).all()) == 1
