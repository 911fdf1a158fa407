"""A person's own pages."""

import json
import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.accounts import services
from ecosystem.accounts.models import Account
from ecosystem.accounts.services import Origin, Profile
from ecosystem.core import clock
from tests.support.factories.accounts import PASSWORD, account, operator, sign_in, signed_in
from tests.support.statements import count_statements

ENGLISH = {"Accept-Language": "en"}
PAGES = [
    "/account/profile",
    "/account/security",
    "/account/security/password",
    "/account/security/email",
    "/account/security/authenticator",
    "/account/notifications",
    "/account/privacy",
    "/account/privacy/delete",
    "/account/history",
]
PROFILE = {
    "name": "Trần Thị Bình",
    "sort_name": "",
    "phone": "0912 345 678",
    "organisation": "Đại học Đà Nẵng",
    "job_title": "Giảng viên",
    "language": "vi",
    "timezone": "Asia/Ho_Chi_Minh",
}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_asks_to_sign_in_first_and_is_kept_by_no_cache(
    client: FlaskClient, session: Session, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=/account")
    signed_in(client)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/account/security", "/account/history", "/account/privacy"])
def test_lists_ask_as_much_for_three_rows_as_for_one(client: FlaskClient, session: Session, path: str) -> None:
    who = signed_in(client)
    counted = []
    for rows in (1, 3):
        for number in range(rows):
            services.open_session(who, origin=Origin("198.51.100.9", f"Device {number}"))
            services.give_consent(who, "news")
            services.withdraw_consent(who.id, "news")
        client.get(path)
        with count_statements() as statements:
            assert client.get(path).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert counted[0] <= 8


def test_the_profile_is_saved_with_a_tidy_number_and_found_without_marks(client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    answer = client.post("/account/profile", data=PROFILE | {"version": version_shown(client)})
    assert answer.location == "/account/profile"
    session.refresh(who)
    assert who.phone == "+84912345678"
    assert "dai hoc da nang" in who.search_text
    assert "Đại học Đà Nẵng" in client.get("/account/history").text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": ""}, "Please fill in this field."),
        ({"phone": "twelve"}, "Please type a telephone number"),
        ({"timezone": "Mars/Olympus"}, "There is no such time zone."),
        ({"organisation": "x" * 10_000}, "At most 200 characters"),
        ({"language": "de"}, "Please choose one."),
    ],
)
def test_bad_input_is_told_and_what_was_typed_is_kept(
    client: FlaskClient, session: Session, change: dict[str, str], told: str
) -> None:
    signed_in(client, language="en")
    answer = client.post("/account/profile", data=PROFILE | change, headers=ENGLISH)
    assert answer.status_code == 400
    assert told in answer.text
    assert 'value="Giảng viên"' in answer.text


def test_hostile_text_is_shown_as_text(client: FlaskClient, session: Session) -> None:
    signed_in(client)
    client.post("/account/profile", data=PROFILE | {"name": "<script>alert(1)</script>"})
    page = client.get("/account/history").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def version_shown(client: FlaskClient) -> str:
    found = re.search(r'name="version"[^>]* value="(\d+)"', client.get("/account/profile").text)
    assert found is not None
    return found[1]


def test_a_stale_profile_shows_both_versions(client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    shown = version_shown(client)
    services.change_profile(who.id, Profile(name="Trần Thị Bình", job_title="Trưởng khoa"))
    answer = client.post("/account/profile", data=PROFILE | {"version": shown})
    assert answer.status_code == 409
    assert "Trưởng khoa" in answer.text
    assert "Giảng viên" in answer.text
    session.refresh(who)
    assert who.job_title == "Trưởng khoa"


def test_a_change_that_is_none_of_the_profile_makes_it_not_stale(client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    shown = version_shown(client)
    services.begin_enrolment(who.id, password=PASSWORD)
    answer = client.post("/account/profile", data=PROFILE | {"version": shown})
    assert answer.status_code == 302
    session.refresh(who)
    assert who.job_title == "Giảng viên"


def test_the_password_is_changed_and_this_browser_stays(app: Flask, client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    other = app.test_client()
    sign_in(other, who)
    data = {"password": PASSWORD, "new_password": "sương sớm trên đèo"}
    assert client.post("/account/security/password", data=data).location == "/account/security"
    assert client.get("/account/security").status_code == 200
    assert other.get("/account/security").status_code == 303


def test_devices_are_listed_and_ended(app: Flask, client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    other = app.test_client()
    opened = sign_in(other, who)
    assert client.get("/account/security").text.count("Firefox on Linux") >= 2
    client.post(f"/account/sessions/{opened.public_id}/end")
    assert other.get("/account/security").status_code == 303
    assert client.get("/account/security").status_code == 200


def test_all_other_devices_are_ended_at_once(app: Flask, client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    others = [app.test_client() for _ in range(2)]
    for other in others:
        sign_in(other, who)
    client.post("/account/sessions/end-others")
    assert [other.get("/account/security").status_code for other in others] == [303, 303]
    assert client.get("/account/security").status_code == 200


@pytest.mark.parametrize("public_id", ["foreign", "nosuchthing"])
def test_a_device_of_somebody_else_does_not_exist(client: FlaskClient, session: Session, public_id: str) -> None:
    stranger = services.open_session(account(), origin=Origin("198.51.100.9"))
    signed_in(client)
    wanted = stranger.public_id if public_id == "foreign" else public_id
    assert client.post(f"/account/sessions/{wanted}/end").status_code == 404
    session.refresh(stranger)
    assert stranger.ended_at is None


def test_the_authenticator_from_the_first_click_to_the_next_sign_in(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    who = signed_in(client)
    assert client.post("/account/security/authenticator/start", data={"start-password": "wrong"}).status_code == 400
    client.post("/account/security/authenticator/start", data={"start-password": PASSWORD})
    page = client.get("/account/security/authenticator").text
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    key = pyotp.TOTP(found[1].replace(" ", ""))
    assert client.post("/account/security/authenticator/confirm", data={"code": "000000"}).status_code == 400
    page = client.post("/account/security/authenticator/confirm", data={"code": key.at(clock.now())}).text
    codes = re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", page)
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/security/authenticator").text

    visitor = app.test_client()
    answer = visitor.post("/sign-in?next=/account/history", data={"email": who.email, "password": PASSWORD})
    assert answer.location == "/sign-in/code"
    assert visitor.get("/account/history").status_code == 303
    assert visitor.post("/sign-in/code", data={"code": "12"}).status_code == 400
    assert visitor.post("/sign-in/code", data={"code": codes[0]}).location == "/account/history"
    assert visitor.get("/account/history").status_code == 200


def test_the_second_step_lapses(app: Flask, client: FlaskClient, session: Session) -> None:
    with client.session_transaction() as cookie:
        then = int((clock.now() - timedelta(minutes=11)).timestamp())
        cookie["code_awaited"] = {"account_id": 1, "epoch": 0, "remember": False, "next": "", "asked_at": then}
    assert client.get("/sign-in/code").location == "/sign-in"


def test_the_data_come_as_an_archive(client: FlaskClient, session: Session) -> None:
    who = signed_in(client, "Y Phương")
    answer = client.post("/account/privacy/data")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert json.loads(archive.read("profile.json"))["email"] == who.email


def test_consents_are_given_and_withdrawn(client: FlaskClient, session: Session) -> None:
    signed_in(client)
    assert client.post("/account/privacy/consents/news/give").status_code == 302
    assert client.post("/account/privacy/consents/news/withdraw").status_code == 302
    assert client.post("/account/privacy/consents/account/withdraw").status_code == 409
    assert client.post("/account/privacy/consents/nosuch/give").status_code == 404
    assert client.post("/account/privacy/consents/news/double").status_code == 404


def test_deleting_asks_for_the_password_and_says_goodbye(client: FlaskClient, session: Session) -> None:
    who = signed_in(client)
    assert client.post("/account/privacy/delete", data={"password": "wrong"}).status_code == 400
    answer = client.post("/account/privacy/delete", data={"password": PASSWORD})
    assert answer.location == "/account/deleted"
    assert client.get("/account/deleted").status_code == 200
    session.refresh(who)
    assert who.erased_at is not None
    assert client.get("/account/profile").status_code == 303


def test_what_is_in_the_way_stands_instead_of_the_form(client: FlaskClient, session: Session) -> None:
    sign_in(client, operator(language="en"))
    page = client.get("/account/privacy/delete", headers=ENGLISH).text
    assert "You are the only operator." in page
    assert 'type="password"' not in page


def test_the_last_use_of_a_session_is_noted_without_a_statement_more_within_ten_minutes(
    client: FlaskClient, session: Session
) -> None:
    opened = sign_in(client, account())
    before = opened.seen_at
    client.get("/account/profile")
    session.refresh(opened)
    assert opened.seen_at == before


def test_the_last_use_of_a_session_is_noted_after_ten_minutes(client: FlaskClient, session: Session) -> None:
    with clock.at(clock.now() - timedelta(minutes=20)):
        opened = sign_in(client, account())
        before = opened.seen_at
    client.get("/account/profile")
    session.refresh(opened)
    assert opened.seen_at > before


def test_nobody_acts_for_another_by_a_form_field(client: FlaskClient, session: Session) -> None:
    stranger = account("Người Khác")
    signed_in(client)
    client.post("/account/profile", data=PROFILE | {"id": str(stranger.id), "account_id": str(stranger.id)})
    session.refresh(stranger)
    assert stranger.name == "Người Khác"
    assert isinstance(stranger, Account)
