"""An exhibition from the empty hall to the figures: booths drawn, taken and paid in three ways, a visitor let in
without network, a lead, the treasurer's books. Every đồng is accounted for at the end."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.cli import broken_invariants
from ecosystem.core.database import db
from ecosystem.exhibitions.models import Booth
from ecosystem.payments.models import Order, OrderState
from ecosystem.visitors.models import Ticket
from ecosystem.visitors.queries.links import qr_text
from tests.journeys.conftest import NewPerson
from tests.journeys.fair import (
    FIRMS,
    GUEST,
    Fair,
    draw_the_hall,
    exhibitors_apply,
    pay_at_the_test_provider,
    pay_by_card,
    pay_by_transfer,
    take_booth,
)
from tests.journeys.people import Person, assert_ids_differ
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.accounts import account
from tests.support.factories.events import make_organiser
from tests.support.factories.payments import make_seller
from tests.support.factories.visitors import make_device, make_gate, make_running_event, make_ticket_type
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer
from tests.support.stripe_server import StandIn, use


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
    assert_fits(visitor.page)
    assert_accessible(visitor.page)
    form = visitor.page.locator("main form").first
    form.locator("[name=ticket_type]").first.check(force=True)
    form.locator("[name=name]").fill(visitor.name)
    form.locator("[name=email]").fill(visitor.email)
    visitor.press("Đăng ký")
    expect(visitor.page).to_have_url(re.compile("/register/sent"))
    visitor.follows_mail("Xác nhận đăng ký tham quan", "/visits/").press("Xác nhận đăng ký")
    visitor.is_told("Địa chỉ của Quý vị đã được xác nhận")
    assert_fits(visitor.page)
    assert_accessible(visitor.page)


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
    organiser.go(f"{fair.finance}/reconciliation").press("Đối chiếu ngay: Thẻ (Stripe)")
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
