"""Pages of exhibitions: lists under counted statements, forms that keep what was typed, refusals in words."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.core.search import fold
from ecosystem.exhibitions.models import Booth, Exhibition, ExhibitorState
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.exhibitions import (
    make_booths,
    make_claim,
    make_exhibition,
    make_exhibitor,
    make_hall,
    make_zone,
)
from tests.support.factories.payments import make_seller
from tests.support.statements import count_statements

MOST = 15


def make_scene(client: FlaskClient, number: int) -> tuple[Exhibition, list[Booth]]:
    """An exhibition whose owner is signed in, with so many exhibitors in booths."""
    owner = account("Owner")
    exhibition = make_exhibition(make_event(make_organiser(owner)))
    booths = make_booths(exhibition, make_hall(exhibition), number + 1)
    for booth in booths[:number]:
        make_claim(booth, make_exhibitor(exhibition, owner))
    sign_in(client, owner)
    return exhibition, booths


PATHS = (
    "/exhibitions/{slug}",
    "/organise/exhibitions/{slug}/exhibitors/",
    "/organise/exhibitions/{slug}/halls/",
    "/organise/exhibitions/{slug}/",
    "/organise/exhibitions/{slug}/waiting",
    "/exhibiting/",
)


@pytest.mark.parametrize("path", PATHS)
def test_lists_ask_the_same_number_of_statements(client: FlaskClient, session: Session, path: str) -> None:
    counted = []
    for number in (1, 3):
        exhibition, _booths = make_scene(client, number)
        address = path.format(slug=exhibition.slug)
        client.get(address)
        session.expire_all()
        with count_statements() as statements:
            assert client.get(address).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1] <= MOST


def test_exhibitors_are_found_without_diacritics(client: FlaskClient) -> None:
    exhibition = make_exhibition()
    for name in ("Hợp tác xã Đăk Hà", "Nhà máy Măng Đen"):
        make_exhibitor(exhibition, name=name, search_text=fold(name))
    page = client.get(f"/exhibitions/{exhibition.slug}?q=dak ha").text
    assert "Hợp tác xã Đăk Hà" in page
    assert "Nhà máy Măng Đen" not in page


def test_an_application_keeps_what_was_typed(client: FlaskClient, session: Session) -> None:
    exhibition = make_exhibition(terms="Mở cửa cả ba ngày.")
    sign_in(client, account("Applicant"))
    sent = {"party": "organisation", "name": "Hợp tác xã Mẫu", "email": "htx@example.vn"}
    sent |= {"wish_zone": "0", "wish_kind": "", "sector": "", "province_code": ""}
    answer = client.post(f"/exhibitions/{exhibition.slug}/apply", data=sent)
    assert answer.status_code == 400
    assert "Hợp tác xã Mẫu" in answer.text
    answer = client.post(f"/exhibitions/{exhibition.slug}/apply", data={**sent, "shows": "Trà", "agree": "y"})
    assert answer.status_code == 302
    again = client.post(f"/exhibitions/{exhibition.slug}/apply", data={**sent, "shows": "Trà", "agree": "y"})
    assert again.status_code == 400


def test_who_is_too_late_stays_on_the_plan_and_reads_why(client: FlaskClient, session: Session) -> None:
    exhibition, (taken, *_) = make_scene(client, 1)
    late = account("Late")
    exhibitor = make_exhibitor(exhibition, late)
    sign_in(client, late)
    answer = client.post(f"/exhibiting/{exhibitor.public_id}/choose", data={"booth": taken.public_id})
    assert answer.status_code == 409
    assert taken.number in answer.text


def test_several_are_decided_at_once(client: FlaskClient, session: Session) -> None:
    exhibition, _ = make_scene(client, 1)
    waiting = [make_exhibitor(exhibition, state=ExhibitorState.APPLIED) for _ in range(3)]
    sent = {"exhibitor": [each.public_id for each in waiting[:2]], "step": "accept"}
    client.post(f"/organise/exhibitions/{exhibition.slug}/exhibitors/decide", data=sent)
    for each in waiting:
        session.refresh(each)
    states = [each.state.value for each in waiting]
    assert states == ["accepted", "accepted", "applied"]


def test_files_of_a_plan_are_given_and_refused(client: FlaskClient, session: Session) -> None:
    exhibition, (booth, *_) = make_scene(client, 1)
    hall = exhibition.halls[0]
    base = f"/organise/exhibitions/{exhibition.slug}/halls/{hall.public_id}"
    assert booth.number in client.get(f"{base}/export.svg").text
    assert booth.number in client.get(f"{base}/export.json").text
    assert client.get(f"{base}/print?paper=a3").status_code == 200
    assert client.post(f"{base}/plan.json", json={"version": 1, "booths": [{"number": "<b>"}]}).status_code == 400
    assert client.post(f"{base}/plan.json", json={"version": 99, "booths": []}).status_code == 409
    assert client.post(f"{base}/plan.json", json=[]).status_code == 400


def test_a_booth_on_the_public_plan_leads_to_its_exhibitor(client: FlaskClient, session: Session) -> None:
    exhibition, (booth, free) = make_scene(client, 1)
    shown = client.get(f"/exhibitions/{exhibition.slug}?booth={booth.number}")
    assert shown.status_code == 200
    assert shown.text.count(f"booth={booth.number}#chosen") == 2
    assert f"booth={free.number}#chosen" not in shown.text


def test_a_zone_gets_another_name_and_colour(client: FlaskClient, session: Session) -> None:
    exhibition = make_exhibition()
    zone, other = make_zone(exhibition, "Nông nghiệp"), make_zone(exhibition, "Y tế")
    sign_in(client, exhibition.event.organiser.staff[0].account)
    path = f"/organise/exhibitions/{exhibition.slug}/zones/{zone.public_id}/edit"
    taken = client.post(path, data={"name": "Y tế", "colour": "blue"})
    assert taken.status_code == 400
    assert taken.text.count("Nông nghiệp") >= 1
    session.expire_all()
    assert zone.name == "Nông nghiệp"
    assert client.post(path, data={"name": "Nông nghiệp sạch", "colour": "blue"}).status_code == 302
    session.expire_all()
    assert (zone.name, zone.colour.value, other.name) == ("Nông nghiệp sạch", "blue", "Y tế")
    assert "Nông nghiệp sạch" in client.get(f"/organise/exhibitions/{exhibition.slug}/halls/").text


def test_times_to_set_up_are_kept_in_order_and_shown(client: FlaskClient, session: Session) -> None:
    owner = account("Owner")
    exhibition = make_exhibition(make_event(make_organiser(owner)), title="Phiên chợ")
    sign_in(client, owner)
    address = f"/organise/exhibitions/{exhibition.slug}/settings"
    form = {
        "title": "Phiên chợ",
        "version": exhibition.version,
        "hold_minutes": "60",
        "offer_hours": "24",
        "booths_per_exhibitor": "1",
        "set_up_from": "2027-03-12T13:00",
        "set_up_until": "2027-03-12T12:00",
        "take_down_from": "2027-03-11T12:00",
    }
    refused = client.post(address, data=form)
    assert refused.status_code == 400
    assert "Thời điểm kết thúc phải sau thời điểm bắt đầu." in refused.text
    assert "Gian hàng được tháo dỡ sau khi đã dựng xong." in refused.text
    assert (
        client.post(address, data=form | {"set_up_until": "2027-03-12T18:00", "take_down_from": ""}).status_code == 302
    )
    for page in (f"/exhibitions/{exhibition.slug}", f"/organise/exhibitions/{exhibition.slug}/"):
        assert "12/03/2027 13:00 – 18:00" in client.get(page).text, page


def test_an_organiser_is_told_what_troubles_exhibitors(client: FlaskClient, session: Session) -> None:
    exhibition, booths = make_scene(client, 1)
    desk = f"/organise/exhibitions/{exhibition.slug}/"
    no_way = "chưa có cách nào để thanh toán"
    assert no_way not in client.get(desk).text, "what costs nothing needs no way to pay"
    with transaction():
        booths[0].price, exhibition.hold_minutes = 3_000_000, 60
    assert no_way in client.get(desk).text
    make_seller(exhibition.event.organiser, providers=["vietqr"], bank_bin="970436", bank_account="0123456789")
    page = client.get(desk).text
    assert no_way not in page
    assert "chuyển khoản cần nhiều thời gian hơn" in page, "held for less than a day"
    with transaction():
        exhibition.hold_minutes = 24 * 60
    assert "chuyển khoản cần nhiều thời gian hơn" not in client.get(desk).text
