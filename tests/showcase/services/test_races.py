"""Many at the same moment: clicks that are one act, counts that add up, the last picture."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core.database import db, session
from ecosystem.core.errors import Refused
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.domain.enquiries import EnquiryKind, Side
from ecosystem.showcase.models import BoothVisits, Enquiry, EnquiryMessage, Favourite, ProductPicture, VisitSource
from ecosystem.showcase.queries.products import product_by_public_id
from ecosystem.showcase.services import enquiries, favourites, media
from ecosystem.showcase.services.visits import count_visit, lately
from tests.support.factories.accounts import account
from tests.support.factories.showcase import make_enquiry, make_product, make_stand

PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"


def at_once(app: Flask, act: Callable[[int], None], number: int) -> list[Exception]:
    """Run `act` in that many threads that begin together; return what was refused."""
    start, refused = threading.Barrier(number), []

    def run(index: int) -> None:
        with app.app_context():
            start.wait(20)
            try:
                act(index)
            except Exception as error:
                refused.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return refused


@pytest.mark.both_databases
def test_one_click_many_times_keeps_one_favourite(committed_app: Flask) -> None:
    with committed_app.app_context():
        stand, by = make_stand().id, account().id

    def click(_index: int) -> None:
        favourites.keep(session().get_one(Exhibitor, stand), by=session().get_one(Account, by))

    assert at_once(committed_app, click, 8) == []
    with committed_app.app_context():
        assert session().scalar(select(func.count(Favourite.id))) == 1


@pytest.mark.both_databases
def test_one_enquiry_sent_many_times_is_one(committed_app: Flask) -> None:
    with committed_app.app_context():
        stand, visitor = make_stand().id, account()
        by, email = visitor.id, visitor.email

    def send(_index: int) -> None:
        question = enquiries.Question(EnquiryKind.QUESTION, "Giá sỉ?", "Khách", email, sent_key="e" * 32)
        enquiries.ask(
            session().get_one(Exhibitor, stand), question, by=session().get_one(Account, by), origin=Origin("10.2.2.2")
        )

    assert at_once(committed_app, send, 8) == []
    with committed_app.app_context():
        assert session().scalar(select(func.count(Enquiry.id))) == 1
        assert session().scalar(select(func.count(EnquiryMessage.id))) == 1


@pytest.mark.both_databases
def test_no_message_and_no_count_is_lost(committed_app: Flask) -> None:
    with committed_app.app_context():
        stand = make_stand()
        enquiry, by = make_enquiry(stand).id, stand.contact_id

    def write(index: int) -> None:
        side = Side.EXHIBITOR if index % 2 else Side.VISITOR
        found = session().get_one(Enquiry, enquiry)
        sent = f"key-{index // 4}"  # every key four times, of both sides
        enquiries.reply(found, side=side, text="Chào", sent_key=sent, by=session().get_one(Account, by))

    assert at_once(committed_app, write, 8) == []
    with committed_app.app_context():
        assert session().scalar(select(func.count(EnquiryMessage.id))) == 3


@pytest.mark.both_databases
def test_visits_of_the_same_moment_add_up(committed_app: Flask) -> None:
    lately.clear()
    with committed_app.app_context():
        stand = make_stand().id

    def look(index: int) -> None:
        found = session().get_one(Exhibitor, stand)
        count_visit(found, source=VisitSource.QR, address=f"10.3.0.{index}", user_agent=PHONE)

    assert at_once(committed_app, look, 20) == []
    with committed_app.app_context():
        assert session().scalar(select(func.sum(BoothVisits.count))) == 20


@pytest.mark.both_databases
def test_the_last_picture_of_a_shown_product_stays(committed_app: Flask) -> None:
    with committed_app.app_context():
        product = make_product(pictures=2)
        public_id, by = product.public_id, product.exhibitor.contact_id
        pictures = [each.id for each in product.pictures]

    def remove(index: int) -> None:
        product_by_public_id(public_id)
        picture = session().get_one(ProductPicture, pictures[index])
        media.remove_picture(picture, by=session().get_one(Account, by))

    refused = at_once(committed_app, remove, 2)
    assert [type(error) for error in refused] == [Refused]
    with committed_app.app_context():
        assert session().scalar(select(func.count(ProductPicture.id))) == 1
