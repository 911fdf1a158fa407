"""A visitor's walk through an exhibition on a telephone: look, keep, ask, come back signed in, read the answer."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from ecosystem.core.database import session
from ecosystem.showcase.models import BoothVisits, Enquiry, VisitSource
from ecosystem.showcase.services.visits import lately
from tests.journeys.conftest import NewPerson
from tests.journeys.people import Person
from tests.support.browsers import sign_in
from tests.support.factories.accounts import account
from tests.support.factories.exhibitions import make_exhibition
from tests.support.factories.files import picture
from tests.support.factories.showcase import make_product, make_stand
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer

PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A145F) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
LONG = "Hợp tác xã Dịch vụ nông nghiệp tổng hợp và Du lịch cộng đồng Măng Mẫu Kon Plông"


@dataclass
class Walk:
    """Where things are, and who takes part."""

    slug: str
    booth: str
    exhibitor: int
    visitor_account: int
    visitor: Person
    seller: Person


@pytest.fixture
def walk(live_server: LiveServer, somebody: NewPerson) -> Walk:
    lately.clear()
    with live_server.app.app_context():
        exhibition = make_exhibition(title="Triển lãm Cao nguyên xanh")
        seller = account("A Mẫu Thiên", "thien.mau@example.vn")
        stand = make_stand(exhibition, seller, name=LONG)
        make_product(stand, name="Cà phê mật ong Măng Mẫu", ocop_stars=4, sectors=["ca_phe"])
        make_product(make_stand(exhibition, name="Ngọc Mẫu"), name="Trà sâm dây")
        visitor = account("Lê Mẫu Khách", "khach.mau@example.vn")
        slug, booth, seller_id, visitor_id = exhibition.slug, stand.public_id, seller.id, visitor.id
        exhibitor_id = stand.id
    guest = somebody("Lê Mẫu Khách", "khach.mau@example.vn", width=360, user_agent=PHONE)
    owner = somebody("A Mẫu Thiên", "thien.mau@example.vn", width=360)
    sign_in(owner.page, live_server, seller_id)
    return Walk(slug, booth, exhibitor_id, visitor_id, guest, owner)


def test_a_visitor_walks_from_the_showcase_to_the_quote(walk: Walk, live_server: LiveServer) -> None:
    finds(walk)
    scans_the_sign(walk, live_server)
    keeps_as_a_guest(walk)
    asks(walk, live_server)
    answers(walk)
    reads_the_quote(walk)
    finds_the_route_again(walk, live_server)
    adds_a_product(walk, live_server)


def finds(walk: Walk) -> None:
    visitor = walk.visitor.go(f"/exhibitions/{walk.slug}/showcase").reads("Sản phẩm trưng bày")
    assert_fits(visitor.page)
    assert_accessible(visitor.page)
    box = visitor.screen.get_by_role("searchbox", name="Tìm sản phẩm, từ khóa, đơn vị")
    box.fill("ca phe mat ong")
    box.press("Enter")
    expect(visitor.main.locator(".list-count")).to_have_text("1 sản phẩm")
    visitor.follow("Cà phê mật ong Măng Mẫu").reads("Cà phê mật ong Măng Mẫu")
    assert_fits(visitor.page)
    assert_accessible(visitor.page)


def scans_the_sign(walk: Walk, live_server: LiveServer) -> None:
    """The page counts itself, by its script, without a cookie."""
    visitor = walk.visitor
    with visitor.page.expect_response(lambda answer: "/visit" in answer.url and answer.status == 204):
        visitor.go(f"/b/{walk.booth}").reads(LONG)
    assert_fits(visitor.page)
    assert_accessible(visitor.page)
    assert visitor.page.context.cookies() == []
    with live_server.app.app_context():
        rows = [(row.source, row.count) for row in session().query(BoothVisits)]
    assert rows == [(VisitSource.QR, 1)]


def keeps_as_a_guest(walk: Walk) -> None:
    visitor = walk.visitor
    visitor.press("Trong lộ trình: Cà phê mật ong Măng Mẫu").sees("Đã thêm vào lộ trình, lưu trên thiết bị này.")
    visitor.go(f"/exhibitions/{walk.slug}/route").reads("Lộ trình của tôi").sees("Cà phê mật ong Măng Mẫu")
    visitor.fill("Ghi chú về", "Hỏi giá 200 hộp")
    assert_fits(visitor.page)
    assert_accessible(visitor.page)
    visitor.page.reload()
    expect(visitor.screen.get_by_role("textbox", name="Ghi chú về")).to_have_value("Hỏi giá 200 hộp")


def asks(walk: Walk, live_server: LiveServer) -> None:
    visitor = walk.visitor.go(f"/booths/{walk.booth}").follow("Cà phê mật ong Măng Mẫu")
    visitor.reads("Cà phê mật ong Măng Mẫu").follow("Yêu cầu báo giá")
    visitor.reads(f"Hỏi {LONG}")
    assert_fits(visitor.page)
    assert_accessible(visitor.page)
    expect(visitor.screen.get_by_role("radio", name="Yêu cầu báo giá")).to_be_checked()
    visitor.fill("Nội dung", "Tôi cần 200 hộp làm quà Tết").fill("Số lượng", "200 hộp")
    visitor.fill("Họ và tên", visitor.name).fill("Địa chỉ thư điện tử", "khach.mau@example.vn")
    visitor.press("Gửi").sees("Vui lòng đồng ý để đơn vị trưng bày có thể trả lời.")
    expect(visitor.screen.get_by_role("textbox", name="Số lượng")).to_have_value("200 hộp")
    visitor.tick("Tôi đồng ý chuyển thông tin liên hệ").press("Gửi")
    visitor.reads("Còn một bước: xác nhận địa chỉ")
    assert not walk.seller.has_mail("Khách tham quan hỏi gian hàng")
    visitor.follows_mail("Xác nhận thư hỏi", "/enquiries/link/").reads(LONG)
    visitor.press("Xác nhận và gửi").is_told("Thư hỏi đã được chuyển đến đơn vị trưng bày.")
    assert_fits(visitor.page)
    with live_server.app.app_context():
        assert session().query(Enquiry).one().unread_by_exhibitor == 1


def answers(walk: Walk) -> None:
    seller = walk.seller.follows_mail("Khách tham quan hỏi gian hàng", "/enquiries/").reads("Lê Mẫu Khách")
    seller.sees("Tôi cần 200 hộp làm quà Tết").sees("khach.mau@example.vn")
    assert_fits(seller.page)
    assert_accessible(seller.page)
    seller.fill("Câu trả lời", "Dạ được ạ, giao trước Tết hai tuần").fill("Báo giá (không bắt buộc)", "38,5 triệu")
    seller.press("Gửi câu trả lời").is_told("Khách được báo qua thư").sees("38.500.000")


def reads_the_quote(walk: Walk) -> None:
    visitor = walk.visitor
    assert "38.500.000" in visitor.opens_mail("đã trả lời Anh/Chị")
    visitor.follows_mail("đã trả lời Anh/Chị", "/enquiries/link/").sees("38.500.000")
    visitor.fill("Nội dung", "Tôi đặt luôn").press("Gửi tin nhắn").is_told("Đã gửi.")


def finds_the_route_again(walk: Walk, live_server: LiveServer) -> None:
    """Signed in, the device hands over what it kept."""
    visitor = walk.visitor
    sign_in(visitor.page, live_server, walk.visitor_account)
    visitor.go(f"/exhibitions/{walk.slug}/showcase")
    heart = visitor.screen.get_by_role("button", name="Trong lộ trình: Cà phê mật ong Măng Mẫu")
    expect(heart).to_have_attribute("aria-pressed", "true")
    visitor.go(f"/exhibitions/{walk.slug}/route").sees("Cà phê mật ong Măng Mẫu")
    expect(visitor.screen.get_by_role("textbox", name="Ghi chú về")).to_have_value("Hỏi giá 200 hộp")
    visitor.go(f"/exhibitions/{walk.slug}/showcase")
    visitor.press("Trong lộ trình: Trà sâm dây")
    tea = visitor.screen.get_by_role("button", name="Trong lộ trình: Trà sâm dây")
    expect(tea).to_have_attribute("aria-pressed", "true")


def adds_a_product(walk: Walk, live_server: LiveServer) -> None:
    seller = walk.seller.go(f"/exhibitors/{walk.booth}/").reads(LONG).sees("Sẵn sàng mở cửa")
    assert_fits(seller.page)
    assert_accessible(seller.page)
    seller.follow("Thêm sản phẩm").reads("Thêm sản phẩm")
    seller.fill("Tên (bắt buộc)", "Mắc ca sấy nứt").fill("Tóm tắt trong một câu", "Túi 500 g")
    seller.press("Lưu và thêm ảnh").is_told("Đã lưu bản nháp").reads("Mắc ca sấy nứt")
    drop = {"name": "mac-ca.png", "mimeType": "image/png", "buffer": picture(size=(800, 600))}
    seller.page.set_input_files("input[type=file][name=file]", files=[drop])
    expect(seller.main.locator("[data-picture]")).to_have_count(1)
    assert_fits(seller.page)
    seller.page.reload()
    assert_accessible(seller.page)
    seller.page.locator("main form[action$='/publish'] button").click()
    seller.is_told("Sản phẩm đã công khai")
    walk.visitor.go(f"/booths/{walk.booth}").sees("Mắc ca sấy nứt")
