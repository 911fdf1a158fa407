"""Pages of visitors, staff and exhibitors."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.core.database import db
from ecosystem.events.models import Event
from ecosystem.visitors.domain.states import RegistrationState
from ecosystem.visitors.models import Gate, GateDevice, Registration, Ticket, TicketType
from ecosystem.visitors.queries.links import qr_text, registration_path, ticket_path
from tests.support.background import run_tasks
from tests.support.factories.accounts import sign_in, signed_in
from tests.support.factories.exhibitions import make_exhibition, make_exhibitor
from tests.support.factories.visitors import (
    make_device,
    make_gate,
    make_lead,
    make_question,
    make_registration,
    make_running_event,
    make_ticket,
    make_ticket_type,
)
from tests.support.statements import count_statements


def desk(event: Event) -> str:
    return f"/organise/{event.organiser.slug}/events/{event.slug}/visitors"


def owner(client: FlaskClient, event: Event) -> None:
    sign_in(client, event.organiser.staff[0].account)


def typed(kind: TicketType, **values: str) -> dict[str, str]:
    given = {"request_key": "key-1", "ticket_type": kind.public_id, "name": "Trần Mẫu Lan", "comes": "y"}
    return given | {"email": "lan@example.vn"} | values


def test_a_guest_registers_and_confirms(client: FlaskClient, session: Session) -> None:
    kind = make_ticket_type()
    question = make_question(kind.event, is_required=True)
    address = f"/events/{kind.event.slug}/register"
    assert question.text in client.get(address).text
    missing = client.post(address, data=typed(kind, people="Y Mẫu"))
    assert missing.status_code == 400
    assert "Y Mẫu" in missing.text  # what was typed stays
    answer = {f"question_{question.public_id}": "Bạn bè"}
    sent = client.post(address, data=typed(kind, people="Y Mẫu; y@example.vn") | answer)
    assert sent.headers["Location"].endswith("/register/sent")
    registration = session.scalars(select(Registration)).one()
    page = client.get(registration_path(registration))
    assert "Referrer-Policy" in page.headers
    assert "no-store" in page.headers["Cache-Control"]
    client.post(f"{registration_path(registration)}/confirm")
    db.session.expire_all()
    assert registration.state is RegistrationState.CONFIRMED
    assert registration.answers == {question.public_id: "Bạn bè"}
    assert client.get(registration_path(registration) + "x").status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"email": "no address"},
        {"name": ""},
        {"ticket_type": "other"},
        {"phone": "12"},
        {"people": "\n".join("x" * 300)},
        {"comes": "", "people": ""},
        {"people": ";a@example.vn"},
        {"people": "Y Mẫu; y tại example.vn"},
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(client: FlaskClient, session: Session, values: dict[str, str]) -> None:
    kind = make_ticket_type()
    data = {name: value for name, value in typed(kind, **values).items() if value or name != "comes"}
    assert client.post(f"/events/{kind.event.slug}/register", data=data).status_code == 400
    assert session.scalar(select(func.count()).select_from(Registration)) == 0


def test_a_ticket_shows_its_code_to_whoever_has_the_link_and_to_nobody_else(
    client: FlaskClient, session: Session
) -> None:
    ticket = make_ticket()
    page = client.get(ticket_path(ticket))
    assert page.status_code == 200
    assert f"{ticket.code[:4]}-{ticket.code[4:8]}" in page.text
    assert client.get(f"/tickets/{ticket.public_id}").status_code == 404
    assert client.get(ticket_path(ticket) + "/ticket.pdf").data.startswith(b"%PDF")
    assert client.get(registration_path(ticket.registration) + "/tickets.pdf").data.startswith(b"%PDF")
    assert b"BEGIN:VEVENT" in client.get(registration_path(ticket.registration) + "/event.ics").data


def test_handing_over_asks_for_a_name_and_an_address(client: FlaskClient, session: Session) -> None:
    ticket = make_ticket()
    address = f"{ticket_path(ticket)}/hand-over"
    assert client.post(address, data={"name": "Lê Mẫu Hà", "email": "x"}).status_code == 400
    assert client.post(address, data={"name": "Lê Mẫu Hà", "email": "ha@example.vn"}).status_code == 302
    assert session.scalar(select(func.count()).select_from(Ticket)) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_statements_whatever_their_length(
    client: FlaskClient, session: Session, number: int
) -> None:
    event = make_running_event()
    kind = make_ticket_type(event)
    exhibitor = make_exhibitor(make_exhibition(event))
    gate = make_gate(event)
    for index in range(number):
        make_lead(exhibitor, make_registration(kind, f"Khách {index}", f"Bạn {index}").tickets[0])
        make_device(gate)
    own = make_registration(kind, "A", "B")
    owner(client, event)
    pages = [
        desk(event) + "/",
        f"{desk(event)}/registrations/{own.public_id}",
        f"{desk(event)}/tickets/",
        f"{desk(event)}/gates/",
        f"{desk(event)}/figures/",
        f"{desk(event)}/figures/exhibitors",
        f"/events/{event.slug}/register",
        registration_path(own),
        "/visits",
    ]
    for page in pages:
        db.session.expire_all()
        with count_statements() as counted:
            assert client.get(page).status_code == 200, page
        counted.at_most(15)
    sign_in(client, exhibitor.contact)
    db.session.expire_all()
    with count_statements() as counted:
        assert client.get(f"/leads/{exhibitor.public_id}/").status_code == 200
    counted.at_most(12)


def test_the_list_is_searched_filtered_and_taken_out(client: FlaskClient, session: Session) -> None:
    kind = make_ticket_type()
    make_registration(kind, "Đặng Mẫu Đức")
    make_registration(kind, "=HYPERLINK(1)", state=RegistrationState.WAITING)
    owner(client, kind.event)
    found = client.get(desk(kind.event) + "/?q=dang+duc&state=confirmed&came=no&sort=name").text
    assert "Đặng Mẫu Đức" in found
    assert "HYPERLINK" not in found
    csv = client.get(f"{desk(kind.event)}/export.csv").text
    assert csv.startswith("\ufeff")
    assert "'=HYPERLINK(1)" in csv
    assert client.get(f"{desk(kind.event)}/export.xlsx?state=waiting").data.startswith(b"PK")
    assert client.get(f"{desk(kind.event)}/figures/figures.xlsx").data.startswith(b"PK")


def test_a_file_is_looked_at_before_it_is_taken_in(client: FlaskClient, session: Session) -> None:
    kind = make_ticket_type()
    owner(client, kind.event)
    address = f"{desk(kind.event)}/import"
    file = (io.BytesIO("Họ tên,Email\nTrần Mẫu Lan,lan@example.vn\n".encode("utf-16")), "khach.csv")
    looked = client.post(address, data={"ticket_type": kind.public_id, "file": file})
    assert "lan@example.vn" in looked.text
    assert session.scalar(select(func.count()).select_from(Ticket)) == 0
    sent = {"ticket_type": kind.public_id, "people": "Trần Mẫu Lan;lan@example.vn", "step": "abcdefgh"}
    assert [client.post(address, data=sent).status_code for _ in range(2)] == [302, 200]
    assert session.scalar(select(func.count()).select_from(Ticket)) == 1
    broken = (io.BytesIO(b"PK\x00\x00"), "khach.xlsx")
    assert client.post(address, data={"ticket_type": kind.public_id, "file": broken}).status_code == 400


def test_tickets_are_set_up(client: FlaskClient, session: Session) -> None:
    event = make_running_event()
    owner(client, event)
    wanted = {"name": "Vé hội thảo", "price": "150.000", "capacity": "40", "group_min": "1", "per_person": "5"}
    address = f"{desk(event)}/tickets"
    assert client.post(f"{address}/new", data=wanted | {"entry_policy": "once", "price": "-5"}).status_code == 400
    assert client.post(f"{address}/new", data=wanted | {"entry_policy": "once"}).status_code == 302
    assert client.post(f"{address}/new", data=wanted | {"entry_policy": "once"}).status_code == 400  # the name is taken
    kind = session.scalars(select(TicketType)).one()
    assert (kind.price, kind.capacity) == (150_000, 40)
    codes = {"ticket_type": kind.public_id, "number": "3", "uses": "1"}
    assert client.post(f"{address}/codes", data=codes).status_code == 302
    question = {"text": "Cỡ áo?", "kind": "choice", "choices": "S"}
    assert client.post(f"{address}/questions", data=question).status_code == 400
    assert client.post(f"{address}/questions", data=question | {"choices": "S\nM"}).status_code == 302


def test_a_helper_scans_by_link_until_it_is_revoked(client: FlaskClient, session: Session) -> None:
    ticket = make_ticket()
    event = ticket.event
    owner(client, event)
    client.post(f"{desk(event)}/gates/new", data={"name": "Cổng chính"})
    gate = session.scalars(select(Gate)).one()
    made = client.post(f"{desk(event)}/gates/{gate.public_id}/helpers/new", data={"label": "Bạn A", "hours": "5"})
    page = client.get(made.headers["Location"]).text
    link = "/check-in/" + page.split("/check-in/")[1].split('"')[0].split("<")[0].strip()
    helper = client.application.test_client()
    assert helper.get(link).status_code == 200
    listed = helper.get(f"{link}/tickets").json
    assert [each["n"] for each in listed["tickets"]] == [ticket.holder_name]
    assert ticket.code not in str(listed)
    scan = {"scans": [{"key": "k" * 16, "text": qr_text(ticket)}]}
    assert helper.post(f"{link}/scans", json=scan).json["results"][0]["outcome"] == "admitted"
    assert helper.get(f"{link}/count").json["gates"][0]["inside"] == 1
    odd = {"scans": [{"key": "k" * 8 + "\x00"}]}
    for bad in ({"scans": []}, {"scans": [{"key": "short"}]}, {"scans": "x"}, [1], odd):
        assert helper.post(f"{link}/scans", json=bad).status_code == 400
    device = session.scalars(select(GateDevice)).one()
    client.post(f"{desk(event)}/gates/devices/{device.public_id}/revoke")
    assert helper.get(link).status_code == 404
    assert helper.post(f"{link}/scans", json=scan).status_code == 404


def test_an_old_link_works_no_more(client: FlaskClient, session: Session) -> None:
    _device, token = make_device(lasts=timedelta(seconds=-1))
    assert client.get(f"/check-in/{token}").status_code == 404


def test_badges_are_made_in_the_background(client: FlaskClient, session: Session) -> None:
    kind = make_ticket_type()
    make_registration(kind, "Nguyễn Phước Bảo Hoàng Anh Thư Mẫu", "Y")
    owner(client, kind.event)
    assert client.post(f"{desk(kind.event)}/badges").status_code == 302
    assert run_tasks() == 1


def test_an_exhibitor_reads_and_takes_out_only_its_own(client: FlaskClient, session: Session) -> None:
    event = make_running_event()
    kind = make_ticket_type(event)
    exhibition = make_exhibition(event)
    exhibitor, rival = make_exhibitor(exhibition), make_exhibitor(exhibition)
    lead = make_lead(exhibitor, make_ticket(kind))
    sign_in(client, exhibitor.contact)
    address = f"/leads/{exhibitor.public_id}"
    note = {
        "notes": "Hỏi giá",
        "rating": "3",
        "warmth": "hot",
        "tags": "đại lý, xuất khẩu",
        "follow_up_on": "2026-12-01",
    }
    assert client.post(f"{address}/of/{lead.public_id}", data=note).status_code == 302
    db.session.expire_all()
    assert (lead.rating, lead.tags) == (3, ["đại lý", "xuất khẩu"])
    assert "Hỏi giá" in client.get(f"{address}/export.csv?q=xuat+khau").text
    assert client.get(f"{address}/export.xlsx").data.startswith(b"PK")
    assert client.get(f"{address}/?q=khong+co").text.count("Trần Mẫu Lan") == 0
    badge = {"scans": [{"key": "1", "text": qr_text(lead.ticket), "at": "2026-13-99"}], "sent_at": 5}
    assert client.post(f"{address}/scans", json=badge).json["results"][0]["name"] == "Trần Mẫu Lan"
    assert client.get(f"/leads/{rival.public_id}/").status_code == 404
    signed_in(client)
    assert client.get(f"{address}/").status_code == 404
