"""Favourites, routes, visits and figures."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import NoSuchRecord
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase.models import BoothVisits, Favourite, ProductState, VisitSource
from ecosystem.showcase.queries.favourites import keepers_of, route_of, route_of_guest
from ecosystem.showcase.queries.figures import figures_by_booth, figures_by_hour, figures_by_sector, visits_of
from ecosystem.showcase.services import favourites
from ecosystem.showcase.services.visits import count_visit, lately
from tests.support.factories.accounts import account
from tests.support.factories.exhibitions import make_booths, make_claim, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.showcase import make_enquiry, make_product, make_stand

PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def nobody_seen() -> None:
    lately.clear()


@pytest.fixture
def stand(session: Session) -> Exhibitor:
    return make_stand()


def test_keeping_twice_is_keeping_once(session: Session, stand: Exhibitor) -> None:
    by = account()
    favourites.keep(stand, by=by)
    favourites.keep(stand, by=by, note="Hỏi giá sỉ")
    assert session.query(Favourite).one().note == "Hỏi giá sỉ"
    favourites.drop(stand.public_id, by=by)
    favourites.drop(stand.public_id, by=by)
    assert session.query(Favourite).count() == 0


def test_the_route_goes_hall_by_hall(session: Session) -> None:
    exhibition, by = make_exhibition(), account()
    first, second = make_hall(exhibition, "Nhà A", position=1), make_hall(exhibition, "Nhà B", position=2)
    stands = []
    for hall, number in ((second, "B1"), (first, "A10"), (first, "A9"), (None, "ON1")):
        exhibitor = make_exhibitor(exhibition, name=f"Gian {number}")
        (booth,) = make_booths(exhibition, hall, 1)
        with transaction():
            booth.number = number
        make_claim(booth, exhibitor)
        favourites.keep(exhibitor, make_product(exhibitor), by=by)
        stands.append(exhibitor)
    favourites.keep(stands[0], by=by)
    found = route_of(by.id, exhibition)
    assert [hall for hall, _stops in found] == ["Nhà A", "Nhà B", ""]
    assert [stop.exhibitor.name for _hall, stops in found for stop in stops] == [
        *("Gian A9", "Gian A10", "Gian B1", "Gian ON1")
    ]
    assert len(found[1][1][0].favourites) == 2
    targets = [stands[0].public_id, "nothing", make_product(stands[1]).public_id]
    assert [hall for hall, _stops in route_of_guest(exhibition, targets)] == ["Nhà A", "Nhà B"]


def test_what_is_hidden_is_not_on_the_route(session: Session, stand: Exhibitor) -> None:
    by = account()
    draft = make_product(stand, state=ProductState.DRAFT)
    assert favourites.take_over(stand.exhibition, {draft.public_id: "", "x" * 12: ""}, by=by) == 0
    assert route_of(by.id, stand.exhibition) == []


def test_a_device_hands_over_its_favourites(session: Session, stand: Exhibitor) -> None:
    by, product = account(), make_product(stand)
    favourites.keep(stand, by=by, note="Của tôi")
    notes = {stand.public_id: "Của máy", product.public_id: "Mua quà"}
    assert favourites.take_over(stand.exhibition, notes, by=by) == 1
    assert {each.note for each in session.query(Favourite)} == {"Của tôi", "Mua quà"}
    with pytest.raises(NoSuchRecord):
        favourites.write_note(make_exhibition(), stand.public_id, "x", by=by)


def test_the_same_browser_counts_once_in_half_an_hour(session: Session, stand: Exhibitor) -> None:
    def look(address: str = "10.0.0.1", source: VisitSource = VisitSource.PAGE, agent: str = PHONE) -> bool:
        return count_visit(stand, source=source, address=address, user_agent=agent)

    start = datetime(2026, 11, 22, 9, 50, tzinfo=UTC)
    with clock.at(start):
        assert look()
        assert not look()
        assert look("10.0.0.2")
        assert look(source=VisitSource.QR)
        assert not look(agent="Googlebot/2.1")
    with clock.at(start + timedelta(minutes=31)):
        assert look()
    rows = [(row.hour.hour, row.source, row.count) for row in session.query(BoothVisits).order_by(BoothVisits.id)]
    assert rows == [(9, VisitSource.PAGE, 2), (9, VisitSource.QR, 1), (10, VisitSource.PAGE, 1)]
    assert visits_of(stand) == (4, 1)
    assert visits_of(stand, since=start + timedelta(minutes=10)) == (1, 0)


def test_figures_by_booth_hour_and_sector(session: Session) -> None:
    exhibition = make_exhibition()
    one = make_exhibitor(exhibition, sectors=["ca_phe", "che_bien"])
    two = make_exhibitor(exhibition, sectors=[])
    other = make_stand()
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    for number, (exhibitor, source) in enumerate(
        [(one, VisitSource.QR), (one, VisitSource.PAGE), (two, VisitSource.PAGE), (other, VisitSource.QR)]
    ):
        with clock.at(start + timedelta(hours=number)):
            count_visit(exhibitor, source=source, address=f"10.0.0.{number}", user_agent=PHONE)
    visitor = account()
    favourites.keep(one, by=visitor)
    favourites.keep(one, make_product(one), by=visitor)
    with clock.at(start + timedelta(hours=1, minutes=5)):
        make_enquiry(one, visitor)
    found = {each.exhibitor_id: each for each in figures_by_booth(exhibition)}
    assert (found[one.id].visits, found[one.id].scans, found[one.id].favourites, found[one.id].enquiries) == (
        2,
        1,
        1,
        1,
    )
    assert (found[two.id].visits, found[two.id].enquiries) == (1, 0)
    assert keepers_of(one) == 1
    assert [(code, row.visits) for code, row in figures_by_sector(found.values())] == [
        *(("ca_phe", 2), ("che_bien", 2), ("", 1))
    ]
    hours = figures_by_hour(exhibition)
    assert [(row.hour.hour, row.visits, row.scans, row.enquiries) for row in hours] == [
        *((9, 1, 1, 0), (10, 1, 0, 1), (11, 1, 0, 0))
    ]
    assert len(figures_by_hour(exhibition, exhibitors=[two.id])) == 1
    assert figures_by_booth(exhibition, since=start + timedelta(hours=1))[0].scans == 0
