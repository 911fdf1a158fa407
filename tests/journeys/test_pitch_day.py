"""A pitch day in browsers: the secretariat, the stage, the big screen, the phones of two judges, the chair."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.contests.domain.kinds import RoundKind
from ecosystem.core.database import transaction
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.accounts import account, operator
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_panelist, make_rubric, use_rubric
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer

TITLES = ("Cà phê chế biến sâu", "Gùi thông minh", "Rượu cần Măng Đen")


@dataclass(frozen=True)
class Hall:
    """Addresses of the pitch day, and the people by their accounts."""

    desk: str
    stage: str
    own: str
    staff: int
    judges: list[int]
    chair: int


@pytest.fixture
def hall(live_server: LiveServer) -> Hall:
    with live_server.app.app_context():
        contest = make_contest()
        round_ = contest.rounds[0]
        with transaction():
            round_.kind = RoundKind.PITCH
        use_rubric(make_rubric(contest, criteria=(("idea", 30), ("team", 20))), round_)
        people = [account(name) for name in ("Trần Mẫu Hoà", "Lê Mẫu Yên")]
        seats = [make_panelist(round_, each) for each in people]
        chair = account("Chủ tịch Mẫu")
        make_panelist(round_, chair, is_chair=True)
        for title in TITLES:
            entry = make_application(contest, state=ApplicationState.ELIGIBLE, title=title)
            for seat in seats:
                make_assignment(seat, entry)
        desk = f"/organise/contests/{contest.slug}/judging/pitch/{round_.public_id}"
        stage, own = f"/stage/{round_.public_id}", f"/judge/rounds/{round_.public_id}"
        return Hall(desk, stage, own, operator().id, [each.id for each in people], chair.id)


def draws_the_order(page: Page, hall: Hall) -> None:
    page.goto(hall.desk)
    page.get_by_label("Mã ngẫu nhiên").fill("xo-so-27112026")
    page.get_by_label("Các màn hình trong hội trường mở được mà không cần đăng nhập").check()
    page.get_by_role("button", name="Bốc thăm thứ tự").click()
    expect(page.get_by_text("Đã bốc thăm thứ tự.")).to_be_visible()
    expect(page.get_by_text("xo-so-27112026").first).to_be_visible()


def on_stage(page: Page) -> str:
    words = page.locator("[data-stage-on]")
    expect(words).to_contain_text("Hồ sơ", timeout=10_000)
    return words.inner_text().partition(": ")[2]


def test_from_the_stage_to_the_phones_to_the_board(
    new_visitor: NewVisitor, hall: Hall, live_server: LiveServer
) -> None:
    remote, stage, screen = new_visitor(width=360), new_visitor(width=1920, height=1080), new_visitor(width=1920)
    phones = [new_visitor(width=360), new_visitor(width=360)]
    chair = new_visitor()
    sign_in(remote, live_server, hall.staff)
    draws_the_order(remote, hall)
    remote.goto(f"{hall.desk}/control")
    stage.goto(hall.stage)
    screen.goto(f"{hall.stage}/programme")
    expect(stage.locator("[data-stage-phase]")).to_have_text("Chưa bắt đầu")

    remote.get_by_role("button", name="Chạy").click()
    first = on_stage(stage)
    expect(stage.locator("[data-stage-digits]")).to_contain_text("4:5")
    assert first in TITLES
    expect(screen.locator("[data-slot-state=on]")).to_contain_text(first)

    for phone, judge in zip(phones, hall.judges, strict=True):
        sign_in(phone, live_server, judge)
        phone.goto(hall.own)
        expect(phone.locator("[data-stage-words]")).to_contain_text(first)
        phone.get_by_role("link", name="Chấm hồ sơ này").click()
        expect(phone.get_by_role("heading", level=1, name=first)).to_be_visible()
    for name, points in (("idea", "25"), ("team", "15")):
        phones[0].fill(f"[name=score-{name}]", points)
    expect(phones[0].locator("[data-device-state]")).to_contain_text("Đã lưu tất cả lúc")

    sign_in(chair, live_server, hall.chair)
    chair.goto(f"{hall.desk}/board")
    missing = chair.get_by_text("Còn thiếu điểm cho các phần đã thuyết trình: Lê Mẫu Yên")
    expect(missing).to_be_visible()
    for name in ("idea", "team"):
        phones[1].fill(f"[name=score-{name}]", "12")
    expect(chair.get_by_text("Mọi giám khảo đã chấm đủ")).to_be_visible(timeout=15_000)

    remote.get_by_role("button", name="Hỏi đáp").click()
    expect(stage.locator("[data-stage-phase]")).to_have_text("Hỏi đáp")
    remote.get_by_role("button", name="Tiếp theo").click()
    expect(stage.locator("[data-stage-on]")).not_to_contain_text(first)
    second = on_stage(stage)
    expect(phones[0].locator("[data-stage-words]")).to_contain_text(second, timeout=10_000)

    phones[0].goto(f"{hall.own}/revisit")
    expect(phones[0].locator("html[data-desk=ready]")).to_be_attached()
    box = phones[0].locator("[data-revisit][data-name=score-idea]").first
    expect(box).to_have_value("25")
    box.fill("27,5")
    box.press("Tab")
    expect(phones[0].locator("[data-device-state]")).to_contain_text("Đã lưu tất cả lúc")
    expect(phones[0].locator("[data-revisit-total]").first).to_have_text("42,5")
    phones[0].reload()
    expect(phones[0].locator("[data-revisit][data-name=score-idea]").first).to_have_value("27,5")


def test_the_stage_goes_by_keyboard_and_warns_in_words(
    new_visitor: NewVisitor, hall: Hall, live_server: LiveServer
) -> None:
    stage = new_visitor(width=1920, height=1080)
    sign_in(stage, live_server, hall.staff)
    stage.goto(hall.desk)
    stage.get_by_label("Thuyết trình, phút").fill("1")
    stage.get_by_role("button", name="Bốc thăm thứ tự").click()
    stage.goto(hall.stage)
    stage.keyboard.press("Space")
    expect(stage.locator("[data-stage-word]")).to_have_text("Còn dưới một phút")
    expect(stage.locator("[data-stage]")).to_have_attribute("data-tone", "soon")
    stage.keyboard.press("Space")
    expect(stage.locator("[data-stage-word]")).to_have_text("Đang tạm dừng")
    stage.keyboard.press("n")
    expect(stage.locator("[data-stage-digits]")).to_have_text("1:00")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_are_accessible(
    new_visitor: NewVisitor, hall: Hall, live_server: LiveServer, width: int
) -> None:
    page = new_visitor(width=width)
    sign_in(page, live_server, hall.staff)
    draws_the_order(page, hall)
    for address in (hall.desk, f"{hall.desk}/control", f"{hall.desk}/board", hall.stage, f"{hall.stage}/programme"):
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)
    sign_in(page, live_server, hall.judges[0])
    for address in (hall.own, f"{hall.own}/revisit"):
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)
