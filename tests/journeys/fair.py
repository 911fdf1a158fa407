"""A fair as organisers and exhibitors make it in the browser: the hall drawn, booths taken and paid in every way."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect
from sqlalchemy import select

from ecosystem.core.database import db
from ecosystem.exhibitions.models import Booth, Exhibition, Exhibitor
from ecosystem.payments.models import Order
from tests.journeys.people import Person
from tests.support.held_clock import ZONE
from tests.support.pages import assert_accessible
from tests.support.servers import LiveServer

PRICE = 1_080_000
EXHIBITION = "Triển lãm Cao nguyên xanh"
FIRMS = ("Cà phê Mẫu", "Dược liệu Mẫu", "Thổ cẩm Mẫu")
GUEST = "Y Mẫu Yên"


@dataclass
class Fair:
    """The event as it was prepared, and who takes part."""

    server: LiveServer
    organiser_slug: str
    event_slug: str
    gate: str
    organiser: Person
    exhibitors: list[Person]
    slug: str = ""
    firms: dict[str, str] = field(default_factory=dict)  # public ids of the exhibitors by their names

    @property
    def desk(self) -> str:
        """The organiser's pages of the exhibition."""
        return f"/organise/exhibitions/{self.slug}"

    @property
    def finance(self) -> str:
        """The treasurer's pages."""
        return f"/organise/{self.organiser_slug}/finance"


def draw_the_hall(fair: Fair) -> None:
    organiser, now = fair.organiser, datetime.now(ZoneInfo(ZONE))
    organiser.go(f"/organise/{fair.organiser_slug}/events/{fair.event_slug}/exhibitions/new").reads("Tạo triển lãm")
    form = organiser.page.locator("main form").first
    form.locator("[name=title]").fill(EXHIBITION)
    for name, days in (
        ("apply_opens_at", -1),
        ("apply_closes_at", 1),
        ("choose_opens_at", -1),
        ("choose_closes_at", 1),
    ):
        form.locator(f"[name={name}]").fill((now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M"))
    organiser.press("Tiếp tục đến nhà trưng bày").reads("Nhà và gian hàng")
    organiser.fill("Tên nhà trưng bày", "Nhà A").press("Thêm và vẽ")
    fair.slug = re.search(r"/organise/exhibitions/([^/]+)/", organiser.page.url)[1]  # type: ignore[index]
    organiser.page.locator(".fp-tool[data-dialog=plan-row]").click()
    rows = organiser.page.locator("[data-row-form]")
    rows.locator("[name=count]").fill("4")
    rows.locator("[name=price]").fill("1.080.000")
    with organiser.page.expect_response(lambda answer: answer.request.method in ("PUT", "POST") and answer.ok):
        rows.get_by_role("button", name="Xếp vào sơ đồ").click()
    organiser.go(f"{fair.desk}/").reads(EXHIBITION)
    organiser.press("Công bố").confirms("Công bố").is_told("Đã công bố triển lãm")


def exhibitors_apply(fair: Fair) -> None:
    for person, firm in zip(fair.exhibitors, FIRMS, strict=True):
        person.go(f"/exhibitions/{fair.slug}/apply").reads("Đăng ký trưng bày")
        form = person.page.locator("main form").first
        form.locator("[name=name]").fill(firm)
        form.locator("[name=email]").fill(person.email)
        form.locator("[name=shows]").fill("Sản phẩm của cao nguyên")
        person.press("Gửi đăng ký")
        expect(person.page).to_have_url(re.compile("/exhibiting/"))
        fair.firms[firm] = _exhibitor(fair, firm)
        organiser = fair.organiser.go(f"{fair.desk}/exhibitors/{fair.firms[firm]}").reads(firm)
        organiser.page.locator("form[action$='/accept']").get_by_role("button").first.click()
        expect(organiser.page.locator("form[action$='/accept']")).to_have_count(0)


def _exhibitor(fair: Fair, firm: str) -> str:
    with fair.server.app.app_context():
        found = db.session.scalars(select(Exhibitor.public_id).where(Exhibitor.name == firm)).one()
        db.session.remove()
        return found


def take_booth(fair: Fair, person: Person, firm: str) -> str:
    """Take the first free booth; return the address of its order."""
    person.go(f"/exhibiting/{fair.firms[firm]}/choose?booth={_free_booth(fair)}").press("Chọn gian này")
    expect(person.page).to_have_url(re.compile(r"/orders/\w+"))
    person.sees("Cần thanh toán")
    assert_accessible(person.page)
    return str(person.page.url)


def _free_booth(fair: Fair) -> str:
    with fair.server.app.app_context():
        booths = db.session.scalars(
            select(Booth).join(Exhibition).where(Exhibition.slug == fair.slug).order_by(Booth.sort_key)
        ).all()
        number = next(booth.number for booth in booths if booth.claim is None)
        db.session.remove()
        return number


def pay_at_the_test_provider(person: Person, order: str) -> None:
    person.press("Trả qua: Cổng thanh toán thử (không có thật)").press("Trả tiền (thử)")
    expect(person.page).to_have_url(order)
    person.sees("Đã thanh toán").sees("Biên nhận BN-")


def pay_by_card(person: Person, order: str) -> None:
    person.press("Trả qua: Thẻ (Stripe)")
    person.page.get_by_role("button", name="Pay", exact=True).click()
    expect(person.page).to_have_url(re.compile(re.escape(order)))
    person.sees("Đã thanh toán").sees("Biên nhận BN-")


def pay_by_transfer(fair: Fair, person: Person, order: str) -> None:
    """The buyer scans and pays at the bank; the treasurer imports the statement; the buyer's page follows by itself."""
    with fair.server.app.app_context():
        found = db.session.scalars(select(Order).where(Order.public_id == order.rsplit("/", 1)[1])).one()
        note, code = found.note_code, found.code
        db.session.remove()
    person.sees(note)
    today = datetime.now(ZoneInfo(ZONE)).strftime("%d/%m/%Y")
    statement = (
        "Ngày;Số tham chiếu;Ghi nợ;Ghi có;Nội dung\n"
        f"{today};FT001;;1.080.000;{note} gian hang chuyen tien\n"
        f"{today};FT002;;1.079.999;{code} thieu mot dong\n"
        f"{today};FT003;500.000;;tien dien\n"
    )
    treasurer = fair.organiser.go(f"{fair.finance}/statements/").reads("Sao kê ngân hàng")
    file = {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": statement.encode("utf-16")}
    treasurer.page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
    treasurer.press("Xem nội dung").reads("sao-ke.csv").press("Áp dụng")
    treasurer.is_told("Đã áp dụng sao kê")
    person.sees("Biên nhận BN-")
    # The same file again counts nothing.
    treasurer.go(f"{fair.finance}/statements/").page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
    treasurer.press("Xem nội dung").reads("sao-ke.csv")
    assert _captured(fair) == 3 * PRICE


def _captured(fair: Fair) -> int:
    with fair.server.app.app_context():
        total = sum(order.captured for order in db.session.scalars(select(Order)))
        db.session.remove()
        return total
