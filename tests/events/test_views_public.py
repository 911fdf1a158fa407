"""Events as everybody sees them, their calendar, their next editions."""

import re
from datetime import timedelta

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.signals import _handlers, reacts_to
from ecosystem.events.models import (
    Event,
    EventState,
    Organiser,
    ProgrammeItem,
    Speaker,
    StaffRole,
)
from ecosystem.events.signals import EventCloned, Held, HeldInEvent
from tests.events.pages import desk, statements, text
from tests.support.factories.events import make_event, make_organiser, make_room, make_session, make_speaker, make_staff


def test_what_is_held_in_an_event_is_shown(client: FlaskClient) -> None:
    event = make_event()

    def answer(question: HeldInEvent) -> list[Held]:
        return [Held(kind="Contest", title="Ý tưởng Mẫu", url="/contests/y-tuong", state="Open", tone="success")]

    reacts_to(HeldInEvent)(answer)
    try:
        assert "Ý tưởng Mẫu" in text(client, f"/events/{event.slug}")
    finally:
        _handlers[HeldInEvent].remove(answer)


def test_the_calendar(client: FlaskClient) -> None:
    event = make_event(title="Ngày hội Mẫu")
    make_session(event, "Khai mạc, phần 1; \\ hết", hour=1)
    answer = client.get(f"/events/{event.slug}.ics")
    assert answer.mimetype == "text/calendar"
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    whole, opening = calendar.walk("VEVENT")
    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == (event.starts_on, event.ends_on + timedelta(days=1))
    assert opening["SUMMARY"] == "Khai mạc, phần 1; \\ hết"
    assert opening["DTSTART"].dt.hour == 8
    assert opening["STATUS"] == "CONFIRMED"
    assert whole["UID"] == f"{event.public_id}@localhost"


def test_the_calendar_of_a_draft_is_not_there(client: FlaskClient) -> None:
    assert client.get(f"/events/{make_event(state=EventState.DRAFT).slug}.ics").status_code == 404


def test_the_next_edition(client: FlaskClient, organiser: Organiser, session: Session) -> None:
    event = make_event(organiser, title="Techfest Mẫu 2026")
    make_session(event, room_id=make_room(event).id)
    make_speaker(event)
    seen: list[EventCloned] = []
    handler = reacts_to(EventCloned)(seen.append)
    page = text(client, f"{desk(event)}/clone")
    first = re.search(r'name="starts_on"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="starts_on"', page)
    assert first
    start = first[1] or first[2]
    try:
        answer = client.post(f"{desk(event)}/clone", data={"title": "Techfest Mẫu 2027", "starts_on": start})
    finally:
        _handlers[EventCloned].remove(handler)
    assert answer.status_code == 302
    new = session.scalars(select(Event).where(Event.cloned_from_id == event.id)).one()
    assert (new.state, new.starts_on - event.starts_on) == (EventState.DRAFT, timedelta(weeks=52))
    assert [fact.new_event_id for fact in seen] == [new.id]
    item = session.scalars(select(ProgrammeItem).where(ProgrammeItem.event_id == new.id)).one()
    assert item.speakers == []
    assert item.room is not None
    assert item.room.event_id == new.id
    assert session.scalars(select(Speaker).where(Speaker.event_id == new.id)).all() == []


@pytest.mark.parametrize("start", ["2020-01-01", "9999-01-01", ""])
def test_an_edition_out_of_reach(client: FlaskClient, organiser: Organiser, session: Session, start: str) -> None:
    event = make_event(organiser)
    answer = client.post(f"{desk(event)}/clone", data={"title": "Lần sau", "starts_on": start})
    assert answer.status_code == 200
    assert "Lần sau" in answer.text
    assert len(session.scalars(select(Event)).all()) == 1


def test_the_public_list(client: FlaskClient) -> None:
    today = clock.now().astimezone(clock.zone(clock.DEFAULT_ZONE)).date()
    make_event(title="Sắp tới Măng Đen", starts_on=today, ends_on=today)
    make_event(title="Ngày hội cũ", starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=8))
    make_event(title="Bản nháp", state=EventState.DRAFT)
    page = text(client, "/events")
    assert "Sắp tới" in page
    assert "Ngày hội cũ" not in page
    assert "Bản nháp" not in page
    assert "Ngày hội cũ" in text(client, "/events?when=past")
    assert "Sắp tới" in text(client, "/events?q=mang+den&page=99999999999999999999")


def test_lists_ask_no_more_for_more(client: FlaskClient, organiser: Organiser) -> None:
    make_event(organiser)
    paths = ("/events", f"/organise/{organiser.slug}/", "/organise/", f"/organise/{organiser.slug}/staff")
    asked = {path: statements(client, path) for path in paths}
    make_event(organiser)
    make_event()
    make_organiser(organiser.staff[0].account)
    make_staff(organiser, StaffRole.MANAGER)
    assert {path: statements(client, path) for path in paths} == asked
    assert max(asked.values()) <= 10


def test_an_event_page_asks_no_more_for_more(client: FlaskClient, app: Flask) -> None:
    event = make_event()
    visitor = app.test_client()

    def fill(number: int) -> None:
        for hour in range(number):
            item = make_session(event, f"Phiên {hour}", hour=hour, room_id=make_room(event, f"P{number}-{hour}").id)
            item_speaker = make_speaker(event, f"Người {number}-{hour}")
            _speaks(item, item_speaker)

    fill(1)
    one = statements(visitor, f"/events/{event.slug}")
    fill(3)
    assert statements(visitor, f"/events/{event.slug}") == one
    assert one <= 10


def _speaks(item: ProgrammeItem, speaker: Speaker) -> None:
    from ecosystem.core.database import transaction

    with transaction():
        item.speakers.append(speaker)
