"""Nothing that was typed is lost: two at once, no network, signed out, no mouse."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ecosystem.applications.models import Application
from ecosystem.core.database import db, session
from tests.journeys.people import PASSWORD
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application, make_team_member
from tests.support.factories.contests import make_contest
from tests.support.servers import LiveServer

PROBLEM = "Problem"  # the label of the question that the factory asks


@dataclass(frozen=True)
class Entry:
    """An entry of two people, open in the form."""

    address: str
    leader: int
    other: int


@pytest.fixture
def entry(live_server: LiveServer) -> Entry:
    with live_server.app.app_context():
        leader = account("Y Mẫu Linh", "linh@hocsinh.example", password=PASSWORD)
        other = account("A Mẫu Thiên", "thien@hocsinh.example", password=PASSWORD)
        contest = make_contest(title="Ý tưởng Cao nguyên xanh 2027", slug="cao-nguyen-xanh")
        made = make_application(contest, by=leader, answers={}, title="Cà phê chế biến sâu")
        make_team_member(made, other, may_edit=True)
        return Entry(f"/entries/{made.public_id}/form/{contest.sections[0].id}", leader.id, other.id)


def answer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=PROBLEM)


def told(page: Page, text: str) -> None:
    """What the line under the form says about saving."""
    expect(page.locator("form").get_by_role("status")).to_contain_text(text)


def open_form(page: Page, entry: Entry, live_server: LiveServer, who: int) -> Page:
    sign_in(page, live_server, who)
    page.goto(entry.address)
    return page


def test_two_members_of_a_team_edit_one_answer_and_see_both_versions(
    new_visitor: NewVisitor, entry: Entry, live_server: LiveServer
) -> None:
    linh = open_form(new_visitor(), entry, live_server, entry.leader)
    thien = open_form(new_visitor(width=360), entry, live_server, entry.other)
    answer(linh).fill("Bà con bán cà phê tươi với giá thấp.")
    told(linh, "Đã lưu lúc")
    answer(thien).fill("Giá cà phê lên xuống thất thường.")
    both = thien.get_by_role("alert").filter(has_text="Giữ bản nào?")
    expect(both).to_contain_text("Bà con bán cà phê tươi với giá thấp.")
    expect(both).to_contain_text("Giá cà phê lên xuống thất thường.")
    both.get_by_role("button", name="Giữ bản của tôi").click()
    told(thien, "Đã lưu lúc")
    linh.reload()
    expect(answer(linh)).to_have_value("Giá cà phê lên xuống thất thường.")


def test_a_network_that_is_cut_while_typing_loses_nothing(page: Page, entry: Entry, live_server: LiveServer) -> None:
    open_form(page, entry, live_server, entry.leader)
    page.context.set_offline(True)
    answer(page).fill("Viết trên nương, nơi không có sóng.")
    told(page, "Mất kết nối")
    page.context.set_offline(False)
    told(page, "Đã lưu lúc")
    page.reload()
    expect(answer(page)).to_have_value("Viết trên nương, nơi không có sóng.")


def test_a_session_that_ends_while_typing_loses_nothing(page: Page, entry: Entry, live_server: LiveServer) -> None:
    open_form(page, entry, live_server, entry.leader)
    sign_out_in_another_tab(page.context)
    answer(page).fill("Viết tiếp sau khi phiên đã hết.")
    told(page, "Phiên làm việc đã kết thúc")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Phiên làm việc đã kết thúc").click()
    door = opened.value
    door.get_by_role("textbox", name="Địa chỉ thư điện tử").fill("linh@hocsinh.example")
    door.get_by_role("textbox", name="Mật khẩu").fill(PASSWORD)
    door.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(answer(door)).to_be_visible()
    door.close()
    page.evaluate(
        "dispatchEvent(new Event('focus'))"
    )  # what coming back to a tab does; a browser without a window has none
    told(page, "Đã lưu lúc")
    page.reload()
    expect(answer(page)).to_have_value("Viết tiếp sau khi phiên đã hết.")


def sign_out_in_another_tab(context: BrowserContext) -> None:
    tab = context.new_page()
    tab.goto("/work")
    tab.get_by_role("banner").locator("summary").last.click()
    tab.get_by_role("button", name="Đăng xuất").click()
    expect(tab.get_by_role("heading", level=1, name="Đăng nhập")).to_be_visible()
    tab.close()


class Keyboard:
    """Somebody who has no mouse: Tab until the control has the focus, then type or press."""

    MOST_TABS = 60

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, role: str, name: str) -> "Keyboard":
        # The first of that name; exact, so that "Tên" is not found in "Tên nhóm".
        wanted = self.page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        expect(wanted).to_be_visible()
        for _ in range(self.MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return self
            self.page.keyboard.press("Tab")
        pytest.fail(f"{self.page.url}: no way to “{name}” by Tab")

    def type(self, text: str) -> "Keyboard":
        self.page.keyboard.type(text)
        return self

    def press(self, key: str = "Enter") -> "Keyboard":
        self.page.keyboard.press(key)
        return self


@pytest.mark.usefixtures("entry")
def test_a_whole_entry_is_handed_in_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        account("Trần Thị Bình", "binh@hocsinh.example", password=PASSWORD)
    page.goto("/contests/cao-nguyen-xanh")
    keys = Keyboard(page)
    keys.to("link", "Đăng ký dự thi").press()
    keys.to("textbox", "Địa chỉ thư điện tử").type("binh@hocsinh.example")
    keys.to("textbox", "Mật khẩu").type(PASSWORD).press()
    keys.to("textbox", "Tên ý tưởng hoặc dự án").type("Gùi thông minh")
    keys.to("button", "Bắt đầu").press()
    keys.to("textbox", "Tóm tắt").type("Gùi đo cân nặng.")
    keys.to("button", "Lưu và tiếp tục").press()
    keys.to("textbox", PROBLEM).type("Người gùi nông sản hay bị đau lưng.")
    keys.to("button", "Lưu và tiếp tục").press()
    keys.to("link", "Phần tiếp theo").press()
    keys.to("button", "Nộp hồ sơ").press()
    expect(page.get_by_role("heading", level=1, name="Đã nhận hồ sơ")).to_be_visible()
    with live_server.app.app_context():
        handed_in = session().query(Application).filter_by(title="Gùi thông minh").one()
        assert handed_in.code
        db.session.remove()
