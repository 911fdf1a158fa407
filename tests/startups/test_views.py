"""The pages of startups, as members, owners, strangers and visitors see them."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.startups.models import Startup
from tests.support.factories.accounts import account, sign_in, signed_in
from tests.support.factories.files import PDF, picture
from tests.support.factories.startups import make_member, make_startup
from tests.support.statements import count_statements

PROFILE = {
    "version": "1",
    "name": "Sâm Ngọc Linh Mẫu",
    "one_liner": "Trà sâm",
    "stage": "pilot",
    "sectors": ["duoc_lieu", "ca_phe"],
    "province_code": "51",
    "commune_code": "23473",
    "tax_code": "0100 233 488",
    "website": "example.vn",
    "is_public": "y",
}


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def test_founding_one(client: FlaskClient, session: Session) -> None:
    me = signed_in(client)
    answer = client.post("/startups/new", data={"name": "Cà phê Mẫu", "stage": "idea"})
    assert answer.location == "/startups/ca-phe-mau/edit"
    startup = session.scalars(select(Startup)).one()
    assert [(m.account_id, m.is_owner) for m in startup.members] == [(me.id, True)]
    assert not startup.is_public
    assert "Cà phê Mẫu" in text(client, "/startups/mine")


def test_two_of_one_name_get_two_addresses(client: FlaskClient) -> None:
    signed_in(client)
    places = [client.post("/startups/new", data={"name": "Mine", "stage": "idea"}).location for _ in range(2)]
    assert places == ["/startups/mine-2/edit", "/startups/mine-3/edit"]  # "mine" is a page of ours


def test_an_unconfirmed_address_founds_nothing(client: FlaskClient) -> None:
    signed_in(client, verified=False)
    assert client.get("/startups/new").status_code == 403


@pytest.mark.parametrize("name", ["", "   ", "a" * 10_000])
def test_names_that_do_not_do(client: FlaskClient, name: str, session: Session) -> None:
    signed_in(client)
    answer = client.post("/startups/new", data={"name": name, "stage": "idea", "one_liner": "giữ lại"})
    assert answer.status_code == 200
    assert "giữ lại" in answer.text
    assert session.scalars(select(Startup)).all() == []


def test_editing_the_profile(client: FlaskClient, session: Session) -> None:
    startup = make_startup(signed_in(client))
    answer = client.post(f"/startups/{startup.slug}/edit", data=PROFILE)
    assert answer.status_code == 302, answer.text
    assert startup.tax_code == "0100233488"
    assert startup.sectors == ["duoc_lieu", "ca_phe"]
    assert startup.website == "https://example.vn"
    assert startup.version == 2
    page = text(client, f"/startups/{startup.slug}")
    assert "Xã Măng Đen, Quảng Ngãi" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tax_code", "0100233480"),
        ("tax_code", "mã số thuế"),
        ("commune_code", "00004"),
        ("commune_code", "'; drop table"),
        ("province_code", "99"),
        ("website", "javascript:alert(1)"),
        ("video_url", "ftp://example.vn/x"),
        ("founded_on", "3000-01-01"),
        ("stage", "unicorn"),
        ("sectors", ["no_such"]),
        ("sectors", ["duoc_lieu", "ca_phe", "thuy_san", "y_te", "giao_duc"]),
        ("description", "x" * 20_001),
    ],
)
def test_bad_input_is_refused_and_kept(client: FlaskClient, field: str, value: Any) -> None:
    startup = make_startup(signed_in(client))
    answer = client.post(f"/startups/{startup.slug}/edit", data=PROFILE | {field: value})
    assert answer.status_code == 200
    assert "data-error-summary" in answer.text
    assert "Trà sâm" in answer.text
    assert startup.one_liner == ""


def test_html_in_texts_is_text(client: FlaskClient) -> None:
    startup = make_startup(signed_in(client))
    hostile = PROFILE | {"name": "<script>alert(1)</script>", "description": "<img src=x onerror=alert(1)>"}
    client.post(f"/startups/{startup.slug}/edit", data=hostile)
    page = text(client, f"/startups/{startup.slug}")
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_stale_edit_shows_both_versions(client: FlaskClient, app: Flask) -> None:
    me = signed_in(client)
    startup = make_startup(me)
    other = app.test_client()
    sign_in(other, me)
    client.post(f"/startups/{startup.slug}/edit", data=PROFILE)
    answer = other.post(f"/startups/{startup.slug}/edit", data=PROFILE | {"one_liner": "Khác"})
    assert answer.status_code == 409
    assert "Trà sâm" in answer.text
    assert "Khác" in answer.text
    assert startup.one_liner == "Trà sâm"


def test_who_sees_a_private_profile(client: FlaskClient, app: Flask) -> None:
    startup = make_startup()
    text(client, f"/startups/{startup.slug}", 404)
    signed_in(client)
    text(client, f"/startups/{startup.slug}", 404)
    assert client.get(f"/startups/{startup.slug}/edit").status_code == 404
    assert client.get(f"/startups/{startup.slug}/team").status_code == 404


def test_who_sees_a_public_profile(client: FlaskClient) -> None:
    startup = make_startup(is_public=True, tax_code="0100233488")
    hidden = make_member(startup, account("Nguyễn Mẫu Ẩn"), is_listed=False)
    page = text(client, f"/startups/{startup.slug}")
    assert startup.tax_code not in page
    assert hidden.account.name not in page
    assert "Trần Mẫu An" in page
    signed_in(client)
    assert client.get(f"/startups/{startup.slug}/edit").status_code == 403
    assert client.get(f"/startups/{startup.slug}/team").status_code == 404


def test_an_archived_one_is_hidden_and_unchangeable(client: FlaskClient, app: Flask) -> None:
    startup = make_startup(signed_in(client), is_public=True)
    client.post(f"/startups/{startup.slug}/archive")
    text(app.test_client(), f"/startups/{startup.slug}", 404)
    assert client.get(f"/startups/{startup.slug}/edit").status_code == 403
    client.post(f"/startups/{startup.slug}/restore")
    text(app.test_client(), f"/startups/{startup.slug}")


def test_the_directory_finds_without_marks(client: FlaskClient) -> None:
    make_startup(name="Cà phê Đắk Mẫu", is_public=True, sectors=["ca_phe"], province_code="51")
    make_startup(name="Cà phê kín", sectors=["ca_phe"])
    make_startup(name="Robot Mẫu", is_public=True, sectors=["co_khi_tu_dong"], province_code="48")
    assert "Cà phê Đắk Mẫu" in text(client, "/startups?q=ca+phe+dak")
    assert "Cà phê kín" not in text(client, "/startups?q=ca+phe")
    assert "Robot Mẫu" not in text(client, "/startups?sector=ca_phe")
    assert "Robot Mẫu" in text(client, "/startups?province=48&stage=idea&sort=new")
    assert "Robot Mẫu" not in text(client, "/startups?stage=unicorn&page=-7")


def test_the_directory_asks_no_more_for_more(client: FlaskClient) -> None:
    make_startup(is_public=True)
    with count_statements() as one:
        client.get("/startups")
    make_startup(is_public=True)
    make_startup(is_public=True)
    with count_statements() as three:
        client.get("/startups")
    assert len(three) == len(one)
    three.at_most(5)


def test_my_list_asks_no_more_for_more(client: FlaskClient) -> None:
    me = signed_in(client)
    make_startup(me)
    with count_statements() as one:
        client.get("/startups/mine")
    make_member(make_startup(), me)
    make_startup(me)
    with count_statements() as three:
        client.get("/startups/mine")
    assert len(three) == len(one)
    three.at_most(8)


def test_a_logo_is_stored_shown_and_replaced(client: FlaskClient, app: Flask) -> None:
    startup = make_startup(signed_in(client))
    for colour in ("teal", "red"):
        sent = {"logo": (io.BytesIO(picture(colour=colour)), "../../logo.png")}
        assert client.post(f"/startups/{startup.slug}/logo", data=sent).status_code == 302
    assert startup.logo is not None
    assert startup.logo.name == "logo.png"
    path = f"/files/startups/logo/{startup.logo.public_id}"
    answer = client.get(path)
    assert answer.mimetype == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert app.test_client().get(path).status_code == 404
    assert client.post(f"/startups/{startup.slug}/logo", data={"remove": "1"}).status_code == 302
    assert startup.logo is None
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<svg onload=alert(1)>", "logo.svg"), (b"", "logo.png"), (PDF, "logo.png"), (b"GIF89a", "logo.jpg")],
)
def test_logos_that_are_none(client: FlaskClient, content: bytes, name: str) -> None:
    startup = make_startup(signed_in(client))
    answer = client.post(f"/startups/{startup.slug}/logo", data={"logo": (io.BytesIO(content), name)})
    assert answer.status_code == 400
    assert "field-error" in answer.text
    assert startup.logo is None


def test_the_deck_is_for_the_team_until_it_is_published(client: FlaskClient, app: Flask) -> None:
    startup = make_startup(signed_in(client), is_public=True)
    client.post(f"/startups/{startup.slug}/deck", data={"deck": (io.BytesIO(PDF), "Giới thiệu.pdf")})
    assert startup.deck is not None
    path = f"/files/startups/deck/{startup.deck.public_id}"
    assert client.get(path).data == PDF
    assert app.test_client().get(path).status_code == 404
    shown = PROFILE | {"version": str(startup.version), "deck_is_public": "y"}
    client.post(f"/startups/{startup.slug}/edit", data=shown)
    assert app.test_client().get(path).status_code == 200
