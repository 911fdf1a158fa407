"""A judge scores where there is no network: everything arrives, once, and what cannot is decided by the judge."""

import time
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.core.database import db, session
from ecosystem.judging.models import ScoreEvent
from ecosystem.judging.queries.charges import charge_by_public_id, sheet_of
from ecosystem.judging.services import sheet_steps
from tests.journeys.machines import NewDevice, Server
from tests.support.factories.accounts import PASSWORD, account
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_panelist, make_rubric, use_rubric

CRITERIA = (("novelty", 30), ("effect", 20), ("plan", 20))


@dataclass(frozen=True)
class Desk:
    """A judge's round with three entries."""

    queue: str
    charges: list[str]


@pytest.fixture
def desk(committed_app: Flask) -> Desk:
    with committed_app.app_context():
        contest = make_contest()
        use_rubric(make_rubric(contest, criteria=CRITERIA), contest.rounds[0])
        panelist = make_panelist(contest.rounds[0], account("Trần Mẫu Hoà", "hoa@example.vn"))
        account("Lê Mẫu Yên", "yen@example.vn")
        entries = [make_application(contest, state=ApplicationState.ELIGIBLE) for _ in range(3)]
        charges = [make_assignment(panelist, entry).public_id for entry in entries]
        return Desk(f"/judge/rounds/{contest.rounds[0].public_id}", charges)


def signs_in(page: Page, email: str = "hoa@example.vn") -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def keeps_the_packet(page: Page, desk: Desk) -> None:
    page.goto(desk.queue)
    expect(page.get_by_text("Đã tải đủ 3 hồ sơ về thiết bị này")).to_be_visible(timeout=60_000)


def give(page: Page, **scores: str) -> None:
    for criterion, points in scores.items():
        page.fill(f"[name=score-{criterion}]", points)


def told(page: Page, words: str) -> None:
    expect(page.locator("[data-device-state]")).to_contain_text(words, timeout=60_000)


def stored(app: Flask, charge: str) -> dict[str, str]:
    with app.app_context():
        db.session.expire_all()
        scores = sheet_of(charge_by_public_id(charge)).scores
        db.session.remove()
    return {key: f"{value:f}".rstrip("0").rstrip(".") for key, value in scores.items() if value is not None}


def comes_to_be_stored(app: Flask, charge: str, wanted: dict[str, str]) -> None:
    """What was not refused of a change is sent anew, so it may come a moment after the conflict is shown."""
    deadline = time.monotonic() + 60
    while stored(app, charge) != wanted:
        assert time.monotonic() < deadline, stored(app, charge)
        time.sleep(0.1)


def score_events(app: Flask) -> int:
    with app.app_context():
        number = session().query(ScoreEvent).filter_by(kind="score").count()
        db.session.remove()
    return number


def test_scores_survive_a_dead_server_a_closed_tab_and_a_restart(
    server: Server, desk: Desk, new_device: NewDevice
) -> None:
    device, first, second = new_device(), desk.charges[0], desk.charges[1]
    page = device.page()
    signs_in(page)
    keeps_the_packet(page, desk)

    server.stop()
    page.goto(f"/judge/sheets/{first}")
    expect(page.get_by_text("Cà phê Măng Đen được mùa thường mất giá")).to_be_visible()
    give(page, novelty="25", effect="12,5", plan="7")
    told(page, "Đã lưu trên thiết bị này – 3 mục chờ gửi")
    page.get_by_role("button", name="Lưu và sang hồ sơ sau").click()
    page.wait_for_url(f"**/judge/sheets/{second}")
    give(page, novelty="18", plan="0")
    told(page, "5 mục chờ gửi")
    device.close()

    page = device.page()
    page.goto(desk.queue)
    expect(page.get_by_text("Còn trên thiết bị", exact=True).filter(visible=True)).to_have_count(2)
    page.goto(f"/judge/sheets/{first}")
    expect(page.locator("[name=score-effect]")).to_have_value("12,5")
    page.get_by_role("button", name="Gửi phiếu").click()
    page.locator("#confirm").get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Cần có kết nối mạng để gửi phiếu")).to_be_visible()
    page.goto("/judge/rounds/x/unknown")
    expect(page.get_by_role("heading", level=1, name="Mất kết nối")).to_be_visible()
    page.goto(f"/judge/sheets/{first}")

    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    told(page, "Phiên làm việc đã kết thúc")  # it ended with the browser
    door = page.context.new_page()
    signs_in(door)
    door.close()
    page.evaluate("dispatchEvent(new Event('focus'))")  # what coming back to a tab does
    told(page, "Đã lưu tất cả lúc")
    assert stored(server.app, first) == {"novelty": "25", "effect": "12.5", "plan": "7"}
    assert stored(server.app, second) == {"novelty": "18", "plan": "0"}
    assert score_events(server.app) == 5
    expect(page.locator("#score-total b")).to_have_text("44,5")
    page.reload()
    expect(page.locator("[name=score-effect]")).to_have_value("12,5")
    device.close()


def test_what_the_store_had_no_time_for_is_found_when_the_desk_is_opened_again(
    server: Server, desk: Desk, new_device: NewDevice
) -> None:
    """A tab closed in the instant after typing takes the write to the store with it."""
    device, first = new_device(), desk.charges[0]
    page = device.page()
    signs_in(page)
    page.goto(f"/judge/sheets/{first}")
    page.wait_for_selector("html[data-desk=ready]", state="attached")
    page.evaluate("void (IDBIndex.prototype.getAll = () => new Promise(() => {}))")  # the store never answers
    give(page, novelty="25", effect="12,5")
    assert score_events(server.app) == 0
    device.close()

    page = device.page()
    signs_in(page)
    page.goto(desk.queue)
    told(page, "Đã lưu tất cả lúc")
    assert stored(server.app, first) == {"novelty": "25", "effect": "12.5"}
    assert score_events(server.app) == 2
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('judge-typed'))") == []
    device.close()


def test_an_answer_that_is_lost_counts_once(server: Server, desk: Desk, new_device: NewDevice) -> None:
    page = new_device(service_workers="block").page()  # one stands between the page and the routes of a test
    signs_in(page)
    page.goto(f"/judge/sheets/{desk.charges[0]}")
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.headers["idempotency-key"])
            assert route.fetch().status == 200
            route.abort()
        else:
            route.continue_()

    page.context.route("**/judge/sheets/*", lose_the_first_answer)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok) as again:
        give(page, novelty="20")
    assert again.value.request.headers["idempotency-key"] == lost[0]
    told(page, "Đã lưu tất cả lúc")
    assert stored(server.app, desk.charges[0]) == {"novelty": "20"}
    assert score_events(server.app) == 1


def test_two_devices_that_disagree_ask_the_judge(server: Server, desk: Desk, new_device: NewDevice) -> None:
    phone, laptop = new_device().page(), new_device().page()
    for page in (phone, laptop):
        signs_in(page)
        page.goto(f"/judge/sheets/{desk.charges[0]}")
    phone.context.set_offline(True)
    give(phone, novelty="11", effect="9")
    told(phone, "2 mục chờ gửi")
    give(laptop, novelty="22")
    told(laptop, "Đã lưu tất cả lúc")
    phone.context.set_offline(False)
    both = phone.locator("[data-refused=changed]")
    expect(both).to_contain_text("Của Quý vị: 11. Đang lưu trên hệ thống: 22.")
    expect(phone.locator("[data-device-state]")).to_have_attribute("data-state", "conflict", timeout=60_000)
    comes_to_be_stored(server.app, desk.charges[0], {"novelty": "22", "effect": "9"})
    both.get_by_role("button", name="Lấy giá trị trên hệ thống: 22").click()
    expect(phone.locator("[name=score-novelty]")).to_have_value("22")
    told(phone, "Đã lưu tất cả lúc")
    assert score_events(server.app) == 2


def test_a_sheet_locked_meanwhile_keeps_both_values_in_sight(server: Server, desk: Desk, new_device: NewDevice) -> None:
    phone = new_device().page()
    signs_in(phone)
    phone.goto(f"/judge/sheets/{desk.charges[0]}")
    give(phone, novelty="10", effect="10", plan="10")
    told(phone, "Đã lưu tất cả lúc")
    keeps_the_packet(phone, desk)
    phone.goto(f"/judge/sheets/{desk.charges[0]}")
    phone.context.set_offline(True)
    give(phone, plan="15")
    told(phone, "1 mục chờ gửi")
    with server.app.app_context():
        judge = session().query(Account).filter_by(email="hoa@example.vn").one()
        sheet_steps.hand_in([charge_by_public_id(desk.charges[0])], by=judge)
        db.session.remove()
    phone.context.set_offline(False)
    problems = phone.locator("[data-device-problems]")
    expect(problems).to_contain_text("Của Quý vị: 15. Đang lưu trên hệ thống: 10.")
    phone.goto(desk.queue)
    expect(problems).to_contain_text("Của Quý vị: 15. Đang lưu trên hệ thống: 10.")
    told(phone, "1 mục chờ Quý vị quyết định")
    problems.get_by_role("button", name="Bỏ của tôi").click()
    expect(problems).to_be_hidden()
    assert stored(server.app, desk.charges[0])["plan"] == "10"


def ends_the_session(page: Page) -> None:
    """As if it had expired: the cookie is gone, the device keeps what it has."""
    page.context.clear_cookies()


def test_somebody_else_on_the_device_neither_sees_nor_sends_anything(
    server: Server, desk: Desk, new_device: NewDevice
) -> None:
    page = new_device().page()
    signs_in(page)
    keeps_the_packet(page, desk)
    page.goto(f"/judge/sheets/{desk.charges[0]}")
    ends_the_session(page)
    give(page, novelty="17")
    told(page, "Phiên làm việc đã kết thúc")
    expect(page.get_by_role("link", name="Đăng nhập lại")).to_be_visible()

    signs_in(page, "yen@example.vn")
    page.goto("/judge/")
    expect(page.locator("html[data-desk=ready]")).to_be_attached()
    expect(page.locator("[data-device-problems]")).to_be_hidden()
    server.stop()
    page.goto(f"/judge/sheets/{desk.charges[0]}")
    expect(page.get_by_role("heading", level=1, name="Mất kết nối")).to_be_visible()
    server.start()
    assert stored(server.app, desk.charges[0]) == {}

    page.goto("/judge/")
    signs_out(page)
    signs_in(page)
    page.goto(desk.queue)
    told(page, "Đã lưu tất cả lúc")
    assert stored(server.app, desk.charges[0]) == {"novelty": "17"}


def signs_out(page: Page) -> None:
    page.get_by_role("banner").locator("summary").last.click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in*")


def test_signing_out_asks_before_it_gives_anything_up(server: Server, desk: Desk, new_device: NewDevice) -> None:
    page = new_device().page()
    signs_in(page)
    page.goto(f"/judge/sheets/{desk.charges[0]}")
    give(page, novelty="99")
    expect(page.locator("[data-refused=invalid]")).to_contain_text("30")
    page.goto("/work")
    page.get_by_role("banner").locator("summary").last.click()
    page.get_by_role("button", name="Đăng xuất").click()
    question = page.locator("#confirm")
    expect(question).to_contain_text("Thiết bị này còn giữ 1 điểm hoặc nhận xét chưa gửi")
    question.get_by_role("button", name="Quay lại").click()
    page.get_by_role("banner").locator("summary").last.click()
    page.get_by_role("button", name="Đăng xuất").click()
    question.get_by_role("button", name="Đăng xuất và bỏ các mục này").click()
    page.wait_for_url("**/sign-in*")
    names = page.evaluate("async () => (await indexedDB.databases()).map(({name}) => name)")
    assert names == ["judge-device"]
    assert [name for name in page.evaluate("() => caches.keys()") if "shell" not in name] == []
    assert stored(server.app, desk.charges[0]) == {}
