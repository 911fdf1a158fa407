"""The calendar's pages and its feed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.calendar.domain.layout import View
from ecosystem.calendar.queries.engagements import engagement_of
from ecosystem.calendar.queries.feeds import feed_of, token_of
from ecosystem.calendar.services import move, release
from ecosystem.calendar.services.feeds import make_feed, replace_feed, revoke_feed
from ecosystem.core.database import transaction
from ecosystem.events.models import StaffRole
from tests.support.factories.accounts import account, signed_in
from tests.support.factories.calendar import NINE, engaged
from tests.support.factories.events import make_event, make_organiser, make_session, make_staff
from tests.support.held_clock import HeldClock
from tests.support.statements import count_statements

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday(held_clock: HeldClock) -> None:
    held_clock.set(NINE - timedelta(hours=1))


def in_feed(client: FlaskClient, who: Account) -> Iterator[dict[str, str]]:
    feed = make_feed(who.id)
    answer = client.get(f"/calendar/feeds/{token_of(feed)}.ics")
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.data)
    assert [each["TZID"] for each in calendar.walk("VTIMEZONE")] or not calendar.walk("VEVENT")
    for event in calendar.walk("VEVENT"):
        yield {
            name: str(event[name].to_ical().decode() if hasattr(event[name], "to_ical") else event[name])
            for name in event
        }


@pytest.mark.parametrize("view", ["", *View])
def test_every_view_shows_what_is_booked(client: FlaskClient, session: Session, view: str) -> None:
    who = signed_in(client)
    engaged([who, account("Người khác", timezone="America/New_York")], title="Gặp quỹ Rừng Xanh", where="Bàn 14")
    engaged([account()], title="Chuyện của người khác")
    page = client.get(f"/calendar/?view={view}&day=2026-11-30").text
    assert "Gặp quỹ Rừng Xanh" in page
    assert "09:00" in page
    assert "Chuyện của người khác" not in page
    if view != "month":
        assert "GMT-5" in page.replace("−", "-")


@pytest.mark.parametrize("address", ["?day=0001-01-01", "?day=9999-12-31", "?view=nothing", "?day=x&kind=nothing"])
def test_odd_addresses_show_a_calendar(client: FlaskClient, session: Session, address: str) -> None:
    signed_in(client)
    assert client.get(f"/calendar/{address}").status_code == 200


def test_times_are_those_of_the_reader(client: FlaskClient, session: Session) -> None:
    who = signed_in(client, timezone="Europe/Berlin")
    engaged([who], title="Buổi cố vấn")
    page = client.get("/calendar/?view=agenda&day=2026-11-30").text
    assert "03:00–04:00" in page


def test_the_day_on_which_the_clock_is_put_back(client: FlaskClient, session: Session) -> None:
    who = signed_in(client, timezone="Europe/Berlin")
    twice = NINE.replace(month=10, day=25, hour=0, minute=30)
    engaged([who], twice, title="Lần thứ nhất")
    engaged([who], twice + HOUR, title="Lần thứ hai")
    page = client.get("/calendar/?view=day&day=2026-10-25").text
    assert "Lần thứ nhất" in page
    assert page.count("at-3 ") == 2  # both at half past two on the wall


def test_overlaps_with_the_programme_are_shown(client: FlaskClient, session: Session) -> None:
    organiser = make_organiser()
    who = signed_in(client)
    make_staff(organiser, StaffRole.MANAGER, who)
    event = make_event(organiser)
    make_session(event, "Lễ khai mạc", starts_at=NINE, ends_at=NINE + HOUR)
    engaged([who], NINE + HOUR / 2, title="Buổi cố vấn")
    page = client.get("/calendar/?view=agenda&day=2026-11-30").text
    assert "Lễ khai mạc" in page
    assert "Trùng giờ với: Buổi cố vấn" in page
    only = client.get("/calendar/?view=agenda&day=2026-11-30&kind=programme").text
    assert 'agenda-title">Buổi cố vấn' not in only


@pytest.mark.parametrize("number", [1, 3])
def test_a_calendar_takes_few_statements(client: FlaskClient, session: Session, number: int) -> None:
    who = signed_in(client)
    for each in range(number):
        engaged([who, account()], NINE + each * HOUR)
    with count_statements() as counted:
        client.get("/calendar/?view=week&day=2026-11-30")
    counted.at_most(15)


def test_the_feed_follows_moves_and_cancellations(client: FlaskClient, session: Session) -> None:
    who = account()
    engaged([who], title="Gặp quỹ", subject="one", where="Bàn 14")
    engaged([who], NINE + HOUR, title="Cố vấn", subject="two")
    before = {each["SUMMARY"]: each for each in in_feed(client, who)}
    first = engagement_of("test", "one")
    assert first is not None
    move(first, starts_at=NINE + 5 * HOUR, ends_at=NINE + 6 * HOUR, by=None)
    release(kind="test", subject="two", by=None)
    after = {each["SUMMARY"]: each for each in in_feed(client, who)}
    assert {name: each["UID"] for name, each in before.items()} == {name: each["UID"] for name, each in after.items()}
    assert (after["Gặp quỹ"]["SEQUENCE"], after["Gặp quỹ"]["DTSTART"]) == ("1", "20261130T140000")
    assert (after["Cố vấn"]["SEQUENCE"], after["Cố vấn"]["STATUS"]) == ("1", "CANCELLED")
    assert after["Gặp quỹ"]["LOCATION"] == "Bàn 14"


def test_an_unchanged_feed_is_not_sent_again(client: FlaskClient, session: Session) -> None:
    who = account()
    engaged([who])
    path = f"/calendar/feeds/{token_of(make_feed(who.id))}.ics"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    engaged([who], NINE + HOUR)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_only_the_present_address_reads(client: FlaskClient, session: Session) -> None:
    who = account()
    old = token_of(make_feed(who.id))
    new = token_of(replace_feed(who.id))
    assert client.get(f"/calendar/feeds/{old}.ics").status_code == 404
    assert client.get(f"/calendar/feeds/{new}.ics").status_code == 200
    for wrong in (new[:-1] + ("a" if new[-1] != "a" else "b"), new[:24] + "0" * 32, "x", "é" * 56):
        assert client.get(f"/calendar/feeds/{wrong}.ics").status_code == 404
    revoke_feed(who.id)
    assert client.get(f"/calendar/feeds/{new}.ics").status_code == 404
    with transaction():
        who.erased_at = NINE
    assert client.get(f"/calendar/feeds/{token_of(make_feed(who.id))}.ics").status_code == 404


def test_the_owner_makes_replaces_and_revokes_the_address(client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    assert "/calendar/feeds/" not in client.get("/calendar/feed").text
    client.post("/calendar/feed/make")
    client.post("/calendar/feed/make")
    feed = feed_of(who.id)
    assert feed is not None
    assert token_of(feed) in client.get("/calendar/feed").text
    client.post("/calendar/feed/revoke")
    assert feed_of(who.id) is None


def test_one_engagement_as_a_file_for_those_it_holds(client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    own, other = engaged([who]), engaged([account()])
    answer = client.get(f"/calendar/engagements/{own.public_id}.ics")
    assert [str(each["UID"]) for each in Calendar.from_ical(answer.data).walk("VEVENT")] == [
        f"{own.public_id}@localhost"
    ]
    assert client.get(f"/calendar/engagements/{other.public_id}.ics").status_code == 404
