"""An exhibition from the empty hall to the figures: booths drawn, taken and paid in three ways, a visitor let in
without network, a lead, the treasurer's books. Every đồng is accounted for at the end."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.cli import broken_invariants
from ecosystem.core.database import db
from ecosystem.exhibitions.models import Booth, Exhibition, Exhibitor
from ecosystem.payments.models import Order, OrderState
from ecosystem.visitors.models import Ticket
from ecosystem.visitors.queries.links import qr_text
from tests.journeys.conftest import NewPerson
from tests.journeys.people import Person, assert_ids_differ
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.accounts import account
from tests.support.factories.events import make_organiser
from tests.support.factories.payments import make_seller
from tests.support.factories.visitors import make_device, make_gate, make_running_event, make_ticket_type
from tests.support.held_clock import ZONE
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer
from tests.support.stripe_server import StandIn, use

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


@pytest.fixture
def stripe(live_server: LiveServer, stripe_server: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A stand-in for Stripe that reports to the product over HTTP."""
    use(live_server.app, stripe_server, monkeypatch)
    stripe_server.webhook = f"{live_server.url}/webhooks/stripe"
    return stripe_server


@pytest.fixture
def fair(live_server: LiveServer, somebody: NewPerson, stripe: StandIn) -> Fair:
    """An event that is on, its seller, a gate and a ticket; nothing of the exhibition yet."""
    with live_server.app.app_context():
        owner = account("Trần Mẫu Hương", "huong@so.example")
        organiser = make_organiser(owner, name="Sở Khoa học và Công nghệ tỉnh Mẫu")
        make_seller(organiser)
        event = make_running_event(organiser=organiser, title="Ngày hội Cao nguyên xanh")
        make_ticket_type(event, name="Vé tham quan")
        token = make_device(make_gate(event, "Cổng chính"))[1]
        people = [account(f"Giám đốc {firm}", f"gd{at}@firma.example") for at, firm in enumerate(FIRMS)]
        idents = [owner.id, *(each.id for each in people)]
        slugs = organiser.slug, event.slug
        db.session.remove()
    # Stripe's own address stands in the policy of forms; the stand-in's does not.
    met = [_meets(somebody, live_server, ident, bypass_csp=at == 2) for at, ident in enumerate(idents)]
    return Fair(live_server, *slugs, f"/check-in/{token}", met[0], met[1:])


def _meets(somebody: NewPerson, live_server: LiveServer, ident: int, **screen: object) -> Person:
    with live_server.app.app_context():
        found = db.session.get_one(Account, ident)
        name, email = found.name, found.email
        db.session.remove()
    person = somebody(name, email, **screen)
    sign_in(person.page, live_server, ident)
    return person


def test_from_the_empty_hall_to_the_figures(fair: Fair, somebody: NewPerson, new_visitor: NewVisitor) -> None:
    draw_the_hall(fair)
    exhibitors_apply(fair)
    one, two, three = fair.exhibitors
    pay_at_the_test_provider(one, take_booth(fair, one, FIRMS[0]))
    pay_by_card(two, take_booth(fair, two, FIRMS[1]))
    pay_by_transfer(fair, three, take_booth(fair, three, FIRMS[2]))
    nobody_gets_a_taken_booth(fair)
    visitor = somebody(GUEST, "yen@khach.example", width=360)
    visitor_registers(fair, visitor)
    check_in_without_network(fair, new_visitor(width=360, height=740))
    leave_a_lead(fair, visitor)
    read_the_figures(fair)
    give_money_back(fair)
    with fair.server.app.app_context():
        assert [str(each) for each in broken_invariants()] == []
        db.session.remove()


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
    organiser.press("Xếp cả dãy gian hàng")
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
    person.press("Trả qua: Thẻ, Apple Pay, Google Pay (Stripe)")
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


def nobody_gets_a_taken_booth(fair: Fair) -> None:
    with fair.server.app.app_context():
        taken = [
            booth.number
            for booth in db.session.scalars(select(Booth).order_by(Booth.sort_key))
            if booth.claim is not None
        ]
        db.session.remove()
    assert len(taken) == len(FIRMS)
    person = fair.exhibitors[0].go(f"/exhibiting/{fair.firms[FIRMS[0]]}/choose?booth={taken[1]}")
    expect(person.main.get_by_role("button", name="Chọn gian này")).to_have_count(0)


def visitor_registers(fair: Fair, visitor: Person) -> None:
    visitor.go(f"/events/{fair.event_slug}/register").reads("Đăng ký tham quan")
    form = visitor.page.locator("main form").first
    form.locator("[name=ticket_type]").first.check(force=True)
    form.locator("[name=name]").fill(visitor.name)
    form.locator("[name=email]").fill(visitor.email)
    visitor.press("Đăng ký")
    expect(visitor.page).to_have_url(re.compile("/register/sent"))
    visitor.follows_mail("Xác nhận đăng ký tham quan", "/visits/").press("Xác nhận đăng ký")
    visitor.is_told("Địa chỉ của bạn đã được xác nhận")


def _badge(fair: Fair) -> str:
    with fair.server.app.app_context():
        text = qr_text(db.session.scalars(select(Ticket).where(Ticket.holder_name == GUEST)).one())
        db.session.remove()
        return text


def check_in_without_network(fair: Fair, telephone: Page) -> None:
    telephone.goto(fair.gate)
    expect(telephone.locator("html[data-kept]")).to_have_count(1)
    telephone.context.set_offline(True)
    expect(telephone.locator("[data-part=state]")).to_contain_text("Không có mạng")
    telephone.locator("[data-part=query]").fill(_badge(fair))
    telephone.get_by_role("button", name="Kiểm tra").click()
    expect(telephone.locator('[data-part=answer][data-outcome="admitted"]')).to_contain_text(GUEST)
    telephone.context.set_offline(False)
    expect(telephone.locator("[data-part=state]")).to_have_text("Có mạng", timeout=30_000)


def leave_a_lead(fair: Fair, visitor: Person) -> None:
    exhibitor = fair.exhibitors[0].go(f"/leads/{fair.firms[FIRMS[0]]}/scan")
    expect(exhibitor.page.locator("html[data-kept]")).to_have_count(1)
    exhibitor.page.get_by_label("Mã trên thẻ").fill(_badge(fair))
    exhibitor.press("Nhận")
    expect(exhibitor.page.locator("[data-part=answer]")).to_be_visible()
    visitor.follows_mail("xin thông tin liên hệ", "/tickets/").press("Chia sẻ liên hệ").sees("Đã chia sẻ liên hệ")
    exhibitor.go(f"/leads/{fair.firms[FIRMS[0]]}/").sees(GUEST)


def read_the_figures(fair: Fair) -> None:
    figures = f"/organise/{fair.organiser_slug}/events/{fair.event_slug}/visitors/figures/"
    organiser = fair.organiser.go(figures).sees("Cổng chính")
    organiser.go(f"{figures}exhibitors").sees(FIRMS[0])
    organiser.go(f"{fair.finance}/").reads("Tài chính").sees("3.240.000")
    assert_accessible(organiser.page)
    organiser.go(f"{fair.finance}/orders?state=paid").sees("3 đơn hàng")
    assert_accessible(organiser.page)
    organiser.go(f"{fair.finance}/reconciliation").press("Đối chiếu ngay: Thẻ, Apple Pay, Google Pay (Stripe)")
    organiser.is_told("Hai sổ khớp nhau")


def give_money_back(fair: Fair) -> None:
    """A part of the card payment goes back through the provider, by the scheduler's job."""
    with fair.server.app.app_context():
        paid = db.session.scalars(select(Order).where(Order.paid_through == "stripe")).one()
        ident = paid.public_id
        db.session.remove()
    treasurer = fair.organiser.go(f"{fair.finance}/orders/{ident}")
    treasurer.page.locator("form[action$='/refund'] [name=amount]").fill("80.000")
    treasurer.page.locator("form[action$='/refund'] [name=reason]").fill("Trả bớt diện tích")
    treasurer.press("Hoàn lại").confirms("Hoàn lại").is_told("Khoản hoàn đã được ghi")
    treasurer.deliver()
    treasurer.go(f"{fair.finance}/orders/{ident}").sees("HT-")
    for page in ("orders", f"orders/{ident}", "discrepancies?state=all", "refunds", "codes", "settings", "codes/new"):
        treasurer.go(f"{fair.finance}/{page}")
        assert_ids_differ(treasurer.page)
        assert_accessible(treasurer.page)
        treasurer.page.set_viewport_size({"width": 360, "height": 740})
        assert_fits(treasurer.page)
        treasurer.page.set_viewport_size({"width": 1280, "height": 800})
    with fair.server.app.app_context():
        states = sorted(order.state.value for order in db.session.scalars(select(Order)))
        assert states == sorted([OrderState.PAID.value] * 2 + [OrderState.PARTLY_REFUNDED.value])
        db.session.remove()
