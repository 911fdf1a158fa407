"""The form builder by mouse, and the same by keyboard."""

from playwright.sync_api import Page

from tests.support.browsers import sign_in
from tests.support.factories.contests import draft_contest, make_question
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer


def labels(page: Page) -> list[str]:
    return page.locator("[data-reorder-item] .setup-item-text > a").all_inner_texts()


def test_questions_are_dragged_and_moved_by_keyboard(page: Page, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        contest = draft_contest()
        make_question(contest.sections[0], label="Third")
        owner_id, slug = contest.event.organiser.staff[0].account_id, contest.slug
    sign_in(page, live_server, owner_id)
    page.goto(f"{live_server.url}/organise/contests/{slug}/setup/form")
    assert labels(page) == ["Problem", "Website", "Third"]
    with page.expect_navigation():
        page.locator("[data-reorder-item]").nth(2).locator(".drag-handle").drag_to(
            page.locator("[data-reorder-item]").nth(0), target_position={"x": 60, "y": 4}
        )
    assert labels(page) == ["Third", "Problem", "Website"]
    down = page.locator("[data-reorder-item]").nth(0).locator('button[aria-label$="Third"]').nth(1)
    down.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert labels(page) == ["Problem", "Third", "Website"]
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 780})
    assert_fits(page)


def test_only_the_settings_of_the_kind_are_shown(page: Page, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        contest = draft_contest()
        owner_id, slug = contest.event.organiser.staff[0].account_id, contest.slug
    sign_in(page, live_server, owner_id)
    page.goto(f"{live_server.url}/organise/contests/{slug}/setup/form/questions/new")
    assert page.locator("#max_words").is_visible()
    page.select_option("#kind", "files")
    assert not page.locator("#max_words").is_visible()
    assert page.locator("#max_files").is_visible()
