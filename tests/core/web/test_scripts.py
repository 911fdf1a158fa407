"""What the scripts add, in a real browser: nothing typed is lost, keys work, counts agree with the server."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browsers import NewVisitor

FORM = "/styleguide/form"
DESK = "/styleguide/layout/desk"


@pytest.fixture
def in_vietnamese(page: Page) -> Page:
    page.request.post("/display", form={"lang": "vi", "theme": "light"})
    return page


def test_a_pause_saves_and_says_when(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    with page.expect_response("**/styleguide/save") as saved:
        page.get_by_label("Tên dự án").fill("Cao dược liệu Xơ Đăng")
    request = saved.value.request
    assert request.headers["x-autosave"] == "1"
    assert request.headers["idempotency-key"]
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))
    expect(page.locator("input[name=version]")).to_have_value("2")


def test_text_typed_before_the_script_came_is_saved_too(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.route("**/entry-forms-*.js", lambda route: (page.get_by_label("Tên dự án").fill("Gõ sớm"), route.continue_()))
    with page.expect_response("**/styleguide/save") as saved:
        page.goto(FORM)
    assert "G%C3%B5+s%E1%BB%9Bm" in str(saved.value.request.post_data)


def test_text_typed_without_a_network_survives_a_closed_tab(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    page.route("**/styleguide/save", lambda route: route.abort())
    page.get_by_label("Tên dự án").fill("Gõ khi mất mạng")
    expect(page.locator("[data-save-state]")).to_contain_text("Mất kết nối")
    page.evaluate("window.onbeforeunload = null")
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    with again.expect_response("**/styleguide/save"):
        again.goto(FORM)
    expect(again.get_by_label("Tên dự án")).to_have_value("Gõ khi mất mạng")
    expect(again.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")


def test_a_repeated_try_carries_the_same_key(in_vietnamese: Page) -> None:
    page = in_vietnamese
    keys: list[str] = []

    def fail_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fulfill(status=503, body="{}")
        else:
            route.continue_()

    page.goto(FORM)
    page.route("**/styleguide/save", fail_first)
    page.get_by_label("Tên dự án").fill("Thử lại")
    expect(page.locator("input[name=version]")).to_have_value("2")
    assert keys == [keys[0]] * 2


def test_a_conflict_is_told_and_nothing_is_sent_again(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    page.route(
        "**/styleguide/save", lambda route: route.fulfill(status=409, body='{"message": "Trưởng nhóm vừa sửa."}')
    )
    page.get_by_label("Tên dự án").fill("Tên khác")
    expect(page.locator("[data-save-state]")).to_have_text("Trưởng nhóm vừa sửa.")
    expect(page.get_by_label("Tên dự án")).to_have_value("Tên khác")


def test_characters_and_words_are_counted_as_the_server_counts(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    shown = page.locator('[data-count-for="summary"]')
    counted = {"e\u0302\u0301": 1, "🌱🌱": 2, "một\r\nhai": 7, "  a  ": 1}
    for text, number in counted.items():
        page.get_by_label("Tóm tắt").fill(text)
        expect(shown).to_have_text(f"{number}/600 ký tự")
    page.get_by_label("Điểm mới").fill("chữ " * 103)
    expect(page.locator('[data-count-for="words"]')).to_have_text("thừa 3 từ")


def test_the_combobox_finds_without_marks_and_by_keyboard(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    box = page.get_by_role("combobox", name="Tỉnh, thành phố")
    box.fill("dak")
    found = page.get_by_role("listbox", name="Tỉnh, thành phố").get_by_role("option")
    expect(found).to_have_text(["Đắk Lắk"])
    box.press("Enter")
    expect(box).to_have_value("Đắk Lắk")
    assert page.locator("select[name=province]").input_value() == "Đắk Lắk"
    box.fill("zzz")
    expect(found).to_have_text(["Không tìm thấy"])
    box.press("Escape")
    expect(box).to_have_value("Đắk Lắk")


def test_tags_are_added_and_removed(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    box = page.get_by_label("Từ khóa")
    box.fill("cà phê")
    box.press("Enter")
    assert page.locator("input[name=keywords]").input_value() == "sâm dây, sấy lạnh, phụ nữ, cà phê"
    page.get_by_role("button", name="Bỏ sâm dây").click()
    assert page.locator("input[name=keywords]").input_value() == "sấy lạnh, phụ nữ, cà phê"


def test_keys_give_scores_and_save(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(DESK)
    expect(page.locator("[data-criterion][data-active]")).to_have_count(1)
    page.keyboard.press("2")
    expect(page.locator("input[name=c1][value='2']")).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("7")
    expect(page.locator("input[name=c2][value='7']")).to_be_checked()
    page.locator("input[name=c3]").press("ArrowUp")
    expect(page.locator("input[name=c3]")).to_have_value("73,0")
    page.get_by_text("Nhận xét").first.click()
    page.get_by_label("Nhận xét").fill("0123")
    expect(page.locator("input[name=c2][value='7']")).to_be_checked()


def test_a_dangerous_step_asks_first_and_is_sent_once(in_vietnamese: Page) -> None:
    page = in_vietnamese
    sent: list[str] = []
    page.route("**/styleguide/", lambda route: (sent.append(route.request.method), route.continue_()))
    page.goto("/styleguide/")
    sent.clear()
    page.get_by_role("button", name="Nhắc giám khảo").click()
    dialog = page.locator("#confirm")
    expect(dialog).to_contain_text("Gửi thư nhắc đến ba giám khảo?")
    dialog.get_by_role("button", name="Quay lại").click()
    assert sent == []
    page.get_by_role("button", name="Nhắc giám khảo").click()
    dialog.get_by_role("button", name="Nhắc giám khảo").click()
    page.wait_for_load_state()
    assert sent.count("POST") == 1


def test_menus_and_dialogs_close_with_escape_and_give_the_focus_back(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto("/styleguide/")
    button = page.locator("summary[aria-label='Khác']")
    button.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Nhân bản")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    opener = page.get_by_role("button", name="Mở hộp thoại")
    opener.click()
    expect(page.locator("#sample")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sample")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_display_bar_acts_at_once_and_is_remembered(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto("/styleguide/layout/public")
    with page.expect_response("**/display"):
        page.get_by_role("button", name="Cỡ chữ lớn").click()
    expect(page.locator("html")).to_have_attribute("data-size", "l")
    with page.expect_response("**/display"):
        page.get_by_role("button", name="Tăng tương phản").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-size", "l")
    expect(page.locator("html")).to_have_attribute("data-contrast", "more")


def test_the_display_bar_works_without_javascript(new_visitor: NewVisitor) -> None:
    page = new_visitor(java_script_enabled=False)
    page.goto("/styleguide/layout/public")
    page.get_by_role("button", name="Cỡ chữ lớn").click()
    expect(page.locator("html")).to_have_attribute("data-size", "l")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/styleguide/layout/public")


def test_ticked_rows_bring_up_what_can_be_done(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto("/styleguide/lists")
    bar = page.locator("[data-bulk]")
    expect(bar).to_contain_text("đã chọn 1")
    page.get_by_label("Chọn tất cả trên trang này").check()
    expect(bar).to_contain_text("đã chọn 4")
    page.get_by_label("Chọn tất cả trên trang này").uncheck()
    expect(bar).to_be_hidden()


def test_a_file_is_sent_at_once_and_joins_the_list(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    page.locator("input[name=evidence]").set_input_files(
        {"name": "<b>bản thuyết minh</b>.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    expect(page.locator("#files")).to_contain_text("<b>bản thuyết minh</b>.pdf")


def test_the_preview_shows_what_readers_will_see(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto(FORM)
    page.get_by_label("Bản thuyết minh").fill("**đậm**")
    page.get_by_role("button", name="Xem trước").first.click()
    expect(page.locator("[data-preview-area] strong")).to_have_text("đậm")


def test_lines_are_drawn_from_the_table(in_vietnamese: Page) -> None:
    page = in_vietnamese
    page.goto("/styleguide/charts")
    expect(page.locator("[data-chart-host] canvas")).to_be_visible()


def test_a_first_visit_is_light(page: Page) -> None:
    page.request.post("/display", form={"lang": "vi"})
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/styleguide/layout/public")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) <= 100 * 1024


def test_a_step_that_asks_first_waits_for_the_script_that_asks(page: Page) -> None:
    held: list[Route] = []
    page.route("**/app-*.js", lambda route: held.append(route))
    page.goto("/styleguide/basics", wait_until="commit")
    button = page.get_by_role("button", name="Nhắc giám khảo")
    expect(button).to_have_css("pointer-events", "none")
    page.wait_for_function("document.readyState !== 'loading'")
    held[0].continue_()
    button.click()
    expect(page.get_by_role("dialog").get_by_text("Gửi thư nhắc đến ba giám khảo?")).to_be_visible()


def test_without_scripts_a_step_is_taken_at_once(new_visitor: NewVisitor) -> None:
    page = new_visitor(java_script_enabled=False)
    page.goto("/styleguide/basics")
    expect(page.get_by_role("button", name="Nhắc giám khảo")).to_have_css("pointer-events", "auto")
