"""The showcase, booths and products as everybody sees them; favourites; the count of visits."""

import json
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.exhibitions.models import Exhibition, ExhibitionState, Exhibitor, ExhibitorState
from ecosystem.showcase.models import BoothPage, BoothVisits, Favourite, PriceKind, ProductState, VisitSource
from ecosystem.showcase.services.visits import lately
from tests.support.factories.accounts import sign_in, signed_in
from tests.support.factories.exhibitions import make_exhibition
from tests.support.factories.showcase import make_certificate, make_many_products, make_product, make_stand
from tests.support.statements import count_statements

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"}


@pytest.fixture
def stand(session: Session) -> Exhibitor:
    lately.clear()
    return make_stand(name="Hợp tác xã Măng Mẫu")


def home(exhibition: Exhibition, rest: str = "") -> str:
    return f"/exhibitions/{exhibition.slug}/showcase{rest}"


class Shown(HTMLParser):
    """The names of the products on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self._in_name = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_name = dict(attrs).get("class") == "product-name" or (self._in_name and tag == "a")

    def handle_data(self, data: str) -> None:
        if self._in_name and data.strip():
            self.names.append(data.strip())
            self._in_name = False


def names(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    page = Shown()
    page.feed(answer.text)
    return page.names


def test_plan_and_booth_lead_to_each_other(client: FlaskClient, stand: Exhibitor) -> None:
    plan = f"/exhibitions/{stand.exhibition.slug}"
    number = stand.claims[0].booth.number
    chosen = client.get(f"{plan}?booth={number}").text
    assert f'href="/booths/{stand.public_id}?from=plan"' in chosen
    assert f'href="{plan}/showcase"' in chosen
    assert f"{plan}?booth={number}#chosen" in client.get(f"/booths/{stand.public_id}").text


def test_the_index_searches_filters_and_sorts(client: FlaskClient, stand: Exhibitor) -> None:
    exhibition = stand.exhibition
    other = make_stand(exhibition, name="Dược liệu Ngọc Mẫu")
    make_product(stand, name="Cà phê Đắk Mẫu", sectors=["ca_phe"], price_kind=PriceKind.FIXED, price_low=90_000)
    make_product(stand, name="Ấm trà", ocop_stars=4, price_kind=PriceKind.FIXED, price_low=50_000)
    make_product(other, name="Sâm dây", seeks=["investors"], ocop_stars=5)
    make_product(stand, name="Nháp", state=ProductState.DRAFT)
    make_product(make_stand(), name="Ở triển lãm khác")
    everything = ["Ấm trà", "Cà phê Đắk Mẫu", "Sâm dây"]
    assert names(client, home(exhibition)) == everything
    assert names(client, home(exhibition, "?q=ca phe dak")) == ["Cà phê Đắk Mẫu"]
    assert names(client, home(exhibition, "?q=sam duoc lieu")) == ["Sâm dây"], "words of the exhibitor count too"
    assert names(client, home(exhibition, "?sector=ca_phe")) == ["Cà phê Đắk Mẫu"]
    assert names(client, home(exhibition, "?sector=unknown")) == []
    assert names(client, home(exhibition, "?stars=5")) == ["Sâm dây"]
    assert names(client, home(exhibition, "?stars=x")) == []
    assert names(client, home(exhibition, "?seeks=investors")) == ["Sâm dây"]
    assert names(client, home(exhibition, "?sort=price")) == ["Ấm trà", "Cà phê Đắk Mẫu", "Sâm dây"]
    assert names(client, home(exhibition, "?sort=-price")) == ["Cà phê Đắk Mẫu", "Ấm trà", "Sâm dây"]
    assert names(client, home(exhibition, "?sort=stars"))[0] == "Sâm dây"
    assert len(names(client, home(exhibition, "?sort=booth"))) == 3
    hall = stand.claims[0].booth.hall
    assert hall is not None
    assert names(client, home(exhibition, f"?place={hall.public_id}")) == everything[:2]
    assert names(client, home(exhibition, "?place=online")) == []
    assert names(client, home(exhibition, "/exhibitors?q=ca phe")) == ["Hợp tác xã Măng Mẫu"]
    assert len(names(client, home(exhibition, "/exhibitors?sort=booth"))) == 2


@pytest.mark.parametrize(
    "asked", ["?page=999999", "?page=x", "?page=-1", "?q=%25%27%22", "?sort='", "?place=%F0%9F%98%80"]
)
def test_strange_addresses_are_answered(client: FlaskClient, stand: Exhibitor, asked: str) -> None:
    make_product(stand)
    assert client.get(home(stand.exhibition, asked)).status_code == 200
    assert client.get(home(stand.exhibition, "/exhibitors" + asked)).status_code == 200


def test_the_pages_cost_the_same_for_one_and_three(client: FlaskClient, stand: Exhibitor) -> None:
    product = make_product(stand)
    signed_in(client)
    pages = (
        home(stand.exhibition),
        home(stand.exhibition, "/exhibitors"),
        f"/booths/{stand.public_id}",
        f"/booths/{stand.public_id}/products/{product.public_id}",
    )
    figures = []
    for _round in range(2):
        for page in pages:
            with count_statements() as counted:
                assert client.get(page).status_code == 200
            counted.at_most(15)
            figures.append(len(counted))
        for _number in range(2):
            make_product(make_stand(stand.exhibition))
            make_certificate(make_product(stand))
    assert figures[:4] == figures[4:]


def test_two_thousand_products_cost_no_more_statements(client: FlaskClient, session: Session) -> None:
    exhibition = make_exhibition()
    make_many_products(exhibition, 2_000, exhibitors=5)
    with count_statements() as counted:
        page = client.get(home(exhibition, "?q=mau&sector=ca_phe&sort=booth&page=30"))
    counted.at_most(12)
    assert "product-card" in page.text


def test_the_booth_shows_what_is_published(client: FlaskClient, stand: Exhibitor) -> None:
    shown = make_product(stand, name="Cà phê mật ong", ocop_stars=4)
    make_product(stand, name="Nháp", state=ProductState.DRAFT)
    with transaction() as current:
        current.add(BoothPage(exhibitor_id=stand.id, name_en="Mang Sample Coop", tagline="Rang trong ngày"))
    page = client.get(f"/booths/{stand.public_id}").text
    assert "Cà phê mật ong" in page
    assert "Nháp" not in page
    assert "Rang trong ngày" in page
    assert stand.email not in page
    assert "OCOP, 4 sao" in page
    english = client.get(f"/booths/{stand.public_id}", headers={"Accept-Language": "en"}).text
    assert "Mang Sample Coop" in english
    assert client.get(f"/booths/{stand.public_id}/products/{shown.public_id}").status_code == 200


def test_an_expired_certificate_says_so(client: FlaskClient, stand: Exhibitor) -> None:
    product = make_product(stand)
    make_certificate(product, valid_until=clock.now().date() - timedelta(days=3), number="VG-1")
    page = client.get(f"/booths/{stand.public_id}/products/{product.public_id}").text
    assert 'data-state="expired"' in page
    assert "Đã hết hạn" in page


def test_drafts_and_hidden_products_are_their_exhibitors(app: Flask, client: FlaskClient, stand: Exhibitor) -> None:
    draft = make_product(stand, state=ProductState.DRAFT)
    path = f"/booths/{stand.public_id}/products/{draft.public_id}"
    picture = f"/files/showcase/{draft.pictures[0].small.public_id}"
    assert client.get(path).status_code == 404
    assert client.get(picture).status_code == 404
    own = app.test_client()
    sign_in(own, stand.contact)
    assert own.get(path).status_code == 200
    assert own.get(picture).headers["Content-Type"] == "image/png"
    assert client.get("/files/showcase/" + "a" * 12).status_code == 404


@pytest.mark.parametrize(
    ("state", "published"), [(ExhibitorState.APPLIED, True), (ExhibitorState.ACCEPTED, False)], ids=["applied", "draft"]
)
def test_who_is_not_in_has_no_public_page(
    client: FlaskClient, session: Session, state: ExhibitorState, published: bool
) -> None:
    exhibition = make_exhibition(**({} if published else {"state": ExhibitionState.DRAFT}))
    stand = make_stand(exhibition, state=state)
    make_product(stand, name="Chưa ai thấy")
    for path in (f"/booths/{stand.public_id}", f"/b/{stand.public_id}", f"/booths/{stand.public_id}/qr.svg"):
        assert client.get(path).status_code == 404
    assert client.post(f"/booths/{stand.public_id}/visit", headers=PHONE).status_code == 404
    answer = client.get(home(exhibition))
    assert answer.status_code == (200 if published else 404)
    assert "Chưa ai thấy" not in answer.text


def test_the_qr_code_leads_to_the_booth(client: FlaskClient, stand: Exhibitor) -> None:
    answer = client.get(f"/b/{stand.public_id}")
    assert answer.location.endswith(f"/booths/{stand.public_id}?from=qr")
    assert client.get(f"/booths/{stand.public_id}/qr.svg").data.startswith(b"<?xml")
    assert client.get(f"/booths/{stand.public_id}/qr.png").data.startswith(b"\x89PNG")


def test_looking_writes_nothing_and_the_message_counts(client: FlaskClient, stand: Exhibitor, session: Session) -> None:
    page = client.get(f"/booths/{stand.public_id}", headers=PHONE)
    assert session.query(BoothVisits).count() == 0
    assert "Set-Cookie" not in page.headers
    beacon = f"/booths/{stand.public_id}/visit"
    assert client.post(f"{beacon}?from=qr", headers=PHONE).status_code == 204
    assert client.post(f"{beacon}?from=qr", headers=PHONE | {"Sec-Fetch-Site": "cross-site"}).status_code == 204
    assert client.post(f"{beacon}?from=plan", headers=PHONE | {"Origin": "https://evil.example"}).status_code == 204
    assert client.post(beacon, headers={"User-Agent": "Googlebot/2.1"}).status_code == 204
    assert client.get(beacon).status_code == 405
    assert [(row.source, row.count) for row in session.query(BoothVisits)] == [(VisitSource.QR, 1)]
    sign_in(client, stand.contact)
    client.post(f"{beacon}?from=plan", headers=PHONE)
    assert session.query(BoothVisits).count() == 1, "the exhibitor's own looks do not count"


def test_the_heart(client: FlaskClient, stand: Exhibitor, session: Session) -> None:
    product = make_product(stand)
    path = f"/exhibitions/{stand.exhibition.slug}/favourites"
    assert client.post(f"{path}/{product.public_id}").status_code in (302, 303)
    assert session.query(Favourite).count() == 0
    signed_in(client)
    answer = client.post(f"{path}/{product.public_id}", data={"wide": "1"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in answer.text
    assert "keep-wide" in answer.text
    assert client.post(f"{path}/{stand.public_id}").status_code == 303
    assert client.post(f"{path}/unknown").status_code == 404
    assert client.post(f"{path}/{product.public_id}/note", data={"note": "Hỏi giá"}).status_code == 303
    route = client.get(f"/exhibitions/{stand.exhibition.slug}/route").text
    assert "Hỏi giá" in route
    assert product.name in route
    client.post(f"{path}/{product.public_id}", data={"drop": "1"})
    assert session.query(Favourite).count() == 1
    sent = {"target": [product.public_id, "x"], "note": ["Mua", ""]}
    assert json.loads(client.post(path, data=sent).text) == {"taken_over": 1}


def test_the_route_changes_in_place(client: FlaskClient, stand: Exhibitor) -> None:
    product = make_product(stand, name="Trà sâm")
    signed_in(client)
    path = f"/exhibitions/{stand.exhibition.slug}/favourites/{product.public_id}"
    client.post(path)
    answer = client.post(path, data={"drop": "1", "route": "1"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Lộ trình chưa có gì" in answer.text


def test_a_guests_route_is_asked_for_by_the_device(client: FlaskClient, stand: Exhibitor) -> None:
    product = make_product(stand, name="Trà sâm")
    path = f"/exhibitions/{stand.exhibition.slug}/route"
    assert "data-guest-route" in client.get(path).text
    part = client.get(f"{path}?ids={product.public_id},{stand.public_id},zzz").text
    assert "Trà sâm" in part
    assert "<html" not in part
    assert "Trà sâm" not in client.get(f"{path}?ids=").text


def test_empty_showcases_teach(client: FlaskClient, session: Session) -> None:
    exhibition = make_exhibition()
    assert "đang được chuẩn bị" in client.get(home(exhibition)).text
    assert "Chưa có đơn vị" in client.get(home(exhibition, "/exhibitors")).text
    assert "Lộ trình chưa có gì" in client.get(f"/exhibitions/{exhibition.slug}/route").text
