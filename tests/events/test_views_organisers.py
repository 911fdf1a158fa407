"""The pages of organisers, their staff and their events."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.events.models import (
    Event,
    EventState,
    Organiser,
    StaffMember,
    StaffRole,
)
from ecosystem.notifications.models import Mail
from tests.events.pages import desk, text
from tests.support.factories.accounts import operator, sign_in, signed_in
from tests.support.factories.events import make_event, make_staff

EVENT = {
    "version": "1",
    "title": "Techfest Măng Đen Mẫu 2026",
    "description": "Ba ngày đổi mới sáng tạo.",
    "starts_on": "2026-12-18",
    "ends_on": "2026-12-20",
    "timezone": "Asia/Ho_Chi_Minh",
    "venue_name": "Quảng trường Măng Đen",
    "province_code": "51",
}


def test_founding_an_organiser(client: FlaskClient, session: Session) -> None:
    me = signed_in(client)
    answer = client.post("/organise/new", data={"name": "Sở Mẫu", "province_code": "51"})
    assert answer.location == "/organise/so-mau/"
    organiser = session.scalars(select(Organiser)).one()
    assert organiser.approved_at is not None
    assert [(member.account_id, member.role) for member in organiser.staff] == [(me.id, StaffRole.OWNER)]
    assert "Sở Mẫu" in text(client, "/organise/")
    text(client, answer.location)


def test_where_organisers_need_approval(
    client: FlaskClient, app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], organisers_need_approval=True))
    me = signed_in(client)
    client.post("/organise/new", data={"name": "Sở Mẫu"})
    answer = client.post("/organise/so-mau/events/new", data=EVENT)
    assert answer.status_code == 302, answer.text
    event = session.scalars(select(Event)).one()
    assert client.post(f"{desk(event)}/steps/publish").status_code == 409
    assert client.post("/organise/so-mau/approve").status_code == 404
    boss = app.test_client()
    sign_in(boss, operator())
    assert boss.post("/organise/so-mau/approve").status_code == 302
    assert client.post(f"{desk(event)}/steps/publish").status_code == 302
    told = session.scalars(select(Mail).where(Mail.kind == "organiser_approved")).one()
    assert told.to_address == me.email


def test_strangers_see_nothing_of_an_organiser(client: FlaskClient) -> None:
    event = make_event(state=EventState.DRAFT)
    signed_in(client)
    home = f"/organise/{event.organiser.slug}"
    for path in (f"{home}/", f"{home}/staff", f"{home}/settings", f"{home}/history", f"{desk(event)}/"):
        text(client, path, 404)
    text(client, f"/events/{event.slug}", 404)
    for path in (f"{home}/staff", f"{home}/leave", f"{desk(event)}/steps/publish", f"{desk(event)}/rooms"):
        assert client.post(path).status_code == 404


def test_an_event_of_another_organiser_is_not_there(client: FlaskClient, organiser: Organiser) -> None:
    foreign = make_event()
    text(client, f"/organise/{organiser.slug}/events/{foreign.slug}/", 404)


def test_observers_look(client: FlaskClient) -> None:
    event = make_event(state=EventState.DRAFT)
    sign_in(client, make_staff(event.organiser, StaffRole.OBSERVER))
    for path in ("/", "/programme", "/speakers", "/partners"):
        text(client, desk(event) + path)
    for path in ("/edit", "/programme/new", "/speakers/new", "/partners/new", "/clone"):
        text(client, desk(event) + path, 403)
    assert client.post(f"{desk(event)}/steps/publish").status_code == 403


def test_planning_publishing_cancelling(
    client: FlaskClient, app: Flask, organiser: Organiser, session: Session
) -> None:
    answer = client.post(f"/organise/{organiser.slug}/events/new", data=EVENT)
    assert answer.status_code == 302, answer.text
    event = session.scalars(select(Event)).one()
    visitor = app.test_client()
    text(visitor, f"/events/{event.slug}", 404)
    client.post(f"{desk(event)}/steps/publish")
    assert "Quảng trường Măng Đen" in text(visitor, f"/events/{event.slug}")
    client.post(f"{desk(event)}/steps/cancel")
    assert event.state is EventState.CANCELLED
    text(visitor, f"/events/{event.slug}")
    assert client.post(f"{desk(event)}/steps/publish").status_code == 409
    assert client.post(f"{desk(event)}/steps/nonsense").status_code == 400


def test_an_empty_draft_is_not_published(client: FlaskClient, organiser: Organiser) -> None:
    event = make_event(organiser, state=EventState.DRAFT)
    assert client.post(f"{desk(event)}/steps/publish").status_code == 409
    assert event.state is EventState.DRAFT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("starts_on", "ngày mai"),
        ("starts_on", "0001-01-01"),
        ("ends_on", "2026-12-17"),
        ("ends_on", "2027-12-20"),
        ("timezone", "Mars/Olympus"),
        ("province_code", "99"),
        ("website", "javascript:alert(1)"),
        ("venue_map_url", "data:text/html,x"),
        ("description", "x" * 20_001),
    ],
)
def test_bad_input_is_refused_and_kept(
    client: FlaskClient, organiser: Organiser, session: Session, field: str, value: Any
) -> None:
    answer = client.post(f"/organise/{organiser.slug}/events/new", data=EVENT | {field: value, "tagline": "giữ lại"})
    assert answer.status_code == 200
    assert "data-error-summary" in answer.text
    assert "giữ lại" in answer.text
    assert session.scalars(select(Event)).all() == []


def test_a_stale_edit_shows_both_versions(client: FlaskClient, organiser: Organiser) -> None:
    event = make_event(organiser)
    client.post(f"{desk(event)}/edit", data=EVENT)
    answer = client.post(f"{desk(event)}/edit", data=EVENT | {"venue_name": "Nhà rông"})
    assert answer.status_code == 409
    assert "Quảng trường Măng Đen" in answer.text
    assert "Nhà rông" in answer.text
    assert event.venue_name == "Quảng trường Măng Đen"


def test_staff_from_the_invitation_to_the_role(
    client: FlaskClient, app: Flask, organiser: Organiser, session: Session
) -> None:
    home = f"/organise/{organiser.slug}"
    client.post(f"{home}/staff", data={"email": "moi@example.vn", "role": "screener"})
    found = re.search(r"(/organise/invitations/[\w-]+)", session.scalars(select(Mail)).one().body)
    assert found
    guest = app.test_client()
    text(guest, found[1])
    signed_in(guest, email="moi@example.vn")
    assert guest.post(found[1], data={"answer": "accept"}).location == f"{home}/"
    member = session.scalars(select(StaffMember).where(StaffMember.role == StaffRole.SCREENER)).one()
    assert guest.get(f"{home}/settings").status_code == 403
    client.post(f"{home}/staff/{member.id}", data={f"m{member.id}-role": "manager"})
    assert guest.get(f"{home}/settings").status_code == 200
    client.post(f"{home}/staff/{member.id}/remove")
    assert guest.get(f"{home}/").status_code == 404
    text(client, home + "/")  # shows what was flashed
    assert "moi@" not in text(client, f"{home}/history")


def test_the_last_owner_stays(client: FlaskClient, organiser: Organiser) -> None:
    owner = organiser.staff[0]
    home = f"/organise/{organiser.slug}"
    assert client.post(f"{home}/leave").status_code == 409
    assert client.post(f"{home}/staff/{owner.id}/remove").status_code == 409
    assert client.post(f"{home}/staff/{owner.id}", data={f"m{owner.id}-role": "observer"}).status_code == 409
    assert owner.role is StaffRole.OWNER
