"""The exhibitor's desk and the organiser's: forms keep what was typed, files are checked, lists are taken out."""

import io
import re
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core.background import BackgroundTask, path_of
from ecosystem.core.signals import reacts_to
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.notifications.models import Mail
from ecosystem.showcase.models import BoothPage, Enquiry, EnquiryState, Product, ProductState
from ecosystem.showcase.signals import ExhibitorFigure, ExhibitorFiguresAsked
from tests.support.background import run_tasks
from tests.support.factories.accounts import account
from tests.support.factories.files import PDF, picture
from tests.support.factories.showcase import make_enquiry, make_product, make_stand
from tests.support.statements import count_statements

HTMX = {"HX-Request": "true"}


def desk(stand: Exhibitor, rest: str = "") -> str:
    return f"/exhibitors/{stand.public_id}/{rest}"


def moderation(stand: Exhibitor, rest: str = "") -> str:
    return f"/organise/exhibitions/{stand.exhibition.slug}/showcase/{rest}"


def upload(content: bytes, name: str = "anh.png", field: str = "file") -> dict[str, Any]:
    return {field: (io.BytesIO(content), name)}


def test_a_product_from_the_form_to_the_public_page(own: FlaskClient, stand: Exhibitor, session: Session) -> None:
    typed = {
        "name": "Cà phê mật ong",
        "summary": "Rang vừa",
        "price_kind": "range",
        "price_low": "150.000",
        "price_high": "1 triệu",
        "tags": "cà phê, quà tặng",
        "sectors": ["ca_phe"],
        "seeks": ["distributors"],
        "ocop_stars": "4",
        "ocop_year": "2025",
    }
    wrong = own.post(desk(stand, "products/new"), data=typed | {"price_high": "100.000"})
    assert wrong.status_code == 400
    assert "Giá cao nhất phải lớn hơn" in wrong.text
    assert 'value="Cà phê mật ong"' in wrong.text
    assert own.post(desk(stand, "products/new"), data=typed).status_code == 302
    product = session.scalars(select(Product)).one()
    assert (product.price_low, product.price_high, product.tags) == (150_000, 1_000_000, ["cà phê", "quà tặng"])
    page = desk(stand, f"products/{product.public_id}")
    own.post(f"{page}/publish")
    assert product.state is ProductState.DRAFT, "a picture is missing"
    row = own.post(f"{page}/pictures", data=upload(picture(size=(900, 600))), headers=HTMX)
    assert "data-picture" in row.text
    assert own.post(f"{page}/publish").status_code == 302
    assert own.get(f"/booths/{stand.public_id}").text.count("Cà phê mật ong") >= 1
    assert own.get(page).status_code == 200
    assert own.get(desk(stand, "products/")).status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "anh.png", "trống"),
        (b"<svg onload=alert(1)>", "anh.svg", "JPG, PNG, WEBP"),
        (b"GIF89a" + b"0" * 50, "anh.png", "PNG"),
        (picture()[:40], "anh.png", "Không đọc được"),
        (PDF, "anh.jpg", "JPG"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    own: FlaskClient, stand: Exhibitor, content: bytes, name: str, said: str
) -> None:
    product = make_product(stand, pictures=0, state=ProductState.DRAFT)
    page = desk(stand, f"products/{product.public_id}/pictures")
    answer = own.post(page, data=upload(content, name))
    assert answer.status_code == 400
    assert said in answer.text
    assert own.post(page, data=upload(content, name), headers=HTMX).status_code == 422


def test_a_huge_picture_is_refused(own: FlaskClient, stand: Exhibitor) -> None:
    product = make_product(stand, pictures=0, state=ProductState.DRAFT)
    bomb = picture("PNG", (9_000, 9_000))
    answer = own.post(desk(stand, f"products/{product.public_id}/pictures"), data=upload(bomb))
    assert answer.status_code == 400
    assert "megapixel" in answer.text


def test_pictures_are_described_and_ordered(own: FlaskClient, stand: Exhibitor) -> None:
    product = make_product(stand, pictures=2)
    one, two = product.pictures
    page = desk(stand, f"products/{product.public_id}/pictures")
    own.post(f"{page}/{one.public_id}/describe", data={f"{one.public_id}-alt": "Gói cà phê"})
    assert one.alt == "Gói cà phê"
    assert own.post(f"{page}/order", data={"picture": [two.public_id, one.public_id]}, headers=HTMX).status_code == 200
    assert two.position < one.position
    own.post(f"{page}/{two.public_id}/move", data={"direction": "down"})
    assert one.position < two.position
    own.post(f"{page}/{two.public_id}/remove")
    assert own.post(f"{page}/{one.public_id}/remove", follow_redirects=True).text.count("ít nhất một ảnh")


def test_papers_and_certificates(own: FlaskClient, stand: Exhibitor, client: FlaskClient) -> None:
    product = make_product(stand, ocop_stars=4)
    page = desk(stand, f"products/{product.public_id}")
    assert own.post(f"{page}/brochure", data=upload(PDF, "to-gioi-thieu.pdf", "brochure")).status_code == 302
    assert own.post(f"{page}/ocop_file", data=upload(PDF, "ocop.pdf", "ocop_file")).status_code == 302
    assert own.post(f"{page}/brochure", data=upload(b"x", "a.exe", "brochure")).status_code == 400
    sent = {"kind": "vietgap", "number": "VG-12", "valid_until": "2027-01-31"}
    assert own.post(f"{page}/certificates", data=sent | upload(PDF, "vg.pdf", "certificate_file")).status_code == 302
    assert own.post(f"{page}/certificates", data={"kind": "other"}).status_code == 400
    assert own.post(f"{page}/certificates", data=sent | upload(b"x", "a.pdf", "certificate_file")).status_code == 400
    shown = own.get(f"/booths/{stand.public_id}/products/{product.public_id}").text
    assert "VG-12" in shown
    for file in re.findall(r"/files/showcase/\w+", shown):
        assert own.get(file).status_code == 200
    own.post(f"{page}/brochure", data={"remove": "1"})
    assert product.brochure_id is None


def test_the_booth_page_is_written(own: FlaskClient, stand: Exhibitor, session: Session) -> None:
    sent = {"tagline": "Rang trong ngày", "name_en": "Mang Coop", "story": "**Chúng tôi**", "seeks": ["investors", "x"]}
    assert own.post(desk(stand, "page"), data=sent).status_code == 400, "a choice that does not exist"
    assert own.post(desk(stand, "page"), data=sent | {"seeks": ["investors"]}).status_code == 302
    page = session.scalars(select(BoothPage)).one()
    assert (page.tagline, page.seeks) == ("Rang trong ngày", ["investors"])
    stale = own.post(desk(stand, "page"), data={"tagline": "Khác", "version": "99"})
    assert stale.status_code in (200, 400)
    assert "Rang trong ngày" in stale.text
    assert own.post(desk(stand, "cover"), data=upload(picture(size=(1800, 700)), "bia.png", "cover")).status_code == 302
    assert page.cover is not None
    assert own.get(f"/files/booths/{page.cover.public_id}").headers["Content-Type"] == "image/webp"
    assert own.post(desk(stand, "cover"), data=upload(b"x", "bia.png", "cover")).status_code == 400
    own.post(desk(stand, "cover"), data={"remove": "1"})
    assert page.cover is None


def test_a_booth_has_a_logo_of_its_own(own: FlaskClient, stand: Exhibitor, session: Session) -> None:
    first, second = (upload(picture(size=(900, 900)), name, "logo") for name in ("mot.png", "hai.png"))
    assert own.post(desk(stand, "logo"), data=first).status_code == 302
    session.refresh(stand)
    assert stand.logo is not None
    old = stand.logo.public_id
    assert own.get(f"/files/exhibitors/{old}").headers["Content-Type"] == "image/webp"
    assert f"/files/exhibitors/{old}" in own.get(f"/booths/{stand.public_id}").text
    assert own.post(desk(stand, "logo"), data=upload(b"x", "x.png", "logo")).status_code == 400
    own.post(desk(stand, "logo"), data=second)
    assert own.get(f"/files/exhibitors/{old}").status_code == 404, "the old one is gone"
    own.post(desk(stand, "logo"), data={"remove": "1"})
    session.refresh(stand)
    assert stand.logo is None


def test_the_dashboard_tells_what_others_answer(own: FlaskClient, stand: Exhibitor, staff: FlaskClient) -> None:
    from ecosystem.core import signals

    def leads(question: ExhibitorFiguresAsked) -> list[ExhibitorFigure]:
        return [ExhibitorFigure("Khách để lại liên hệ", "7")] if question.exhibitor_id == stand.id else []

    reacts_to(ExhibitorFiguresAsked)(leads)
    try:
        make_enquiry(stand)
        with count_statements() as counted:
            page = own.get(desk(stand))
        counted.at_most(20)
    finally:
        signals._handlers[ExhibitorFiguresAsked].remove(leads)
    assert "Khách để lại liên hệ" in page.text
    assert stand.claims[0].booth.number in page.text
    assert staff.get(desk(stand)).status_code == 200
    assert staff.get(desk(stand, "enquiries/")).status_code == 403


def test_a_sign_has_number_name_and_code(own: FlaskClient, stand: Exhibitor) -> None:
    for size, height in (("A4", 842), ("A5", 595)):
        answer = own.get(f"/booths/{stand.public_id}/sign-{size}.pdf")
        (page,) = PdfReader(io.BytesIO(answer.data)).pages
        assert round(float(page.mediabox.height)) == height
        text = page.extract_text()
        assert stand.claims[0].booth.number in text.replace(" ", "")
        assert "Măng Mẫu" in text


def test_the_organiser_hides_with_a_reason_and_shows_again(
    staff: FlaskClient, client: FlaskClient, stand: Exhibitor, session: Session
) -> None:
    product = make_product(stand, name="Rượu lạ")
    page = moderation(stand, f"products/{product.public_id}/")
    assert staff.post(page + "hide", data={"reason": " "}).status_code == 400
    assert staff.post(page + "hide", data={"reason": "Chưa công bố chất lượng"}).status_code == 302
    assert client.get(f"/booths/{stand.public_id}/products/{product.public_id}").status_code == 404
    assert "Chưa công bố chất lượng" in session.scalars(select(Mail)).one().body
    assert "Rượu lạ" in staff.get(moderation(stand, "?state=hidden")).text
    assert staff.post(page + "show").status_code == 302
    assert product.is_shown
    assert client.get(f"/booths/{stand.public_id}/products/{product.public_id}").status_code == 200


def test_lists_are_taken_out_without_formulas(own: FlaskClient, staff: FlaskClient, stand: Exhibitor) -> None:
    product = make_product(stand, name="=HYPERLINK(1)", seeks=["investors"])
    make_enquiry(stand, account("+Lệnh Mẫu"), product=product, organisation="@x")
    csv = staff.get(moderation(stand, "products.csv")).data.decode()
    assert csv.startswith("\ufeff")
    assert "'=HYPERLINK(1)" in csv
    book = openpyxl.load_workbook(io.BytesIO(staff.get(moderation(stand, "products.xlsx")).data))
    assert book.active.cell(2, 3).data_type == "s"
    asked = own.get(desk(stand, "enquiries/export.csv")).data.decode()
    assert "'+Lệnh Mẫu" in asked
    assert own.get(desk(stand, "enquiries/export.xlsx?state=closed")).status_code == 200
    assert staff.get(desk(stand, "enquiries/export.csv")).status_code == 403


def test_signs_for_all_booths_are_a_task(app: Flask, staff: FlaskClient, stand: Exhibitor, session: Session) -> None:
    make_stand(stand.exhibition, name="Ngọc Mẫu")
    assert staff.post(moderation(stand, "signs-A5")).status_code == 302
    assert staff.post(moderation(stand, "signs-A5")).status_code == 302
    assert run_tasks(app) == 1
    task = session.scalars(select(BackgroundTask)).one()
    assert len(PdfReader(path_of(task)).pages) == 2


def test_lists_of_the_desks_cost_the_same_for_one_and_three(
    own: FlaskClient, staff: FlaskClient, stand: Exhibitor
) -> None:
    figures = []
    for _round in range(2):
        for client, page in (
            (own, desk(stand, "products/")),
            (own, desk(stand, "enquiries/")),
            (staff, moderation(stand)),
            (staff, moderation(stand, "reports")),
        ):
            with count_statements() as counted:
                assert client.get(page).status_code == 200
            counted.at_most(15)
            figures.append(len(counted))
        for _number in range(2 - _round):
            make_enquiry(stand, product=make_product(stand))
    assert figures[1:4:2] == figures[5::2]


def test_enquiries_are_answered_and_filtered(own: FlaskClient, stand: Exhibitor, session: Session) -> None:
    asked = make_enquiry(stand, account("Trần Mẫu Sỉ"), text="Bán sỉ cà phê?")
    make_enquiry(stand, account("Lê Mẫu Lẻ"), text="Giờ mở cửa?")
    assert "Lê Mẫu Lẻ" not in own.get(desk(stand, "enquiries/?q=ban si")).text
    assert "Trần Mẫu Sỉ" not in own.get(desk(stand, "enquiries/?state=closed")).text
    page = desk(stand, f"enquiries/{asked.public_id}")
    assert "data-read" in own.get(page).text
    assert asked.unread_by_exhibitor == 1, "looking writes nothing"
    assert own.post(f"{page}/read").status_code == 204
    assert asked.unread_by_exhibitor == 0
    wrong = own.post(f"{page}/reply", data={"text": "Có", "quote_until": "2030-01-01"})
    assert wrong.status_code == 400
    assert "số tiền báo giá" in wrong.text
    sent = {"text": "Có ạ", "quote_amount": "38,5 triệu", "quote_until": "2030-01-01", "sent_key": "b" * 32}
    for _click in range(2):
        assert own.post(f"{page}/reply", data=sent).status_code == 302
    session.expire_all()
    assert len(session.get_one(Enquiry, asked.id).messages) == 2
    assert "38.500.000" in own.get(page).text
    own.post(f"{page}/close")
    assert session.get_one(Enquiry, asked.id).state is EnquiryState.CLOSED
    own.post(f"{page}/reopen")
    assert own.post(f"{page}/report", data={"reason": ""}).status_code == 400
    assert own.post(f"{page}/report", data={"reason": "Spam"}).status_code == 302


def test_the_organiser_reads_reported_threads_only(own: FlaskClient, staff: FlaskClient, stand: Exhibitor) -> None:
    quiet, loud = make_enquiry(stand), make_enquiry(stand, text="Mua thuốc giảm cân")
    own.post(desk(stand, f"enquiries/{loud.public_id}/report"), data={"reason": "Quảng cáo"})
    assert staff.get(moderation(stand, f"reports/{quiet.public_id}")).status_code == 404
    page = staff.get(moderation(stand, f"reports/{loud.public_id}"))
    assert "giảm cân" in page.text
    report = re.search(rf"/reports/{loud.public_id}/(\w+)", page.text)
    assert report is not None
    decide = moderation(stand, f"reports/{loud.public_id}/{report[1]}")
    assert staff.post(decide, data={"upheld": "y", "note": "Đã khóa"}).status_code == 302
    assert "Đã khóa" in staff.get(moderation(stand, f"reports/{loud.public_id}")).text
    assert own.post(desk(stand, f"enquiries/{loud.public_id}/reply"), data={"text": "x"}).status_code == 400
