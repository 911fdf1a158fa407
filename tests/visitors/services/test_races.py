"""More who register than there are places, at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from ecosystem.core.database import db
from ecosystem.core.errors import AlreadyTaken
from ecosystem.visitors.models import Ticket, TicketType
from tests.support.factories.visitors import make_ticket_type
from tests.visitors.services.test_registering import as_guest, sound, wish


@pytest.mark.both_databases
def test_forty_want_twenty_places(committed_app: Flask) -> None:
    with committed_app.app_context():
        ident = make_ticket_type(capacity=20).id
        db.session.remove()

    def tries(number: int) -> str:
        with committed_app.app_context():
            try:
                as_guest(db.session.get_one(TicketType, ident), wish(f"khach{number}@example.vn"))
            except AlreadyTaken:
                return "taken"
            finally:
                db.session.remove()
            return "got"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(tries, range(40)))
    assert (answers.count("got"), answers.count("taken")) == (20, 20)
    with committed_app.app_context():
        assert db.session.get_one(TicketType, ident).taken == 20
        sound()
        assert db.session.scalars(select(Ticket)).all() == []
