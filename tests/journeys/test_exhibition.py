"""An exhibition in browsers: the hall is drawn and published; a cooperative applies, is accepted, chooses and pays."""

from playwright.sync_api import expect
from sqlalchemy import select

from ecosystem.core.database import session
from ecosystem.core.invariants import violations
from ecosystem.exhibitions.invariants import INVARIANTS
from ecosystem.exhibitions.models import BoothClaim, ClaimState
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.payments import make_seller
from tests.support.factories.startups import make_person
from tests.support.servers import LiveServer


def test_from_the_empty_hall_to_a_paid_booth(live_server: LiveServer, new_visitor: NewVisitor) -> None:
    organiser, exhibitor = new_visitor(), new_visitor(width=360, height=740)
    with live_server.app.app_context():
        owner, person = make_person("Trần Mẫu Hương"), make_person("Y Mẫu Hân")
        event = make_event(make_organiser(owner))
        make_seller(event.organiser)
        event_path = f"/organise/{event.organiser.slug}/events/{event.slug}/exhibitions"
        for page, account in ((organiser, owner), (exhibitor, person)):
            sign_in(page, live_server, account.id)

    organiser.goto(f"{event_path}/new")
    organiser.locator("input[name=title]").fill("Triển lãm Măng Đen")
    organiser.get_by_role("button", name="Tiếp tục đến nhà trưng bày").click()
    organiser.locator("form[action$='/halls/'] input[name=name]").fill("Nhà A")
    organiser.get_by_role("button", name="Thêm và vẽ").click()
    expect(organiser.locator("[data-floor-plan]")).to_have_attribute("data-ready", "1")
    organiser.locator(".fp-tool[data-dialog=plan-row]").click()
    organiser.locator("[data-row-form] [name=price]").fill("2000000")
    organiser.locator("[data-row-form] button[type=submit]").click()
    expect(organiser.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    desk = organiser.url.partition("/halls/")[0]
    organiser.goto(f"{desk}/")
    organiser.get_by_role("button", name="Công bố", exact=True).click()
    organiser.get_by_role("dialog").get_by_role("button").last.click()
    expect(organiser.get_by_text("Đã công bố").first).to_be_visible()

    public = f"/exhibitions/{desk.rpartition('/')[2]}"
    exhibitor.goto(public)
    exhibitor.get_by_role("link", name="Đăng ký trưng bày").first.click()
    exhibitor.locator("input[name=name]").fill("Hợp tác xã Mẫu Đăk Hà")
    exhibitor.locator("textarea[name=shows]").fill("Cà phê đặc sản")
    exhibitor.get_by_role("button", name="Gửi đăng ký").click()
    expect(exhibitor.get_by_role("heading", name="Hợp tác xã Mẫu Đăk Hà")).to_be_visible()
    home = exhibitor.url

    organiser.goto(f"{desk}/exhibitors/")
    organiser.get_by_role("link", name="Hợp tác xã Mẫu Đăk Hà").click()
    organiser.get_by_role("button", name="Chấp nhận").click()
    expect(organiser.get_by_text("Đã chấp nhận").first).to_be_visible()

    exhibitor.goto(home)
    exhibitor.get_by_role("link", name="Chọn gian hàng").first.click()
    exhibitor.locator("svg.plan a.fp-booth").nth(3).click()
    exhibitor.get_by_role("button", name="Chọn gian này").click()
    exhibitor.wait_for_url("**/orders/**")
    with live_server.app.app_context():
        claim = session().scalars(select(BoothClaim)).one()
        assert claim.state is ClaimState.HELD
        assert claim.price == 2_000_000
        assert list(violations(INVARIANTS)) == []

    exhibitor.locator("form[action*='/pay/fake'] button").first.click()
    exhibitor.locator("form[action$='/pay'], form[action*='/pay?']").first.locator("button").click()
    exhibitor.wait_for_url("**/orders/**")
    exhibitor.goto(home)
    expect(exhibitor.get_by_role("main").get_by_text("Đã xác nhận").first).to_be_visible()
    with live_server.app.app_context():
        paid = session().scalars(select(BoothClaim)).one()
        assert paid.state is ClaimState.CONFIRMED
        assert list(violations(INVARIANTS)) == []
