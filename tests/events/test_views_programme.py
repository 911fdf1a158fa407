"""The programme, speakers, partners and pictures of an event."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.events.models import (
    Event,
    EventState,
    Organiser,
    Partner,
    ProgrammeItem,
    Speaker,
)
from tests.events.pages import desk, text
from tests.support.factories.events import make_event, make_room, make_session, make_speaker
from tests.support.factories.files import PDF, picture


def session_data(event: Event, **changes: Any) -> dict[str, Any]:
    day = event.starts_on.isoformat()
    return {"title": "Khai mạc", "kind": "ceremony", "day": day, "begins": "08:00", "ends": "09:30"} | changes


def test_a_programme(client: FlaskClient, organiser: Organiser, session: Session) -> None:
    event = make_event(organiser)
    room, speaker = make_room(event), make_speaker(event, "Y Mẫu Hân")
    data = session_data(event, room=str(room.id), speakers=[speaker.public_id])
    assert client.post(f"{desk(event)}/programme/new", data=data).status_code == 302
    item = session.scalars(select(ProgrammeItem)).one()
    assert item.starts_at.astimezone(clock.zone(event.timezone)).hour == 8
    assert item.speakers == [speaker]
    page = text(client, f"/events/{event.slug}")
    assert "Khai mạc" in page
    assert "Y Mẫu Hân" in page
    path = f"{desk(event)}/programme/{item.public_id}"
    assert 'value="08:00"' in text(client, path)
    edited = session_data(event, title="Bế mạc", room="", version=str(item.version))
    assert client.post(path, data=edited).status_code == 302
    assert (item.title, item.room_id, item.speakers) == ("Bế mạc", None, [])
    client.post(f"{path}/delete")
    assert session.scalars(select(ProgrammeItem)).all() == []


def test_a_room_wanted_twice_is_warned_of(client: FlaskClient, organiser: Organiser) -> None:
    event = make_event(organiser)
    room = make_room(event)
    client.post(f"{desk(event)}/programme/new", data=session_data(event, room=str(room.id)))
    other = session_data(event, room=str(room.id), title="Trùng giờ", begins="09:00", ends="10:00")
    answer = client.post(f"{desk(event)}/programme/new", data=other, follow_redirects=True)
    assert answer.text.count("Khai mạc") >= 2  # in the programme, and in the warning
    assert "badge-warning" in text(client, f"{desk(event)}/programme")


@pytest.mark.parametrize(
    "changes",
    [
        {"ends": "07:00"},
        {"ends": "08:00"},
        {"begins": "25:99"},
        {"day": "1999-01-01"},
        {"room": "4711"},
        {"room": "x"},
        {"speakers": ["nobody"]},
        {"title": ""},
        {"kind": "orgy"},
    ],
)
def test_sessions_that_do_not_do(
    client: FlaskClient, organiser: Organiser, session: Session, changes: dict[str, Any]
) -> None:
    event = make_event(organiser)
    data = session_data(event, description="giữ lại") | changes
    answer = client.post(f"{desk(event)}/programme/new", data=data)
    assert answer.status_code == 200
    assert "giữ lại" in answer.text
    assert session.scalars(select(ProgrammeItem)).all() == []


def test_a_room_of_another_event_is_not_ours(client: FlaskClient, organiser: Organiser) -> None:
    event, foreign = make_event(organiser), make_room(make_event())
    assert client.post(f"{desk(event)}/rooms/{foreign.id}", data={"delete": "1"}).status_code == 404


def test_rooms(client: FlaskClient, organiser: Organiser) -> None:
    event = make_event(organiser)
    assert client.post(f"{desk(event)}/rooms", data={"name": "Hội trường A", "capacity": "300"}).status_code == 302
    assert client.post(f"{desk(event)}/rooms", data={"name": "Hội trường A"}).status_code == 400
    assert client.post(f"{desk(event)}/rooms", data={"name": "B", "capacity": "nhiều"}).status_code == 400
    assert text(client, f"{desk(event)}/programme").count("Hội trường A") >= 1


def test_deleting_a_room_keeps_its_sessions(client: FlaskClient, organiser: Organiser) -> None:
    event = make_event(organiser)
    room = make_room(event)
    item = make_session(event, room_id=room.id)
    client.post(f"{desk(event)}/rooms/{room.id}", data={"delete": "1"})
    assert item.room_id is None


def test_speakers_and_partners_with_pictures(
    client: FlaskClient, app: Flask, organiser: Organiser, session: Session
) -> None:
    event = make_event(organiser)
    photo = {"name": "Y Mẫu Hân", "photo": (io.BytesIO(picture()), "han.png")}
    assert client.post(f"{desk(event)}/speakers/new", data=photo).status_code == 302
    logo = {"name": "Công ty Mẫu", "level": "gold", "is_listed": "y", "logo": (io.BytesIO(picture()), "logo.png")}
    assert client.post(f"{desk(event)}/partners/new", data=logo).status_code == 302
    speaker, partner = session.scalars(select(Speaker)).one(), session.scalars(select(Partner)).one()
    page = text(app.test_client(), f"/events/{event.slug}")
    for file, path in ((speaker.photo, "speakers"), (partner.logo, "partners")):
        assert file is not None
        assert f"/files/events/{path}/{file.public_id}" in page
        assert app.test_client().get(f"/files/events/{path}/{file.public_id}").mimetype == "image/png"
    bad = {"name": "X", "photo": (io.BytesIO(PDF), "x.png")}
    assert client.post(f"{desk(event)}/speakers/{speaker.public_id}", data=bad).status_code == 200
    assert speaker.name == "Y Mẫu Hân"
    client.post(f"{desk(event)}/speakers/{speaker.public_id}/delete")
    client.post(f"{desk(event)}/partners/{partner.public_id}/delete")
    assert session.scalars(select(Speaker)).all() == session.scalars(select(Partner)).all() == []


def test_pictures_of_a_draft_are_hidden(client: FlaskClient, app: Flask, organiser: Organiser) -> None:
    event = make_event(organiser, state=EventState.DRAFT)
    client.post(f"{desk(event)}/cover", data={"cover": (io.BytesIO(picture(size=(2400, 900))), "c.png")})
    assert event.cover is not None
    assert (event.cover.width, event.cover.height) == (1920, 720)
    path = f"/files/events/cover/{event.cover.public_id}"
    assert client.get(path).status_code == 200
    assert app.test_client().get(path).status_code == 404
